using System.Globalization;
using System.Text;
using Geo.Core.Intake;
using Geo.Core.Measures;

namespace Geo.Core.Demonstration.Agencies;

/// <summary>A record before it is written.</summary>
internal sealed class AgencyRow(DateOnly day)
{
    private readonly Dictionary<string, string> _cells = new(StringComparer.Ordinal);

    /// <summary>The day it counts on.</summary>
    public DateOnly Day => day;

    /// <summary>The day that what lasts ended.</summary>
    public DateOnly? End { get; set; }

    public string this[string column]
    {
        get => _cells.GetValueOrDefault(column, "");
        set => _cells[column] = value;
    }

    public IEnumerable<string> Columns => _cells.Keys;

    /// <summary>Whether it lasts on a day: begun by then, not ended by then.</summary>
    public bool IsOn(DateOnly on) => Day <= on && !(End <= on);
}

/// <summary>A file of an agency in the making: its records, sorted by day, in the columns that its description declares.</summary>
internal sealed class AgencyFile(string source, Period span, AgencyQuotas quotas, SplitMix64 random)
{
    /// <summary>How much a month may have more or less than another, by chance.</summary>
    private const double MonthSwing = 0.15;

    /// <summary>How often a day of the weekend is passed over where offices record.</summary>
    private const double WeekendRest = 0.9;

    private readonly SourceDescription _source = SourceDescription.Find(source);
    private readonly List<AgencyRow> _rows = [];

    public Period Span => span;

    public AgencyQuotas Quotas => quotas;

    public SplitMix64 Random => random;

    /// <summary>Adds a record.</summary>
    public AgencyRow Add(DateOnly day)
    {
        var row = new AgencyRow(day);
        _rows.Add(row);
        return row;
    }

    /// <summary>Adds as many records as the quotas say, on days by chance.</summary>
    /// <param name="what">What the quotas count.</param>
    /// <param name="office">Whether they are recorded in offices, so seldom at weekends.</param>
    /// <param name="most">Of a month that has no count of its own.</param>
    public List<AgencyRow> Add(string what, bool office = true, int most = int.MaxValue)
    {
        var months = new SortedDictionary<Month, int>();
        foreach (var (period, count) in quotas.Counts(what, span).OrderBy(quota => quota.Period.Months))
        {
            var open = period.Each.Where(month => !months.ContainsKey(month)).ToList();
            var left = count - period.Each.Sum(month => months.GetValueOrDefault(month));
            var shares = Apportionment.Share(left, [.. open.Select(_ => 1 + (MonthSwing * random.Triangular()))], most: most);
            foreach (var (month, share) in open.Zip(shares))
                months.Add(month, open.Count == 1 ? left : share);
        }

        return [.. months.SelectMany(month => Enumerable.Range(0, month.Value).Select(_ => Add(Day(month.Key.FirstDay, month.Key.Plus(1).FirstDay.AddDays(-1), office))))];
    }

    /// <summary>A day by chance, both ends included.</summary>
    public DateOnly Day(DateOnly from, DateOnly to, bool office = true)
    {
        while (true)
        {
            var day = from.AddDays(random.Below(to.DayNumber - from.DayNumber + 1));
            if (!office || day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) || random.Unit() > WeekendRest)
                return day;
        }
    }

    /// <summary>Fills a column as a mix of the quotas says, exactly in each of its periods. What has no value is left as it is.</summary>
    public void Deal(IEnumerable<AgencyRow> rows, string column, string mix) => Deal(rows, mix, (row, value) => row[column] = value);

    public void Deal(IEnumerable<AgencyRow> rows, string mix, Action<AgencyRow, string> take)
    {
        var values = quotas.Mix(mix);
        foreach (var period in rows.GroupBy(row => values.PeriodOf(row.Day)))
            Deal([.. period], mix, period.Key, take);
    }

    /// <summary>As above, for the records of one period or of one day.</summary>
    public void Deal(IReadOnlyList<AgencyRow> rows, string mix, string period, Action<AgencyRow, string> take)
    {
        foreach (var (row, value) in rows.Zip(quotas.Mix(mix).Deal(rows.Count, period, random)))
        {
            if (value.Length > 0)
                take(row, value);
        }
    }

    /// <summary>Ends records within so many days, unless they last beyond the day of the extract.</summary>
    public void EndWithin(IEnumerable<AgencyRow> rows, string mostDays)
    {
        var most = (int)quotas.Number(mostDays);
        foreach (var row in rows)
        {
            var end = row.Day.AddDays(1 + random.Below(most));
            row.End = end < AgencyExtracts.ExtractedOn ? end : null;
        }
    }

    public DemonstrationExtract Extract()
    {
        var columns = _source.Columns;
        var known = columns.Select(column => column.Name).ToHashSet();
        var text = new StringBuilder(string.Join(',', columns.Select(column => column.Name))).Append("\r\n");
        var rows = _rows.OrderBy(row => row.Day).ToList();
        if (rows.SelectMany(row => row.Columns).FirstOrDefault(column => !known.Contains(column)) is { } unknown)
            throw new InvalidOperationException($"{source} has no column {unknown}.");
        foreach (var (i, row) in rows.Index())
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"{rows[0].Day.Year}-{i + 1:00000}");
            text.AppendJoin(',', columns.Select(column => Cell(row, column, key))).Append("\r\n");
        }

        return new(source, AgencyExtracts.ExtractedOn, $"{source}-{rows[0].Day:yyyy-MM}-to-{rows[^1].Day:yyyy-MM}.csv", text.ToString());
    }

    private static string Cell(AgencyRow row, ColumnDescription column, string key) => (row[column.Name], column.Is) switch
    {
        ("", ColumnUse.Key) => key,
        ("", ColumnUse.Recorded) => row.Day.ToString(column.Format, CultureInfo.InvariantCulture),
        ("", ColumnUse.Ended) => row.End?.ToString(column.Format, CultureInfo.InvariantCulture) ?? "",
        var (cell, _) => cell,
    };
}
