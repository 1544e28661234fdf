using System.Globalization;
using Geo.Core.Database;
using NpgsqlTypes;

namespace Geo.Core.Jobs;

/// <summary>How a test of a way to people went.</summary>
/// <param name="Channel"><c>mail</c> or <c>webhook</c>.</param>
public sealed record AlertTest(string Channel, bool IsSent, string Message);

/// <summary>
/// Tells people by mail and webhook of runs that failed, files that were refused, sources that are late and signals that are new: all in
/// one message, each thing once until it is resolved. What left the house cannot be taken back: a message names what failed and not why,
/// for a reason may quote a file; of the data it says what findings say, which is never a record.
/// </summary>
public static class Alerts
{
    private const int RunsLookedAt = 20;

    /// <summary>A run that was interrupted is continued; one that nobody has continued for so long, or that a clock dated so far ahead, has failed.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    /// <exception cref="RefusedException">Something could not be sent; it is sent with the next run.</exception>
    internal static async Task<StepResult> TellAsync(StepRun run, CancellationToken cancellationToken)
    {
        if (run.Host.AlertsFile is not { } path)
            return new("");
        var (settings, now) = (AlertSettings.Load(path), run.Time.GetUtcNow());
        await StoreAsync(run.Database, await HoldingAsync(run.Database, now, cancellationToken), now, cancellationToken);
        var (told, faults) = (new List<string>(), new List<Fault>());
        foreach (var channel in AlertChannel.Of(settings, run.Host))
        {
            var alerts = await UnsentAsync(run.Database, channel.Name, settings.KindsAt(now), cancellationToken);
            if (alerts.Count == 0)
                continue;
            var message = AlertMessage.Of([.. alerts.Select(alert => (alert.Kind, alert.Message))], settings.Address);
            try
            {
                await channel.SendAsync(message, cancellationToken);
                await SentAsync(run.Database, channel.Name, [.. alerts.Select(alert => alert.Id)], now);
                told.Add($"Sent by {channel.Name}: {message.Subject["Geo: ".Length..]}.");
                run.Say(told[^1]);
            }
            catch (RefusedException refused)
            {
                faults.AddRange(refused.Faults.Select(fault => fault with { Remedy = $"{fault.Remedy} It is sent again with the next run." }));
            }
        }

        return faults.Count > 0 ? throw new RefusedException(faults) : new(string.Join(' ', told), told.Count);
    }

    /// <summary>Sends a test by every way that is configured, also in quiet hours.</summary>
    /// <exception cref="RefusedException">No alerts are configured, or their file breaks a rule.</exception>
    public static async Task<IReadOnlyList<AlertTest>> TestAsync(JobHost host, CancellationToken cancellationToken)
    {
        var settings = host.AlertsFile is { } path ? AlertSettings.Load(path)
            : throw new RefusedException(new Fault("no-alerts", AlertSettings.Setting, null, null, null, "No alerts are configured.", "Name a file in it that says whom to tell; README.md tells how."));
        var tests = new List<AlertTest>();
        foreach (var channel in AlertChannel.Of(settings, host))
        {
            try
            {
                await channel.SendAsync(AlertMessage.Test(settings.Address), cancellationToken);
                tests.Add(new(channel.Name, true, "A test was sent."));
            }
            catch (RefusedException refused)
            {
                tests.Add(new(channel.Name, false, JobTrouble.Told(refused)));
            }
        }

        return tests;
    }

    /// <summary>All that holds now, told or not.</summary>
    internal static async Task<IReadOnlyList<Finding>> HoldingAsync(GeoDatabase database, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var failed = (await RunLog.LatestAsync(database, null, RunsLookedAt, cancellationToken)).GroupBy(run => run.Job, StringComparer.Ordinal)
            .Select(runs => runs.FirstOrDefault(run => run.Outcome is RunOutcome.Done or RunOutcome.Failed or RunOutcome.Interrupted)).OfType<LoggedRun>()
            .Where(run => run.Job != TellAlerts.AlertsSlug && (run.Outcome == RunOutcome.Failed || (run.Outcome == RunOutcome.Interrupted && (now - run.StartedAt).Duration() > Patience)))
            .Select(run => new Finding(AlertKind.Failure, run.Job, null, Failure(run)));
        var kinds = AlertSettings.Kinds.Select(kind => kind.Kind).ToList();
        return [.. failed, .. (await Findings.CurrentAsync(database, cancellationToken)).Select(kept => kept.Finding).Where(finding => kinds.Contains(finding.Kind))];
    }

    private static string Failure(LoggedRun run)
    {
        var at = TimeZoneInfo.ConvertTime(run.StartedAt, Schedule.London);
        var steps = run.Steps.Where(step => step.Outcome is RunOutcome.Failed or RunOutcome.Interrupted).Select(step => step.Name).ToList();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{AllJobs.Find(run.Job)?.Name ?? run.Job}, begun on {at:d MMMM yyyy} at {at:HH:mm}, {(run.Outcome == RunOutcome.Failed ? "failed" : "was interrupted and not continued")}{(steps.Count > 0 ? $" at: {string.Join(", ", steps)}" : "")}. Its log says why; the last good figures stay.");
    }

    private static async Task StoreAsync(GeoDatabase database, IReadOnlyList<Finding> holds, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = database.Writer.CreateCommand(SqlFile.Statements("Jobs/Alerts.sql")[0]);
        command.Parameters.Add(new() { Value = now });
        command.Parameters.Add(new() { Value = holds.Select(finding => finding.Kind).ToArray() });
        command.Parameters.Add(new() { Value = holds.Select(finding => finding.Subject).ToArray() });
        command.Parameters.Add(new() { Value = holds.Select(finding => finding.Month?.FirstDay).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Date });
        command.Parameters.Add(new() { Value = holds.Select(finding => finding.Message).ToArray() });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<IReadOnlyList<(long Id, string Kind, string Message)>> UnsentAsync(GeoDatabase database, string channel, IReadOnlyList<string> kinds, CancellationToken cancellationToken)
    {
        await using var command = database.Writer.CreateCommand(SqlFile.Statements("Jobs/Alerts.sql")[1]);
        command.Parameters.Add(new() { Value = channel });
        command.Parameters.Add(new() { Value = kinds.ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var alerts = new List<(long, string, string)>();
        while (await reader.ReadAsync(cancellationToken))
            alerts.Add((reader.GetInt64(0), reader.GetString(1), reader.GetString(2)));
        return alerts;
    }

    /// <summary>Written down even where the run is being stopped: what went out is out.</summary>
    private static async Task SentAsync(GeoDatabase database, string channel, long[] ids, DateTimeOffset now)
    {
        await using var command = database.Writer.CreateCommand(SqlFile.Statements("Jobs/Alerts.sql")[2]);
        command.Parameters.Add(new() { Value = channel });
        command.Parameters.Add(new() { Value = ids });
        command.Parameters.Add(new() { Value = now });
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }
}

/// <summary>Tells people what they should know; a job of its own, so that a mail server that is away fails nothing else.</summary>
public sealed class TellAlerts : Job
{
    internal const string AlertsSlug = "alerts";

    public override string Slug => AlertsSlug;

    public override string Name => "Alerts";

    public override string Description => "Tells people by mail and webhook of runs that failed, refused files, late sources, new signals and new hot spots, each once until it is resolved. Does nothing where no alerts are configured.";

    public override IReadOnlyList<string> Inputs => ["the run log", "what was found about the data", "the alerts file"];

    public override TimeSpan TimeLimit => TimeSpan.FromMinutes(10);

    public override bool RenewsFigures => false;

    public override IReadOnlyList<Step> Steps => [new("tell", Alerts.TellAsync)];
}
