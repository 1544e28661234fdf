namespace Geo.Core.Demonstration.Police;

/// <summary>Gives every offence its day, times, spot, kind of location and outcome; homes broken into are followed by others nearby.</summary>
internal sealed class AddPlacesAndTimes(PoliceCounty county, IReadOnlyList<StreetPoints> streets)
{
    private const int NearMetres = 200;
    private const int NearDays = 14;
    private const double NearRepeats = 0.4;

    /// <summary>Spots at least 40 km outside the county.</summary>
    private static readonly Spot[] FarAwaySpots = [new(433_100, 287_400), new(468_500, 310_600), new(560_200, 100_900), new(331_800, 435_700), new(617_800, 222_400)];

    private readonly SplitMix64 _random = county.Random(Purpose.Places);

    public void Run(IReadOnlyList<Offence> offences)
    {
        foreach (var offence in offences)
        {
            When(offence, Day(offence.Month));
            Place(offence);
            offence.Outcome = offence.Kind.IsInvestigation ? "" : OffenceProfile.Choose(offence.Kind.Profile.Outcomes, _random);
        }

        var burglaries = offences.Where(offence => offence.Kind.Subgroup == "Burglary: residential" && offence.Ward < Ground.Wards).ToLookup(offence => (offence.Ward, offence.Month));
        foreach (var month in burglaries)
            FollowEachOther([.. month.OrderBy(offence => offence.Recorded).ThenBy(offence => offence.From)]);
    }

    /// <summary>Another spot of the same ward.</summary>
    public void Relocate(Offence offence)
    {
        var before = offence.Spot;
        do
            Place(offence);
        while (offence.Spot == before);
    }

    /// <summary>Sets the day it was recorded, and times before it.</summary>
    public void When(Offence offence, DateOnly recorded)
    {
        offence.Recorded = recorded;
        var lag = _random.Below(100) switch
        {
            < 55 => 0,
            < 80 => 1,
            < 92 => 2 + _random.Below(5),
            _ => offence.Kind.IsSexual ? _random.Below(5000) : _random.Below(60),
        };
        Span<double> hours = offence.Kind.Profile.PerCentByThreeHours;
        var time = new TimeOnly((_random.Choose(hours) * 3) + _random.Below(3), _random.Below(12) * 5);
        offence.From = recorded.AddDays(-lag).ToDateTime(time);
        var latest = recorded.ToDateTime(new TimeOnly(23, 59));
        var until = offence.From.AddMinutes(_random.Unit() < 0.4 ? 0 : 5 * _random.Below(12 * offence.Kind.Profile.LongestHours));
        offence.To = until > latest ? latest : until;
    }

    public DateOnly Day(Month month)
    {
        DateOnly day;
        do
            day = month.FirstDay.AddDays(_random.Below(DateTime.DaysInMonth(month.Year, month.OfYear)));
        while (day.DayOfWeek is DayOfWeek.Sunday or DayOfWeek.Wednesday && _random.Below(6) == 0); // fewer are recorded
        return day;
    }

    public Spot? SpotIn(int ward, double centre) => ward switch
    {
        Ground.NoPlace => null,
        Ground.Outside => FarAway(),
        _ => streets[ward].Choose(centre, _random),
    };

    private Spot FarAway()
    {
        var spot = FarAwaySpots[_random.Below(FarAwaySpots.Length)];
        return new(spot.Easting + (_random.Below(20) * 37), spot.Northing + (_random.Below(20) * 41));
    }

    private void Place(Offence offence)
    {
        offence.Spot = SpotIn(offence.Ward, offence.Kind.Profile.Centre);
        offence.LocationType = offence.Spot is null ? "" : OffenceProfile.Choose(offence.Kind.Profile.Places, _random);
    }

    private void FollowEachOther(List<Offence> burglaries)
    {
        for (var i = 1; i < burglaries.Count; i++)
        {
            if (_random.Unit() >= NearRepeats)
                continue;
            var (first, next) = (burglaries[i - 1], burglaries[i]);
            var nearby = streets[first.Ward].Near(first.Spot!.Value, NearMetres);
            next.Spot = nearby[_random.Below(nearby.Count)];
            var last = PoliceYear.LastDayOf(first.Month);
            var day = first.Recorded.AddDays(1 + _random.Below(NearDays - 1));
            When(next, day > last ? last : day);
        }
    }
}
