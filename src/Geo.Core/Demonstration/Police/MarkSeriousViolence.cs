namespace Geo.Core.Demonstration.Police;

/// <summary>
/// Marks serious violence, and domestic abuse among it: first what is printed for years from September by group of offences and by town,
/// then as much as the financial years have.
/// </summary>
internal sealed class MarkSeriousViolence
{
    public const Marks Both = Marks.SeriousViolence | Marks.DomesticAbuse | Marks.DomesticRelated;

    private const string Measure = "serious violence related to domestic abuse";
    private const double InjuryShare = 0.66;

    /// <summary>How much of a ward's domestic related offences may be serious violence.</summary>
    private const double MostOfAWard = 0.55;

    private readonly PoliceCounty _county;
    private readonly IReadOnlyList<Offence> _offences;
    private readonly SplitMix64 _random;
    private readonly int[] _tickets;
    private readonly int[] _room;

    private MarkSeriousViolence(PoliceCounty county, IReadOnlyList<Offence> offences, int[] tickets, int[] domesticRoom)
    {
        (_county, _offences, _tickets) = (county, [.. offences.Where(offence => offence.Counts && !offence.Kind.IsInvestigation)], tickets);
        _random = county.Random(Purpose.SeriousViolence);
        _room = [.. domesticRoom.Select(room => (int)(room * MostOfAWard))];
    }

    /// <param name="tickets">How likely domestic abuse is, by ward.</param>
    /// <param name="domesticRoom">Domestic related offences of the published year by ward.</param>
    public static void Run(PoliceCounty county, IReadOnlyList<Offence> offences, int[] tickets, int[] domesticRoom)
    {
        var step = new MarkSeriousViolence(county, offences, tickets, domesticRoom);
        foreach (var year in SeriousYear.All)
            step.PrintedYear(year);
        step.DomesticOf("2023-24 from September", SeriousYear.Last.End.Plus(1), PoliceYear.Published.End);
        step.DomesticOf(PoliceYear.Last.Name, PoliceYear.Last.First, PoliceYear.Last.End);

        foreach (var year in PoliceYear.All.Where(year => year.Index < PoliceYear.Published.Index))
            step.OthersOf(year.First, year.End, county.Chosen.Of(year.Name, "serious-violence"), null);
        var (toAugust, published) = (county.Chosen.Of("2023-24 to August", "serious-violence"), county.Chosen.Of(PoliceYear.Published.Name, "serious-violence"));
        step.OthersOf(PoliceYear.Published.First, SeriousYear.Last.End, toAugust, null);
        step.OthersOf(SeriousYear.Last.End.Plus(1), PoliceYear.Published.End, published - toAugust, null);
        var last = PoliceYear.Last;
        step.OthersOf(
            last.First, last.End, county.Yearly(last, "Serious violence")!.Value,
            county.Printed.Of(PublishedFigures.Second, "offences", last.FirstDay, last.LastDay, ("category", "Serious violence"), ("offence", WardTables.Injury)));
    }

    private void PrintedYear(SeriousYear year)
    {
        var printed = _county.Printed.All(Measure).Where(figure => figure.Of["period"] == year.Name).ToList();
        var groups = printed.Where(figure => figure.Of.ContainsKey("group")).ToDictionary(figure => figure.Of["group"].Replace(" – ", ": ", StringComparison.Ordinal), figure => figure.Count);
        var towns = printed.Where(figure => figure.Of.ContainsKey("town")).ToDictionary(figure => figure.Of["town"], figure => figure.Count);
        groups.Remove("Total", out var total);
        int[] room = [.. _county.Towns.Select(town => towns[town]), total - towns.Values.Sum()];
        if (groups.Values.Sum() != total || room.Any(places => places < 0))
            throw new InvalidOperationException($"{Measure} of {year.Name}: the groups or towns do not add up to {total}.");
        var candidates = _offences.Where(offence => offence.Month >= year.First && offence.Month <= year.End).ToLookup(offence => offence.Kind.Subgroup);
        foreach (var (group, count) in groups.OrderBy(group => group.Value).ThenBy(group => group.Key, StringComparer.Ordinal))
        {
            Mark(Lottery.Draw(_random, candidates[Subgroup(group)], Tickets, count, $"{Measure}, {group}, {year.Name}", offence =>
                room[_county.TownOf[offence.Ward]] > 0 && HasRoom(offence) && Take(offence) && room[_county.TownOf[offence.Ward]]-- > 0));
        }
    }

    private static string Subgroup(string group) => group switch
    {
        "Robbery: personal" => "Robbery of personal property",
        "Robbery: business" => "Robbery of business property",
        _ => group,
    };

    private void DomesticOf(string period, Month first, Month end)
    {
        var count = _county.Chosen.Of(period, "serious-violence domestic");
        var injury = (int)Math.Round(count * 0.88);
        var candidates = _offences.Where(offence => offence.Month >= first && offence.Month <= end && offence.Kind.Serious > 0 && !offence.Kind.IsWithoutInjury).ToLookup(offence => offence.Kind.IsInjury);
        Mark(Lottery.Draw(_random, candidates[true], Tickets, injury, $"{Measure}, {period}", offence => HasRoom(offence) && Take(offence)));
        Mark(Lottery.Draw(_random, candidates[false], offence => offence.Kind.Serious == 1 ? 0 : Tickets(offence), count - injury, $"{Measure}, {period}", offence => HasRoom(offence) && Take(offence)));
    }

    /// <summary>Serious violence without domestic abuse, up to the total.</summary>
    private void OthersOf(Month first, Month end, int total, int? injuryTotal)
    {
        var candidates = _offences.Where(offence => offence.Month >= first && offence.Month <= end).ToList();
        var marked = candidates.Where(offence => offence.Has(Marks.SeriousViolence)).ToLookup(offence => offence.Kind.IsInjury);
        var injury = Math.Max((injuryTotal ?? (int)Math.Round(total * InjuryShare)) - marked[true].Count(), 0);
        var open = candidates.Where(offence => !offence.Has(Marks.SeriousViolence)).ToLookup(offence => offence.Kind.IsInjury);
        var quota = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"serious violence from {first.FirstDay:yyyy-MM}");
        var drawn = Lottery.Draw(_random, open[true], offence => offence.Kind.Serious, injury, quota);
        drawn.AddRange(Lottery.Draw(_random, open[false], offence => offence.Kind.Serious, total - marked[true].Count() - marked[false].Count() - injury, quota));
        drawn.ForEach(offence => offence.Marks |= Marks.SeriousViolence);
    }

    private int Tickets(Offence offence) => ((offence.Kind.Domestic * _tickets[offence.Ward]) + 3) / 4;

    private bool HasRoom(Offence offence) => offence.Year != PoliceYear.Published || _room[offence.Ward] > 0;

    private bool Take(Offence offence)
    {
        if (offence.Year == PoliceYear.Published)
            _room[offence.Ward]--;
        return true;
    }

    private static void Mark(List<Offence> offences) => offences.ForEach(offence => offence.Marks |= Both);
}

/// <summary>A year from September, as the assessment of serious violence counts.</summary>
internal sealed record SeriousYear(string Name, Month First)
{
    public static readonly IReadOnlyList<SeriousYear> All =
        [new("SV 2020/21", Month.Of(2020, 9)), new("SV 2021/22", Month.Of(2021, 9)), new("SV 2022/23", Month.Of(2022, 9))];

    public static SeriousYear Last => All[^1];

    public Month End => First.Plus(11);
}
