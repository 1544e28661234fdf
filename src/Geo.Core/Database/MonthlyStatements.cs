using Npgsql;

namespace Geo.Core.Database;

/// <summary>Runs an SQL file whose $1 is a boundary set and whose $2 are first days of months, inside the caller's transaction.</summary>
internal static class MonthlyStatements
{
    public static async Task RunAsync(NpgsqlConnection connection, IReadOnlyList<string> statements, IReadOnlyList<int> boundarySetIds, IReadOnlyCollection<Month> months, CancellationToken cancellationToken)
    {
        if (months.Count == 0)
            return;
        var days = months.Distinct().Order().Select(month => month.FirstDay).ToArray();
        foreach (var set in boundarySetIds)
        {
            foreach (var sql in statements)
            {
                await using var command = new NpgsqlCommand(sql, connection);
                if (sql.Contains("$1", StringComparison.Ordinal))
                    command.Parameters.Add(new() { Value = set });
                if (sql.Contains("$2", StringComparison.Ordinal))
                    command.Parameters.Add(new() { Value = days });
                await command.ExecuteNonQueryAsync(cancellationToken);
            }
        }
    }
}
