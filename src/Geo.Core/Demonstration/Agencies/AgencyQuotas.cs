using System.Globalization;
using Geo.Core.Measures;

namespace Geo.Core.Demonstration.Agencies;

/// <summary>
/// How many records the agencies' files hold, of what and when: <c>geodata/demo/agency_quotas.csv</c>. A value is a number, a published
/// fact, or a sum or difference of them; lines without a period are weights and other choices.
/// </summary>
internal sealed class AgencyQuotas
{
    private readonly ILookup<string, Line> _lines;
    private readonly Dictionary<string, AgencyMix> _mixes;

    private AgencyQuotas()
    {
        var lines = DemonstrationTables.Read("agency_quotas.csv", row => new Line(
            row.GetField("what")!, row.GetField("period")!, Value(row.GetField("value")!)));
        _lines = lines.ToLookup(line => line.What);
        _mixes = lines.Where(line => line.What.Contains(": ", StringComparison.Ordinal)).GroupBy(line => line.What.Split(": ")[0])
            .ToDictionary(group => group.Key, group => new AgencyMix(
                group.Key, [.. group.Select(line => (line.What[(group.Key.Length + 2)..], line.Period, line.Number))]));
    }

    public static AgencyQuotas Load() => new();

    /// <summary>A choice that holds throughout.</summary>
    public double Number(string what) => _lines[what].Single(line => line.Period.Length == 0).Number;

    /// <summary>A count of a period or on a day.</summary>
    public int Count(string what, string period) => (int)_lines[what].Single(line => line.Period == period).Number;

    /// <summary>Counts of periods that lie inside a span; shorter ones may lie inside longer ones.</summary>
    public IReadOnlyList<(Period Period, int Count)> Counts(string what, Period within) =>
        [.. _lines[what].Where(line => !IsDay(line.Period)).Select(line => (Period: ParsePeriod(line.Period), Count: (int)line.Number))
            .Where(line => line.Period.First >= within.First && line.Period.Last <= within.Last)];

    /// <summary>Counts on days of a span, the earliest first.</summary>
    public IReadOnlyList<(DateOnly Day, int Count)> Stocks(string what, Period within) =>
        [.. _lines[what].Select(line => (Day: ParseDay(line.Period), Count: (int)line.Number))
            .Where(line => Month.Of(line.Day) >= within.First && Month.Of(line.Day) <= within.Last).OrderBy(line => line.Day)];

    public AgencyMix Mix(string what) => _mixes[what];

    public static Period ParsePeriod(string text) =>
        Period.Parse(text, default, out var rule) ?? throw new InvalidOperationException($"agency_quotas.csv: {text}: {rule}");

    public static bool IsDay(string period) => period.Length == 10;

    private static DateOnly ParseDay(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static double Value(string text)
    {
        var (sum, sign) = (0.0, 1);
        foreach (var part in text.Split(' '))
        {
            if (part is "+" or "-")
                sign = part == "+" ? 1 : -1;
            else
                sum += sign * (part.Contains('/', StringComparison.Ordinal) ? Facts.Find(part).Number : double.Parse(part, NumberStyles.Float, CultureInfo.InvariantCulture));
        }

        return sum;
    }

    private sealed record Line(string What, string Period, double Number);
}
