using Geo.Core.Measures;

namespace Geo.Core.Demonstration.Agencies;

/// <summary>
/// Plans, care and support, which last: as many on at the days that the quotas count, as many begun between. The first begun ends first.
/// </summary>
internal static class Episodes
{
    /// <summary>Adds them to a file, each with its class (a value of the quotas' mixes, empty where they have none).</summary>
    /// <param name="what">The quotas tell <c>WHAT on</c>, <c>WHAT begun</c> and <c>WHAT lead months</c>.</param>
    /// <param name="classes">Whether the quotas divide it into classes.</param>
    /// <param name="staysOn">Whether what is on at the last count stays on, but for a quarter's ends; otherwise all ends within the lead.</param>
    public static List<(AgencyRow Row, string Class)> Add(AgencyFile file, string what, bool classes, bool staysOn)
    {
        var quotas = file.Quotas;
        var stocks = quotas.Stocks($"{what} on", file.Span);
        var begun = quotas.Counts($"{what} begun", file.Span).ToDictionary(quota => quota.Period.Last);
        var lead = (int)quotas.Number($"{what} lead months");
        var all = new List<(AgencyRow, string)>();
        IReadOnlyList<string> names = classes ? quotas.Mix($"{what} on").Values : [""];
        for (var i = 0; i < names.Count; i++)
        {
            int On(int at) => classes ? quotas.Mix($"{what} on").Share(stocks[at].Count, $"{stocks[at].Day:yyyy-MM-dd}")[i] : stocks[at].Count;
            var start = stocks[0].Day;
            var rows = Begin(file, On(0), start.AddMonths(-lead), start);
            var ended = 0;
            for (var at = 1; at < stocks.Count; at++)
            {
                var (from, to) = (stocks[at - 1].Day, stocks[at].Day);
                var (period, count) = begun[Month.Of(to)];
                var starts = classes ? quotas.Mix($"{what} begun") is var mix ? mix.Share(count, period.Text)[mix.Values.ToList().IndexOf(names[i])] : 0 : count;
                ended = On(at - 1) + starts - On(at);
                if (ended < 0)
                    throw new InvalidOperationException($"agency_quotas.csv: too few {what} {names[i]} begun in {period.Text}.");
                rows.AddRange(Begin(file, starts, from, to));
                End(file, rows, ended, from, to);
            }

            var last = stocks[^1].Day;
            if (staysOn)
                End(file, rows, ended / 4, last, AgencyExtracts.ExtractedOn.AddDays(-1));
            else
                End(file, rows, On(stocks.Count - 1), last, last.AddMonths(lead));
            all.AddRange(rows.Select(row => (row, names[i])));
        }

        return all;
    }

    /// <summary>Moves ends inside a period, a day at a time, until what ended in it lasted so many days on average.</summary>
    public static void Last(IEnumerable<AgencyRow> rows, Period period, int days)
    {
        bool IsIn(DateOnly? end) => end is { } day && Month.Of(day) >= period.First && Month.Of(day) <= period.Last;
        var ended = rows.Where(row => IsIn(row.End)).ToList();
        var missing = (days * ended.Count) - ended.Sum(row => row.End!.Value.DayNumber - row.Day.DayNumber);
        for (var moved = true; missing != 0 && moved;)
        {
            moved = false;
            foreach (var row in ended.Where(row => missing != 0 && IsIn(row.End!.Value.AddDays(Math.Sign(missing))) && row.End.Value.AddDays(Math.Sign(missing)) > row.Day))
            {
                row.End = row.End!.Value.AddDays(Math.Sign(missing));
                missing -= Math.Sign(missing);
                moved = true;
            }
        }

        if (missing != 0)
            throw new InvalidOperationException($"What ended in {period.Text} cannot have lasted {days} days on average.");
    }

    /// <summary>Begins some on days after one day, up to another.</summary>
    private static List<AgencyRow> Begin(AgencyFile file, int count, DateOnly after, DateOnly to) =>
        [.. Enumerable.Range(0, count).Select(_ => file.Day(after.AddDays(1), to)).Order().Select(file.Add)];

    /// <summary>Ends those that have lasted longest on days after one day, up to another.</summary>
    private static void End(AgencyFile file, List<AgencyRow> rows, int count, DateOnly after, DateOnly to)
    {
        var days = Enumerable.Range(0, count).Select(_ => file.Day(after.AddDays(1), to)).Order();
        foreach (var (row, day) in rows.Where(row => row.End is null).OrderBy(row => row.Day).Zip(days))
            row.End = day > row.Day ? day : row.Day.AddDays(1) <= to ? row.Day.AddDays(1) : to;
    }
}
