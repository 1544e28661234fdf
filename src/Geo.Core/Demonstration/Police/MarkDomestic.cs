namespace Geo.Core.Demonstration.Police;

/// <summary>Marks what is related to domestic abuse, and which of it is domestic abuse as the force defines it.</summary>
internal sealed class MarkDomestic
{
    private const string Related = "Domestic abuse (domestic related offences)";
    private const string Abuse = "Domestic abuse offences";
    private const string MisprintedQuarter = "offences (printed \"Q4 2024/24\")";

    private readonly PoliceCounty _county;
    private readonly SplitMix64 _random;
    private readonly int[] _tickets;

    private MarkDomestic(PoliceCounty county, int[] tickets)
    {
        (_county, _tickets) = (county, tickets);
        _random = county.Random(Purpose.Domestic);
    }

    /// <summary>How likely domestic abuse is by ward, from 1; 8 where it is as everywhere.</summary>
    public static int[] TicketsByWard(IReadOnlyList<Offence> offences, int[] related)
    {
        var crimes = new int[Ground.Slots];
        foreach (var offence in offences.Where(offence => offence.Year == PoliceYear.Published && offence.Counts))
            crimes[offence.Ward]++;
        var everywhere = (double)related.Sum() / crimes.Sum();
        return [.. related.Select((count, ward) => Math.Clamp((int)Math.Round(8 * count / (crimes[ward] * everywhere)), 1, 24))];
    }

    /// <summary>What is left by ward of the published year once the investigations are taken off.</summary>
    public static int[] Room(IReadOnlyList<Offence> offences, int[] related)
    {
        int[] room = [.. related];
        foreach (var offence in offences.Where(offence => offence.Year == PoliceYear.Published && offence.Kind.IsInvestigation))
            room[offence.Ward]--;
        return room;
    }

    public static void Run(PoliceCounty county, IReadOnlyList<Offence> offences, int[] tickets, int[] room)
    {
        var step = new MarkDomestic(county, tickets);
        foreach (var year in PoliceYear.All)
        {
            var all = offences.Where(offence => offence.Year == year && offence.Counts).ToList();
            foreach (var investigation in all.Where(offence => offence.Kind.IsInvestigation))
                investigation.Marks |= Marks.DomesticAbuse | Marks.DomesticRelated;
            var crimes = all.FindAll(offence => !offence.Kind.IsInvestigation);
            var related = (county.Yearly(year, Related) ?? county.Chosen.Of(year.Name, "domestic-related")) - (all.Count - crimes.Count);
            if (year == PoliceYear.Last)
                step.LastYear(crimes, related);
            else if (year == PoliceYear.Published)
                step.PublishedYear(crimes, [.. room]);
            else
                step.Relate(crimes, related - crimes.Count(offence => offence.Has(Marks.DomesticRelated)), $"domestic related of {year.Name}");
            if (year != PoliceYear.Last)
                step.Abused(year, crimes);
        }
    }

    private void PublishedYear(List<Offence> crimes, int[] room)
    {
        foreach (var offence in crimes.Where(offence => offence.Has(Marks.DomesticRelated)))
            room[offence.Ward]--;
        bool Take(Offence offence) => room[offence.Ward] > 0 && room[offence.Ward]-- > 0;
        var year = PoliceYear.Published;
        var assaults = _county.Printed.Of(PublishedFigures.First, "offences", year.FirstDay, year.LastDay, ("offence", "Assault without injury"));
        Relate(crimes.Where(offence => offence.Kind.Code == "105A"), assaults, "domestic assaults without injury", Take);
        Relate(crimes.Where(offence => offence.Kind.Code != "105A"), room.Sum(), "domestic related by ward", Take);
    }

    /// <summary>Domestic abuse of the last year is printed for violence without injury in its last quarter, and rose from February to March.</summary>
    private void LastYear(List<Offence> crimes, int related)
    {
        var year = PoliceYear.Last;
        var fourth = _county.Printed.Of(PublishedFigures.Second, MisprintedQuarter, year.First.Plus(9).FirstDay, year.LastDay, ("category", "Domestic abuse"), ("offence", WardTables.WithoutInjury));
        var months = Apportionment.Share(fourth, [31, 28, 33]);
        var without = crimes.Where(offence => offence.Kind.IsWithoutInjury).ToLookup(offence => offence.Month);
        foreach (var (i, count) in months.Index())
            Mark(without[year.First.Plus(9 + i)], count, "violence without injury of the last quarter");
        var before = _county.Chosen.Of("2024-25 to December", "violence without injury that is domestic-abuse");
        Mark(year.EachMonth.Take(9).SelectMany(month => without[month]), before, "violence without injury before the last quarter");

        var others = crimes.Where(offence => !offence.Kind.IsWithoutInjury).ToLookup(offence => offence.Month);
        int Known(Month month) => crimes.Count(offence => offence.Month == month && offence.Has(Marks.DomesticAbuse));
        foreach (var month in new[] { year.End.Plus(-1), year.End })
            Mark(others[month], _county.Chosen.Of(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{month.FirstDay:yyyy-MM}"), "domestic-abuse") - Known(month), "domestic abuse of February and March");
        var total = _county.Yearly(year, Abuse)!.Value - _county.Changes.Net(year, code => code != OffenceKind.Investigation, Marks.DomesticAbuse);
        Mark(year.EachMonth.Take(10).SelectMany(month => others[month]), total - crimes.Count(offence => offence.Has(Marks.DomesticAbuse)), "domestic abuse of the last year");
        Relate(crimes, related - total, "domestic related of the last year");
    }

    // Serious violence has its domestic abuse already.
    private void Relate(IEnumerable<Offence> offences, int count, string quota, Func<Offence, bool>? fits = null) => Lottery
        .Draw(_random, offences.Where(offence => (offence.Marks & (Marks.DomesticRelated | Marks.SeriousViolence)) == Marks.None), Tickets, count, quota, fits).ForEach(offence => offence.Marks |= Marks.DomesticRelated);

    private void Mark(IEnumerable<Offence> offences, int count, string quota) => Lottery
        .Draw(_random, offences.Where(offence => (offence.Marks & (Marks.DomesticAbuse | Marks.SeriousViolence)) == Marks.None), Tickets, count, quota).ForEach(offence => offence.Marks |= Marks.DomesticAbuse | Marks.DomesticRelated);

    /// <summary>All that is related but for what is left over.</summary>
    private void Abused(PoliceYear year, List<Offence> crimes)
    {
        var total = year == PoliceYear.Published ? Later(year) - _county.Changes.Net(year, code => code != OffenceKind.Investigation, Marks.DomesticAbuse) : _county.Chosen.Of(year.Name, "domestic-abuse");
        var known = crimes.Count(offence => offence.Has(Marks.DomesticAbuse));
        var open = crimes.Where(offence => offence.Has(Marks.DomesticRelated) && !offence.Has(Marks.DomesticAbuse));
        Lottery.Draw(_random, open, _ => 1, total - known, $"domestic abuse of {year.Name}").ForEach(offence => offence.Marks |= Marks.DomesticAbuse);
    }

    private int Later(PoliceYear year) => _county.Yearly(PoliceYear.Last, Abuse)!.Value
        - _county.Printed.Of(PublishedFigures.Second, "change on previous year", PoliceYear.All[year.Index + 1].FirstDay, PoliceYear.All[year.Index + 1].LastDay, ("category", Abuse));

    private int Tickets(Offence offence) => ((offence.Kind.Domestic * _tickets[offence.Ward]) + 3) / 4;
}
