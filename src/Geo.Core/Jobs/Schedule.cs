using Geo.Core.Records;
using Quartz;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Geo.Core.Jobs;

/// <summary>What becomes of a time that passed while nothing ran.</summary>
public enum Misfire
{
    /// <summary>One run makes up for all of them.</summary>
    Once,

    /// <summary>A run for each, in order: for jobs whose periods must none be left out.</summary>
    Each,
    Skip,
}

/// <summary>When a job runs, by the clock of Europe/London.</summary>
/// <param name="Cron">Seconds, minutes, hours, day of the month, month, day of the week.</param>
public sealed record Schedule(string Job, string Cron, Misfire Misfire, bool IsEnabled)
{
    /// <summary>The setting that names a file to read instead of the shipped one.</summary>
    public const string Setting = "GEO_SCHEDULES";

    private const string Shipped = "geodata/schedules.yaml";
    private static readonly string[] Fields = ["job", "cron", "misfire", "enabled"];

    /// <summary>What <see cref="Misfire"/> is called in files, the database and commands.</summary>
    public static readonly IReadOnlyList<string> Misfires = ["once", "each", "skip"];

    public static readonly TimeZoneInfo London = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    /// <summary>One of <see cref="Misfires"/>.</summary>
    public string MisfireWord => Misfires[(int)Misfire];

    /// <summary>The first time after a moment; null where there is none.</summary>
    public DateTimeOffset? Next(DateTimeOffset after) => CronExpression.Parse(Cron).WithTimeZone(London).GetNextValidTimeAfter(after)?.ToUniversalTime();

    /// <summary>The first times after a moment.</summary>
    public IReadOnlyList<DateTimeOffset> Next(DateTimeOffset after, int times)
    {
        var next = new List<DateTimeOffset>();
        while (next.Count < times && Next(next.Count > 0 ? next[^1] : after) is { } time)
            next.Add(time);
        return next;
    }

    /// <summary>When it runs, in words: <c>every day at 03:30</c>.</summary>
    public override string ToString() => $"{Recurrence.Of(Cron)?.ToString() ?? $"by the cron expression {Cron}"}{(IsEnabled ? "" : ", not enabled")}";

    /// <param name="path">A file of one's own; null for the shipped one.</param>
    /// <exception cref="RefusedException">It breaks a rule; every fault is named.</exception>
    public static IReadOnlyList<Schedule> Load(string? path)
    {
        if (path is not null && !File.Exists(path))
            throw new RefusedException(new Fault("not-found", path, null, null, null, "There is no such file.", $"Check the path in {Setting}."));
        return path is not null ? Read(File.OpenText(path), Path.GetFileName(path)) : Read(new StreamReader(typeof(Schedule).Assembly.GetManifestResourceStream(Shipped)!), Shipped);
    }

    /// <param name="file">Name for messages.</param>
    /// <exception cref="RefusedException">It breaks a rule; every fault is named.</exception>
    public static IReadOnlyList<Schedule> Read(TextReader text, string file)
    {
        using (text)
        {
            try
            {
                var stream = new YamlStream();
                stream.Load(text);
                if (stream.Documents is not [{ RootNode: YamlMappingNode { Children: [{ Key: YamlScalarNode { Value: "schedules" }, Value: YamlSequenceNode list }] } }])
                    throw new RefusedException(Wrong(file, 1, null, null, "The file is one list, schedules:, of jobs and when they run."));
                var reading = new Reading(file);
                var schedules = list.Children.Select(reading.Schedule).OfType<Schedule>().ToList();
                return reading.Faults.Count == 0 ? schedules : throw new RefusedException(reading.Faults);
            }
            catch (YamlException error)
            {
                throw new RefusedException(Wrong(file, error.Start.Line, null, null, $"This is no YAML: {error.Message.TrimEnd('.')}."), error);
            }
        }
    }

    /// <summary>A word of <see cref="Misfires"/>; null for another.</summary>
    public static Misfire? MisfireOf(string word) => Misfires.Contains(word) ? Enum.Parse<Misfire>(word, ignoreCase: true) : null;

    internal static Fault Wrong(string file, long? line, string? field, string? value, string rule) => new("bad-schedule", file, line, field, value, rule, "ARCHITECTURE.md tells how schedules are written.");

    private sealed class Reading(string file)
    {
        private readonly HashSet<string> _jobs = new(StringComparer.Ordinal);

        public List<Fault> Faults { get; } = [];

        public Schedule? Schedule(YamlNode node)
        {
            var before = Faults.Count;
            var fields = (node as YamlMappingNode)?.Children.Where(pair => pair is { Key: YamlScalarNode, Value: YamlScalarNode }).ToDictionary(pair => ((YamlScalarNode)pair.Key).Value!, pair => ((YamlScalarNode)pair.Value).Value ?? "") ?? [];
            foreach (var unknown in fields.Keys.Except(Fields))
                Add(node, unknown, null, $"A schedule has no field '{Fault.Shown(unknown)}'{Nearest(unknown, Fields)}. It has {string.Join(", ", Fields)}.");
            var (job, cron) = (fields.GetValueOrDefault("job", ""), fields.GetValueOrDefault("cron", ""));
            var slugs = AllJobs.All.Select(known => known.Slug).ToList();
            if (!slugs.Contains(job))
                Add(node, "job", job, $"There is no such job{Nearest(job, slugs)}. There are {string.Join(", ", slugs)}.");
            else if (!_jobs.Add(job))
                Add(node, "job", job, "A job has one schedule.");
            if (Recurrence.WrongWith(cron) is { } wrong)
                Add(node, "cron", cron, wrong);
            var misfire = MisfireOf(fields.GetValueOrDefault("misfire", "once"));
            if (misfire is null)
                Add(node, "misfire", fields["misfire"], $"What becomes of a missed time is one of {string.Join(", ", Misfires)}.");
            var enabled = fields.GetValueOrDefault("enabled", "true");
            if (enabled is not ("true" or "false"))
                Add(node, "enabled", enabled, "Enabled is true or false.");
            return Faults.Count > before ? null : new(job, cron, misfire!.Value, enabled == "true");
        }

        private static string Nearest(string name, IReadOnlyList<string> known) =>
            known.Where(other => EditDistance.Between(name, other) <= Math.Max(2, name.Length / 3)).OrderBy(other => EditDistance.Between(name, other)).Select(other => $"; is {other} meant?").FirstOrDefault("").TrimEnd('?');

        private void Add(YamlNode node, string field, string? value, string rule) => Faults.Add(Wrong(file, node.Start.Line, field, value, rule));
    }
}
