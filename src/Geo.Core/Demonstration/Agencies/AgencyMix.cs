using Geo.Core.Measures;

namespace Geo.Core.Demonstration.Agencies;

/// <summary>The values of a column: how often each occurs, exactly in some periods or on some days and by weight otherwise.</summary>
internal sealed class AgencyMix
{
    /// <summary>Stands in the table for no value.</summary>
    private const string Blank = "blank";

    private readonly string _what;
    private readonly List<string> _values;
    private readonly double[] _weights;
    private readonly Dictionary<string, Dictionary<int, int>> _exact;
    private readonly List<Period> _periods;
    private readonly Lazy<(string Band, int Youngest, int Oldest)[]> _ages;

    public AgencyMix(string what, IReadOnlyList<(string Value, string Period, double Number)> lines)
    {
        _what = what;
        _values = [.. lines.Select(line => line.Value).Distinct()];
        _weights = [.. _values.Select(value => lines.Where(line => line.Value == value && line.Period.Length == 0).Sum(line => line.Number))];
        _exact = lines.Where(line => line.Period.Length > 0).GroupBy(line => line.Period)
            .ToDictionary(group => group.Key, group => group.ToDictionary(line => _values.IndexOf(line.Value), line => (int)line.Number));
        _periods = [.. _exact.Keys.Where(period => !AgencyQuotas.IsDay(period)).Select(AgencyQuotas.ParsePeriod).OrderBy(period => period.Months)];
        _ages = new(() => [.. _values.Select(band => (band, People.Years(band).Youngest, People.Years(band).Oldest))]);
    }

    /// <summary>The values in the order of the table.</summary>
    public IReadOnlyList<string> Values => _values;

    /// <summary>The values as age bands.</summary>
    public IReadOnlyList<(string Band, int Youngest, int Oldest)> Ages => _ages.Value;

    /// <summary>How many of a number have each value in a period or on a day; what is neither counted nor weighed has none.</summary>
    public int[] Share(int number, string period)
    {
        var given = _exact.GetValueOrDefault(period) ?? [];
        var left = number - given.Values.Sum();
        if (left < 0)
            throw new InvalidOperationException($"agency_quotas.csv: {_what} in {period} is {-left} too many for {number}.");
        double[] open = [.. _weights.Select((weight, i) => given.ContainsKey(i) ? 0 : weight)];
        var shares = open.Sum() > 0 ? Apportionment.Share(left, open) : new int[open.Length];
        foreach (var (i, count) in given)
            shares[i] = count;
        return shares;
    }

    /// <summary>A value for each of a number of records of a period, in random order; empty where there is none.</summary>
    public string[] Deal(int number, string period, SplitMix64 random)
    {
        var dealt = new string[number];
        Array.Fill(dealt, "");
        var next = 0;
        foreach (var (value, count) in _values.Zip(Share(number, period)))
        {
            Array.Fill(dealt, value == Blank ? "" : value, next, count);
            next += count;
        }

        random.Shuffle(dealt.AsSpan());
        return dealt;
    }

    /// <summary>A value by weight.</summary>
    public string Choose(SplitMix64 random) => _values[random.Choose(_weights)] is var value && value == Blank ? "" : value;

    /// <summary>The shortest period with exact counts that a day lies in, otherwise its financial year.</summary>
    public string PeriodOf(DateOnly day)
    {
        var month = Month.Of(day);
        var start = month.OfYear < 4 ? month.Year - 1 : month.Year;
        return _periods.Find(period => period.First <= month && period.Last >= month)?.Text ?? $"{start}-{(start + 1) % 100:00}";
    }
}
