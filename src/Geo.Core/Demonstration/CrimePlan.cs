namespace Geo.Core.Demonstration;

/// <summary>A record before it gets its place.</summary>
/// <param name="Ward">Index of its ward, or <see cref="CrimePlan.NoPlace"/> or <see cref="CrimePlan.FarAway"/>.</param>
/// <param name="Category">What it is.</param>
/// <param name="Month">Months since <see cref="DemonstrationCounty.FirstMonth"/>.</param>
internal readonly record struct PlannedRecord(int Ward, CrimeCategory Category, int Month);

/// <summary>
/// Decides how many records there are by ward, category and month: first the published totals, then the other wards by
/// population, then categories, then months. Every step splits the one before, so all totals foot.
/// </summary>
internal sealed class CrimePlan
{
    public const int NoPlace = -1;
    public const int FarAway = -2;
    public const int Months = 24;

    private const double NoPlaceShare = 0.02;
    private const double FarAwayShare = 0.004;
    private const int Bursts = 8;
    private const int BurstMonths = 3;
    private const double BurstFactor = 5;

    /// <summary>How summery a calendar month is, January first: July 1, winter below 0.</summary>
    private static readonly double[] Summer = [-0.7, -0.8, -0.2, 0, 0.5, 0.8, 1, 0.9, 0.4, 0.1, -0.3, -0.7];

    private static readonly string[] BurstCategories =
        ["Anti-social behaviour", "Bicycle theft", "Burglary", "Criminal damage and arson", "Shoplifting", "Vehicle crime"];

    private readonly IReadOnlyList<DemonstrationWard> _wards;
    private readonly CrimeMix _mix;
    private readonly SplitMix64 _random;
    private readonly List<(int Ward, string Category, int FirstMonth)> _bursts = [];
    private readonly List<PlannedRecord> _records = [];

    private CrimePlan(IReadOnlyList<DemonstrationWard> wards, CrimeMix mix, SplitMix64 random)
    {
        (_wards, _mix, _random) = (wards, mix, random);
        for (var i = 0; i < Bursts; i++)
        {
            _bursts.Add((random.Below(wards.Count), BurstCategories[random.Below(BurstCategories.Length)],
                random.Below(Months - BurstMonths)));
        }
    }

    /// <summary>All records of the 24 months, in no order.</summary>
    public static IReadOnlyList<PlannedRecord> Make(IReadOnlyList<DemonstrationWard> wards, CrimeMix mix, int seed)
    {
        var plan = new CrimePlan(wards, mix, SplitMix64.Stream(seed, purpose: 1));
        var crimes = plan.PlanYear("2023-24", 0, plan.FirstWeights(), plan.FirstWeights());
        plan.PlanYear("2024-25", 1, plan.NextWeights(crimes.Crimes), plan.NextWeights(crimes.Incidents));
        return plan._records;
    }

    /// <summary>Plans a financial year; returns the counts by ward, which the next year starts from.</summary>
    private (int[] Crimes, int[] Incidents) PlanYear(string year, int yearIndex, double[] crimeWeights, double[] incidentWeights)
    {
        var (crimes, incidents) = (_mix.County(year, "crime"), _mix.County(year, "asb"));
        var noPlace = (int)Math.Round((crimes + incidents) * NoPlaceShare);
        var farCrimes = (int)Math.Round(crimes * FarAwayShare);
        var farIncidents = (int)Math.Round(incidents * FarAwayShare);

        var incidentsByWard = ShareOut(year, "asb", incidents - farIncidents, incidentWeights);
        var incident = _mix.Categories.Single(category => category.IsIncident);
        var incidentCells = Repeat(incidentsByWard, incident);
        incidentCells.AddRange(Enumerable.Repeat((FarAway, incident), farIncidents));
        AssignMonths(incidentCells, yearIndex, MonthTotals("asb", yearIndex, incidents, swing: 0.25));

        var kinds = _mix.Categories.Where(category => !category.IsIncident).ToList();
        var noPlaceByKind = Apportionment.Share(noPlace, [.. kinds.Select(kind => kind.NoLocation)]);
        var farByKind = Apportionment.Share(farCrimes, [.. kinds.Select(kind => kind.SharePerMille)]);
        var crimesByWard = ShareOut(year, "crime", crimes - noPlace - farCrimes, crimeWeights);
        var drugs = kinds.FindIndex(kind => kind.Name == CrimeMix.Drugs);
        var drugsByWard = ShareOut(year, "drugs",
            _mix.County(year, "drugs") - noPlaceByKind[drugs] - farByKind[drugs],
            [.. crimesByWard.Select((count, ward) => count * Tilt(ward, count, kinds[drugs]))]);

        var cells = Repeat(drugsByWard, kinds[drugs]);
        for (var kind = 0; kind < kinds.Count; kind++)
        {
            cells.AddRange(Enumerable.Repeat((NoPlace, kinds[kind]), noPlaceByKind[kind]));
            cells.AddRange(Enumerable.Repeat((FarAway, kinds[kind]), farByKind[kind]));
        }
        for (var ward = 0; ward < _wards.Count; ward++)
        {
            var weights = kinds.Select(kind => kind.Name == CrimeMix.Drugs ? 0
                : kind.SharePerMille * (1 + yearIndex * kind.ChangePerCent / 100)
                    * Tilt(ward, crimesByWard[ward], kind) * BurstOfYear(ward, kind, yearIndex)).ToArray();
            for (var i = drugsByWard[ward]; i < crimesByWard[ward]; i++)
                cells.Add((ward, kinds[_random.Choose(weights)]));
        }
        AssignMonths(cells, yearIndex, MonthTotals("crime", yearIndex, crimes, swing: 0.06));
        return (crimesByWard, incidentsByWard);
    }

    /// <summary>Published counts where there are any; the others stay below the last place of the published table.</summary>
    private int[] ShareOut(string year, string measure, int total, double[] weights)
    {
        var published = _mix.Wards(year, measure, _wards);
        return Apportionment.Share(total, weights, published, published.Count == 0 ? int.MaxValue : published.Values.Min() - 1);
    }

    /// <summary>People, more where they live close together, and some chance.</summary>
    private double[] FirstWeights() => [.. _wards.Select(ward =>
    {
        var perKm2 = ward.Population / ward.Point.AreaKm2;
        var density = perKm2 > 1000 ? 1.2 : perKm2 > 200 ? 1 : 0.65;
        return ward.Population * density * (1 + 0.4 * _random.Triangular());
    })];

    /// <summary>Last year's count with a change of its own for each ward.</summary>
    private double[] NextWeights(int[] lastYear) => [.. lastYear.Select(count => count * (1 + 0.3 * _random.Triangular()))];

    /// <summary>Busy wards have more of what happens around shops and squares.</summary>
    private double Tilt(int ward, int crimes, CrimeCategory kind)
    {
        const double CountyCrimesPerHead = 0.055;
        var busyness = crimes / (_wards[ward].Population * CountyCrimesPerHead);
        return Math.Clamp(1 + kind.Centre * (busyness - 1), 0.4, 2.5);
    }

    private int[] MonthTotals(string measure, int yearIndex, int total, double swing)
    {
        var months = Enumerable.Range(0, 12).Select(i => DemonstrationCounty.FirstMonth.AddMonths(yearIndex * 12 + i)).ToList();
        var published = months.Index().Where(month => _mix.CountyMonth(month.Item, measure) is not null)
            .ToDictionary(month => month.Index, month => _mix.CountyMonth(month.Item, measure)!.Value);
        return Apportionment.Share(total, [.. months.Select(month =>
            DateTime.DaysInMonth(month.Year, month.Month) * (1 + swing * Summer[month.Month - 1])
                * (1 + 0.05 * _random.Triangular()))], published);
    }

    /// <summary>Gives each record a month: likelier where its category is in season, never more than the month's total.</summary>
    private void AssignMonths(List<(int Ward, CrimeCategory Category)> cells, int yearIndex, int[] monthTotals)
    {
        var shuffled = cells.ToArray();
        _random.Shuffle<(int, CrimeCategory)>(shuffled);
        Span<double> weights = stackalloc double[12];
        foreach (var (ward, category) in shuffled)
        {
            for (var i = 0; i < 12; i++)
            {
                var month = yearIndex * 12 + i;
                weights[i] = monthTotals[i] * (1 + category.Summer * Summer[(month + 3) % 12])
                    * (InBurst(ward, category, month) ? BurstFactor : 1);
            }
            var chosen = _random.Choose(weights);
            monthTotals[chosen]--;
            _records.Add(new(ward, category, yearIndex * 12 + chosen));
        }
    }

    private bool InBurst(int ward, CrimeCategory category, int month) => _bursts.Exists(burst =>
        burst.Ward == ward && burst.Category == category.Name && month >= burst.FirstMonth && month < burst.FirstMonth + BurstMonths);

    private double BurstOfYear(int ward, CrimeCategory category, int yearIndex) =>
        Enumerable.Range(yearIndex * 12, 12).Average(month => InBurst(ward, category, month) ? BurstFactor : 1);

    private static List<(int Ward, CrimeCategory Category)> Repeat(int[] counts, CrimeCategory category) =>
        [.. counts.SelectMany((count, ward) => Enumerable.Repeat((ward, category), count))];
}
