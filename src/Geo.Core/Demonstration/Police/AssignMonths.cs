namespace Geo.Core.Demonstration.Police;

/// <summary>Gives every offence a month of its year, so that the printed months have their counts.</summary>
internal sealed class AssignMonths
{
    private const int Bursts = 10;
    private const double BurstFactor = 5;

    /// <summary>How summery a calendar month is, January first: July 1, winter below 0.</summary>
    private static readonly double[] Summer = [-0.7, -0.8, -0.2, 0, 0.5, 0.8, 1, 0.9, 0.4, 0.1, -0.3, -0.7];

    private static readonly string[] BurstSubgroups =
        ["Bicycle theft", "Burglary: business and community", "Burglary: residential", "Criminal damage", "Shoplifting", "Vehicle offences"];

    private readonly PoliceCounty _county;
    private readonly SplitMix64 _random;
    private readonly HashSet<(int Ward, string Subgroup, Month Month)> _bursts = [];

    private AssignMonths(PoliceCounty county)
    {
        _county = county;
        _random = county.Random(Purpose.Months);
        for (var i = 0; i < Bursts; i++)
        {
            var (ward, subgroup) = (_random.Below(Ground.Wards), BurstSubgroups[_random.Below(BurstSubgroups.Length)]);
            var first = PoliceYear.All[0].First.Plus(_random.Below(PoliceYear.Last.End.Number - PoliceYear.All[0].First.Number));
            _bursts.UnionWith([(ward, subgroup, first), (ward, subgroup, first.Plus(1))]);
        }
    }

    /// <returns>How many hate crimes each month of the last year has.</returns>
    public static int[] Run(PoliceCounty county, IReadOnlyList<Offence> offences)
    {
        var step = new AssignMonths(county);
        var hate = step.HateOfTheLastYear();
        foreach (var year in PoliceYear.All)
            step.Year(year, [.. offences.Where(offence => offence.Year == year)], hate);
        return hate;
    }

    /// <summary>Splits a count by the days of the months, their season and chance.</summary>
    public static int[] Share(PoliceYear year, int total, double summer, SplitMix64 random, IReadOnlyDictionary<int, int>? given = null) => Apportionment.Share(
        total, [.. year.EachMonth.Select(month => DateTime.DaysInMonth(month.Year, month.OfYear) * (1 + (summer * Summer[month.OfYear - 1])) * (1 + (0.04 * random.Triangular())))], given);

    private void Year(PoliceYear year, List<Offence> offences, int[] hate)
    {
        foreach (var offence in offences.Where(offence => !offence.Counts))
            offence.Month = year.First.Plus(_random.Below(year.Months));
        offences.RemoveAll(offence => !offence.Counts);
        var investigations = offences.FindAll(offence => offence.Kind.IsInvestigation);
        Fill(investigations, Share(year, investigations.Count, 0.03, _random), year, null);

        var crimes = offences.FindAll(offence => !offence.Kind.IsInvestigation);
        var injury = crimes.FindAll(offence => offence.Kind.IsInjury);
        var trafficking = crimes.FindAll(offence => offence.Kind.Subgroup == "Trafficking of drugs");
        var possession = crimes.FindAll(offence => offence.Kind.Subgroup == "Possession of drugs");
        var rest = crimes.Except(injury).Except(trafficking).Except(possession).ToList();
        var total = Share(year, crimes.Count, 0.06, _random, PrintedMonths(year, WardTables.Crime, _ => true));
        var injurySlots = Apportionment.Share(injury.Count, [.. total.Select(count => (double)count)], PrintedMonths(year, WardTables.Injury, code => _county.Kind(code).IsInjury));
        var traffickingSlots = Share(year, trafficking.Count, 0, _random, LastQuarter(year, "Drug trafficking"));
        var possessionSlots = Share(year, possession.Count, 0, _random, LastQuarter(year, "Drug possession"));
        int[] restSlots = [.. total.Select((count, i) => count - injurySlots[i] - traffickingSlots[i] - possessionSlots[i])];

        if (year == PoliceYear.Last)
        {
            int[] room = [.. hate];
            Fill(injury.FindAll(offence => offence.Kind.IsAggravated), injurySlots, year, room);
            Fill(rest.FindAll(offence => offence.Kind.IsAggravated), restSlots, year, room);
            injury.RemoveAll(offence => offence.Kind.IsAggravated);
            rest.RemoveAll(offence => offence.Kind.IsAggravated);
        }

        // Few and watched: one after the other through the year.
        var homicides = rest.FindAll(offence => offence.Kind.Subgroup == "Homicide");
        foreach (var (i, homicide) in homicides.Index())
            restSlots[Put(homicide, year, i * year.Months / homicides.Count)]--;
        Fill(injury, injurySlots, year, null);
        Fill(trafficking, traffickingSlots, year, null);
        Fill(possession, possessionSlots, year, null);
        Fill(rest.FindAll(offence => offence.Kind.Subgroup != "Homicide"), restSlots, year, null);
    }

    private static int Put(Offence offence, PoliceYear year, int month)
    {
        offence.Month = year.First.Plus(month);
        return month;
    }

    private void Fill(List<Offence> offences, int[] slots, PoliceYear year, int[]? room)
    {
        var shuffled = offences.ToArray();
        _random.Shuffle<Offence>(shuffled);
        foreach (var offence in shuffled)
        {
            var month = Put(offence, year, Lottery.Take(_random, slots, i => Likely(offence, year.First.Plus(i)) * (room?[i] ?? 1), $"months of {year.Name}"));
            if (room is not null)
                room[month]--;
        }
    }

    private double Likely(Offence offence, Month month) =>
        (1 + (offence.Kind.Profile.Summer * Summer[month.OfYear - 1])) * (_bursts.Contains((offence.Ward, offence.Kind.Subgroup, month)) ? BurstFactor : 1);

    /// <summary>The printed months are of the later extract; what changed until then is taken back.</summary>
    private Dictionary<int, int> PrintedMonths(PoliceYear year, string category, Func<string, bool> code)
    {
        var given = new Dictionary<int, int>();
        foreach (var (i, month) in year.EachMonth.Index())
        {
            if (_county.Printed.Find(PublishedFigures.Second, "offences", month.FirstDay, PoliceYear.LastDayOf(month), ("category", category)) is { } count)
                given.Add(i, count - _county.Changes.Net(year, name => name != OffenceKind.Investigation && code(name), month: month));
        }

        return given;
    }

    private Dictionary<int, int>? LastQuarter(PoliceYear year, string category)
    {
        if (year != PoliceYear.Last)
            return null;
        var count = _county.Printed.Of(PublishedFigures.Second, "offences", year.First.Plus(9).FirstDay, year.LastDay, ("category", category));
        return Apportionment.Share(count, [31, 28, 31]).Index().ToDictionary(month => month.Index + 9, month => month.Item);
    }

    private int[] HateOfTheLastYear()
    {
        var year = PoliceYear.Last;
        var total = _county.Yearly(year, WardTables.Hate)!.Value - _county.Changes.Net(year, _ => true, Marks.Hate);
        int Quarter(int number) => _county.Printed.Of(PublishedFigures.Second, "offences", year.First.Plus(3 * (number - 1)).FirstDay, PoliceYear.LastDayOf(year.First.Plus((3 * number) - 1)), ("category", WardTables.Hate));
        var (third, fourth) = (Quarter(3), Quarter(4));
        return [.. Apportionment.Share(total - third - fourth, [30, 31, 30, 31, 31, 30]), .. Apportionment.Share(third, [31, 30, 31]), .. Apportionment.Share(fourth, [31, 28, 31])];
    }
}
