namespace Geo.Core.Demonstration.Police;

/// <summary>
/// Counts by ward and of what has no place, for the tables that are printed by ward: as printed in that year, below the last printed ward
/// elsewhere, and much the same in the other years.
/// </summary>
internal sealed class WardTables
{
    public const string Crime = "Total recorded crime";
    public const string Injury = "Violence with injury";
    public const string WithoutInjury = "Violence without injury";
    public const string Drugs = "Drug offences";
    public const string Hate = "Hate crime";
    public const string Domestic = "Domestic abuse";
    public const string Antisocial = "Anti-social behaviour";

    private const double NoPlaceShare = 0.02;
    private const double YearlyNoise = 0.12;

    private readonly PoliceCounty _county;
    private readonly SplitMix64 _random;
    private readonly double[] _weights;
    private readonly Dictionary<string, int[]> _published = [];

    public WardTables(PoliceCounty county)
    {
        _county = county;
        _random = county.Random(Purpose.Wards);
        _weights = Weights();
    }

    /// <summary>Splits a year's total; the last slot is what has no place.</summary>
    public int[] Share(string table, PoliceYear year, int total)
    {
        if (!_published.TryGetValue(table, out var published))
            _published.Add(table, published = SharePublished(table, Total(table)));
        if (year == PoliceYear.Published)
            return published.Sum() == total ? [.. published] : throw new InvalidOperationException($"{table}: {total} are planned and {published.Sum()} printed.");
        var noPlace = (int)Math.Round(total * NoPlaceShare);
        return [.. Apportionment.Share(total - noPlace, [.. published[..Ground.Wards].Select(count => Math.Max(count, 0.5) * (1 + (YearlyNoise * _random.Triangular())))]), noPlace];
    }

    private int Total(string table)
    {
        var (year, name) = (PoliceYear.Published, table == Domestic ? "Domestic abuse (domestic related offences)" : table);
        return _county.Yearly(year, name)
            ?? _county.Printed.Find(PublishedFigures.First, "offences", year.FirstDay, year.LastDay, ("category", $"{table} type"), ("offence", "Grand Total")) ?? throw new InvalidOperationException($"No total of {table}.");
    }

    private int[] SharePublished(string table, int total)
    {
        var printed = _county.Printed.Wards(table).ToDictionary(row => _county.Ward(row.Ward), row => row.Count);
        var below = printed.Count == 0 ? int.MaxValue : printed.Values.Min() - 1;
        if (_county.Printed.Find(PublishedFigures.First, "offences", PoliceYear.Published.FirstDay, PoliceYear.Published.LastDay, ("category", table), ("area", PoliceCounty.Busiest)) is { } busiest)
            printed[_county.Ward(PoliceCounty.Busiest)] = busiest;
        var noPlace = (int)Math.Round(total * NoPlaceShare);
        return [.. Apportionment.Share(total - noPlace, _weights, printed, below), noPlace];
    }

    /// <summary>People, more where they live close together and in towns, some chance, and as busy as the tables that print the ward say.</summary>
    private double[] Weights()
    {
        double[] weights = [.. _county.Wards.Select((ward, i) =>
            ward.Population * (ward.Population / ward.Point.AreaKm2 > 1000 ? 1.15 : 1) * (_county.TownOf[i] < _county.Towns.Count ? 1.2 : 0.7)
            * (1 + (0.25 * _random.Triangular())))];
        var sum = weights.Sum();
        var ratios = weights.Select(_ => new List<double>()).ToArray();
        foreach (var table in new[] { Crime, Injury, Hate, Domestic, Drugs, Antisocial })
        {
            var expected = Total(table) * (1 - NoPlaceShare) / sum;
            foreach (var (name, count) in _county.Printed.Wards(table))
                ratios[_county.Ward(name)].Add(count / (expected * weights[_county.Ward(name)]));
        }

        return [.. weights.Select((weight, i) => weight * (ratios[i].Count == 0 ? 1 : ratios[i].Average()))];
    }
}
