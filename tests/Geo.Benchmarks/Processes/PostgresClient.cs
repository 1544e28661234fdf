using System.Globalization;
using System.Text.RegularExpressions;
using Geo.Testing;
using Npgsql;

namespace Geo.Benchmarks.Processes;

/// <summary>PostgreSQL's own programs, connected to a database of the benchmark cluster as the owner.</summary>
internal static partial class PostgresClient
{
    public static Task<Finished> PsqlAsync(TestDatabase database, string script) =>
        Child.RunAsync("psql", ["-XqAt", "-v", "ON_ERROR_STOP=1"], Environment(database), script);

    /// <returns>Transactions a second.</returns>
    public static async Task<double> PgbenchAsync(TestDatabase database, string scriptFile, int clients, int seconds)
    {
        var run = await Child.RunAsync("pgbench", ["-n", "-M", "prepared", "-c", $"{clients}", "-j", "1", "-T", $"{seconds}", "-f", scriptFile], Environment(database));
        return double.Parse(TransactionsPerSecond().Match(run.Output).Groups["tps"].Value, CultureInfo.InvariantCulture);
    }

    /// <summary>What earlier steps left to write is written, so that it does not slow the next one down.</summary>
    public static async Task SettleAsync()
    {
        if (TestCluster.AdminConnectionTo("postgres") is not { } admin)
            return;
        await using var connection = new NpgsqlConnection(admin);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("checkpoint", connection);
        await command.ExecuteNonQueryAsync();
    }

    private static Dictionary<string, string> Environment(TestDatabase database)
    {
        var address = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        return new(StringComparer.Ordinal)
        {
            ["PGHOST"] = address.Host!, ["PGPORT"] = $"{address.Port}", ["PGUSER"] = "geo_owner", ["PGDATABASE"] = database.Name, ["PGPASSFILE"] = address.Passfile!,
        };
    }

    [GeneratedRegex(@"^tps = (?<tps>[0-9.]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex TransactionsPerSecond();
}
