namespace Geo.Core.Demonstration.Police;

/// <summary>What the police's system tells a year later: the same offences but for those of geodata/demo/changes.csv.</summary>
internal sealed class LaterExtract
{
    private const Marks Told = Marks.DomesticAbuse | Marks.DomesticRelated | Marks.Hate | Marks.SeriousViolence;

    private readonly PoliceCounty _county;
    private readonly AddPlacesAndTimes _places;
    private readonly SplitMix64 _random;
    private readonly Dictionary<Offence, Offence?> _changed = [];

    private LaterExtract(PoliceCounty county, AddPlacesAndTimes places)
    {
        (_county, _places) = (county, places);
        _random = county.Random(Purpose.Changes);
    }

    /// <summary>Offences that only the later extract has, each in the ward of another of its kind.</summary>
    public static List<Offence> Late(PoliceCounty county, IReadOnlyList<Offence> offences)
    {
        var random = county.Random(Purpose.Late);
        var late = new List<Offence>();
        foreach (var change in county.Changes.Where(change => change.Classification == Changes.Offences && change.Kind == ChangeKind.Late))
        {
            var like = offences.Where(offence => offence.Year == change.Year && offence.Kind.Code == change.Code && offence.Counts).ToList();
            for (var i = 0; i < change.Count; i++)
            {
                late.Add(new Offence(change.Year, county.Kind(change.Code))
                {
                    Ward = like[random.Below(like.Count)].Ward, Month = change.Month ?? change.Year.First.Plus(random.Below(change.Year.Months - 1)),
                    Marks = Marking(change.Mark), Strands = change.Mark == Marks.Hate ? "Race" : "",
                });
            }
        }

        return late;
    }

    public static List<Offence> Of(PoliceCounty county, IReadOnlyList<Offence> offences, IEnumerable<Offence> late, AddPlacesAndTimes places)
    {
        var later = new LaterExtract(county, places);
        foreach (var change in county.Changes.Where(change => change.Classification == Changes.Offences && change.Kind != ChangeKind.Late))
            later.Apply(change, offences);
        return [.. offences.Concat(late).Select(offence => later._changed.GetValueOrDefault(offence, offence)).OfType<Offence>()];
    }

    private static Marks Marking(Marks mark) => mark == Marks.DomesticAbuse ? mark | Marks.DomesticRelated : mark;

    private void Apply(Change change, IReadOnlyList<Offence> offences)
    {
        var month = change.Kind switch { ChangeKind.MovedOn => change.Year.End, ChangeKind.MovedBack => change.Year.First, _ => (Month?)null };
        var bears = change.Kind == ChangeKind.Marked ? Marks.None : Marking(change.Mark);
        var candidates = offences.Where(offence => offence.Year == change.Year && !_changed.ContainsKey(offence) && (month is null ? offence.Month != change.Year.End : offence.Month == month)
            && (change.Kind == ChangeKind.Relocated ? offence.Ward < Ground.Wards : offence.Counts && offence.Kind.Code == change.Code && (offence.Marks & Told) == bears));
        foreach (var offence in Lottery.Draw(_random, candidates, _ => 1, change.Count, $"{change.Kind} {change.Code} of {change.Year.Name}"))
            _changed.Add(offence, Changed(change, offence));
    }

    private Offence? Changed(Change change, Offence offence)
    {
        var now = offence.Copy();
        switch (change.Kind)
        {
            case ChangeKind.Cancelled:
                return null;
            case ChangeKind.Reclassified:
                now.Kind = _county.Kind(change.To);
                break;
            case ChangeKind.MovedOn:
                Move(now, 1, change.Year.End.Plus(1).FirstDay.AddDays(_random.Below(7)));
                break;
            case ChangeKind.MovedBack:
                Move(now, -1, change.Year.FirstDay.AddDays(-1 - _random.Below(7)));
                break;
            case ChangeKind.Marked:
                now.Marks |= Marking(change.Mark);
                now.Strands = change.Mark == Marks.Hate ? "Disability" : now.Strands;
                break;
            case ChangeKind.Unmarked:
                now.Marks &= ~change.Mark;
                now.Strands = change.Mark == Marks.Hate ? "" : now.Strands;
                break;
            default:
                _places.Relocate(now);
                break;
        }

        return now;
    }

    private void Move(Offence offence, int years, DateOnly recorded)
    {
        offence.Year = PoliceYear.All[offence.Year.Index + years];
        offence.Month = Month.Of(recorded);
        _places.When(offence, recorded);
    }
}
