using Geo.Core.Database;

namespace Geo.Core.Jobs;

/// <summary>Asks the node that runs a job, wherever it is, to stop; it does within a second and rolls back what is under way.</summary>
public static class CancelRun
{
    /// <returns>False where the job does not run.</returns>
    public static async Task<bool> RunAsync(GeoDatabase database, string job, string askedBy, CancellationToken cancellationToken)
    {
        await using var command = database.Writer.CreateCommand("update jobs.run set cancel_asked_by = $2 where job = $1 and outcome = 'running'");
        command.Parameters.Add(new() { Value = job });
        command.Parameters.Add(new() { Value = askedBy });
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }
}
