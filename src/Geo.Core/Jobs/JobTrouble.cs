using System.Net.Sockets;
using Npgsql;

namespace Geo.Core.Jobs;

/// <summary>Why a step failed, in words for the run log: what happened and what to do. Values out of files are left out: the log is no place for records.</summary>
internal static class JobTrouble
{
    private const int FaultsTold = 5;

    public static string Told(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case RefusedException refused:
                    return Told(refused);
                case PostgresException { SqlState: PostgresErrorCodes.DiskFull or PostgresErrorCodes.OutOfMemory } full:
                    return $"The database ran out of room: {full.MessageText}. Nothing of this step is stored; free some space, and run it again.";
                case PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.InvalidSchemaName } old:
                    return $"The database is not up to date with this program: {old.MessageText}. Run ./geo migrate.";
                case PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } forbidden:
                    return $"The database forbids it: {forbidden.MessageText}. ./geo check tells what is wrong with the roles.";
                case PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow }:
                    return "The database was stopped meanwhile. Nothing of this step is stored; the next run repeats it.";
                case PostgresException refusal:
                    return $"The database answered {refusal.SqlState}: {refusal.MessageText}.";
                case NpgsqlException or SocketException:
                    return "The database cannot be reached. Nothing of this step is stored; the next run repeats it.";
            }
        }

        return error is IOException or UnauthorizedAccessException ? $"{error.Message} Check the path, its permissions and the free space on its disk."
            : $"{error.GetType().Name}: {error.Message}";
    }

    public static string Told(RefusedException refused)
    {
        var told = string.Join(' ', refused.Faults.Take(FaultsTold).Select(fault => (fault with { Value = null }).ToString()));
        return refused.Faults.Count > FaultsTold ? $"{told} And {refused.Faults.Count - FaultsTold:N0} more." : told;
    }
}
