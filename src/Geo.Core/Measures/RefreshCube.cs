using Geo.Core.Database;
using Npgsql;

namespace Geo.Core.Measures;

/// <summary>Brings the count cube up to date with the records that count.</summary>
internal static class RefreshCube
{
    private static readonly string[] Statements = SqlFile.Statements("Measures/RefreshCube.sql");

    /// <summary>Recounts the given months of every given boundary set, inside the caller's transaction.</summary>
    public static async Task RunAsync(NpgsqlConnection connection, IReadOnlyList<int> boundarySetIds, IReadOnlyCollection<Month> months, CancellationToken cancellationToken)
    {
        if (months.Count == 0)
            return;
        var days = months.Distinct().Order().Select(month => month.FirstDay).ToArray();
        foreach (var set in boundarySetIds)
        {
            foreach (var sql in Statements)
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
