namespace Geo.Cli.Hosting;

/// <summary>What a command ends with; part of what scripts rely on, and told by <c>geo --help</c>.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Refused = 1;
    public const int WrongUsage = 2;
    public const int NoDatabase = 3;
    public const int Cancelled = 4;

    /// <summary>EX_SOFTWARE of sysexits.h.</summary>
    public const int InternalError = 70;

    public const string Told = """
        Exit codes: 0 done, 1 input was refused or a check failed, 2 wrong usage, 3 the database cannot be reached,
        4 cancelled, 70 internal error (GEO_DEBUG=1 prints its stack trace).
        """;
}
