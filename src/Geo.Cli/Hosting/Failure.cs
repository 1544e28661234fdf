using System.Net.Sockets;
using Geo.Core;
using Npgsql;

namespace Geo.Cli.Hosting;

/// <summary>Why a command did not do what it was asked: what happened and what to do, and the exit code.</summary>
internal sealed record Failure(int ExitCode, IReadOnlyList<Problem> Problems)
{
    public Failure(int exitCode, string message, string remedy)
        : this(exitCode, [new Problem(message, remedy, null)])
    {
    }

    /// <param name="address">Of the database, for messages; null where it is not known.</param>
    /// <param name="cancelled">The user stopped the command, so whatever else broke, broke of that.</param>
    public static Failure Of(Exception error, string? address, bool cancelled)
    {
        if (cancelled && error is not RefusedException)
            return new Failure(Hosting.ExitCode.Cancelled, "cancelled; nothing of what was under way is stored, what was published before stays", "start it again when it suits");
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case RefusedException refused:
                    return new Failure(Hosting.ExitCode.Refused, [.. refused.Faults.Select(Problem.Of)]);
                case NoDatabaseException none:
                    return new Failure(Hosting.ExitCode.NoDatabase, none.Message, none.Remedy);
                case PostgresException answered:
                    return Of(answered, address);
                case NpgsqlException or SocketException:
                    return new Failure(Hosting.ExitCode.NoDatabase, $"the database {address} cannot be reached: {cause.Message}", "start it with ./geo up; ./geo status tells what runs");
            }
        }

        return error is IOException or UnauthorizedAccessException
            ? new Failure(Hosting.ExitCode.Refused, error.Message, "check the path, its permissions and the free space on its disk")
            : new Failure(Hosting.ExitCode.InternalError, $"internal error: {error.Message}", "please report it, with what you did; GEO_DEBUG=1 prints the details");
    }

    private static Failure Of(PostgresException error, string? address) => error.SqlState switch
    {
        PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification
            or PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.TooManyConnections
            => new(Hosting.ExitCode.NoDatabase, $"the database {address} does not let us in: {error.MessageText}", "start it with ./geo up; ./geo status tells what runs"),
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.InvalidSchemaName
            => new(Hosting.ExitCode.Refused, $"the database {address} is not up to date with this program: {error.MessageText}", "bring it up to date: ./geo migrate"),
        PostgresErrorCodes.DiskFull or PostgresErrorCodes.OutOfMemory
            => new(Hosting.ExitCode.Refused, $"the database {address} ran out of room: {error.MessageText}; nothing of what was under way is stored", "free some space where GEO_DATA_DIR lies, then run the command again"),
        PostgresErrorCodes.InsufficientPrivilege
            => new(Hosting.ExitCode.Refused, $"the database {address} forbids it: {error.MessageText}", "./geo check tells what is wrong with the roles"),
        _ => new(Hosting.ExitCode.InternalError, $"internal error: the database answered {error.SqlState}: {error.MessageText}", "please report it, with what you did; GEO_DEBUG=1 prints the details"),
    };
}

/// <summary>One thing that went wrong; <paramref name="Fault"/> tells where, when a file is to blame.</summary>
internal sealed record Problem(string Message, string Remedy, Fault? Fault)
{
    public static Problem Of(Fault fault) => new((fault with { Remedy = "" }).ToString(), fault.Remedy, fault);
}
