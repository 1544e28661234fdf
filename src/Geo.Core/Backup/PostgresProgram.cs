using System.Diagnostics;
using System.Globalization;
using Geo.Core.Database;
using Npgsql;

namespace Geo.Core.Backup;

/// <summary><c>pg_dump</c> or <c>pg_restore</c> of this machine, run as the owner of the tables.</summary>
internal sealed class PostgresProgram
{
    /// <summary>The code of the fault where this machine has no such program.</summary>
    public const string Missing = "no-program";

    /// <summary>The code of the fault where it lost the database on the way, which says nothing against a backup.</summary>
    public const string Lost = "lost";

    private const string NoRoom = "No space left on device";

    private static readonly string[] WordsOfLoss = ["connection to server", "server closed the connection", "terminating connection", "shutting down"];

    private readonly string _path;

    private PostgresProgram(string path) => _path = path;

    /// <param name="server">Major version of the server; an older program refuses to work with it.</param>
    /// <param name="folders">Where to look, written like PATH; null for PATH itself.</param>
    /// <exception cref="RefusedException">There is none, or it is older than the server.</exception>
    public static async Task<PostgresProgram> FindAsync(string name, int server, string? folders, CancellationToken cancellationToken)
    {
        var path = (folders ?? Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new RefusedException(new Fault(Missing, name, null, null, null, "It is not on this machine.", $"Install postgresql-client-{server}; where the database runs in a container, README.md tells how to back it up."));
        using var process = Process.Start(new ProcessStartInfo(path, ["--version"]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var told = await process.StandardOutput.ReadToEndAsync(cancellationToken); // pg_dump (PostgreSQL) 15.18 (Debian ...)
        await process.WaitForExitAsync(cancellationToken);
        var version = string.Concat(told.SkipWhile(letter => !char.IsAsciiDigit(letter)).TakeWhile(char.IsAsciiDigit));
        return int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var major) && major >= server ? new(path)
            : throw new RefusedException(new Fault("old-program", path, null, null, null, $"It is of PostgreSQL {(version.Length > 0 ? version : "no version that it tells")}, and the server is {server}.", $"Install postgresql-client-{server} and put its folder first on the PATH."));
    }

    /// <param name="noRoom">What to tell, and what to do, where a disk is full.</param>
    /// <param name="remedy">What to do where anything else went wrong.</param>
    /// <exception cref="RefusedException">It did not do it.</exception>
    public async Task RunAsync(GeoDatabase database, IReadOnlyList<string> arguments, Fault noRoom, string remedy, CancellationToken cancellationToken)
    {
        using var process = Process.Start(Start(database, arguments))!;
        var told = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }

        if (process.ExitCode == 0)
            return;
        var words = await told;
        throw new RefusedException(words.Contains(NoRoom, StringComparison.Ordinal) ? noRoom
            : new Fault(WordsOfLoss.Any(loss => words.Contains(loss, StringComparison.Ordinal)) ? Lost : "program-failed", Path.GetFileName(_path), null, null, null, $"It did not finish: {ErrorOf(words) ?? $"it ended with code {process.ExitCode}"}.", remedy));
    }

    private ProcessStartInfo Start(GeoDatabase database, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(_path, arguments) { UseShellExecute = false, RedirectStandardError = true };
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        foreach (var (name, value) in new[]
        {
            ("PGHOST", settings.Host), ("PGPORT", settings.Port.ToString(CultureInfo.InvariantCulture)), ("PGDATABASE", settings.Database), ("PGUSER", "geo_owner"), ("PGPASSFILE", settings.Passfile), ("PGPASSWORD", settings.Password),
            ("PGSSLMODE", settings.SslMode switch { SslMode.VerifyCA => "verify-ca", SslMode.VerifyFull => "verify-full", var mode => mode.ToString().ToLowerInvariant() }), ("PGSSLROOTCERT", settings.RootCertificate), ("LC_ALL", "C"),
        })
        {
            if (value is { Length: > 0 })
                start.Environment[name] = value;
        }

        return start;
    }

    /// <summary>The first line that says so; those after it may quote rows.</summary>
    private static string? ErrorOf(string words) =>
        words.Split('\n').Where(line => line.Contains("error:", StringComparison.Ordinal)).Select(line => line[(line.IndexOf("error:", StringComparison.Ordinal) + "error:".Length)..].Trim().TrimEnd('.')).FirstOrDefault();
}
