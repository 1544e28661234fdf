using Geo.Core.Measures;

namespace Geo.Core.Demonstration.Agencies;

/// <summary>
/// The files of the agencies other than the police's crimes and incidents: invented records that, counted, give the figures that reports
/// published. The same seed gives the same bytes.
/// </summary>
internal static class AgencyExtracts
{
    /// <summary>
    /// Reports on children are of 2015 to 2018 and of 2021 to 2025. Nothing is made up of the time between, so there are two files, each
    /// beginning with what was on when its reports begin.
    /// </summary>
    private static readonly Period[] ChildrensSpans = [AgencyQuotas.ParsePeriod("2013-04..2018-03"), AgencyQuotas.ParsePeriod("2019-04..2025-03")];

    private static readonly Period Years = AgencyQuotas.ParsePeriod("2018-01..2025-03");

    /// <summary>The day all of them were taken from the agencies' systems.</summary>
    public static DateOnly ExtractedOn => new(2025, 6, 30);

    public static IEnumerable<DemonstrationExtract> Make(IReadOnlyList<DemonstrationWard> wards, int seed)
    {
        var quotas = AgencyQuotas.Load();
        var purpose = 100;
        SplitMix64 Random() => SplitMix64.Stream(seed, purpose++);
        AgencyFile File(string source, Period span) => new(source, span, quotas, Random());

        var children = new People("child", quotas, Random());
        foreach (var span in ChildrensSpans)
        {
            yield return ChildrensFrontDoor.Make(File("childrens-front-door", span), children);
            yield return ChildExploitation.Make(File("child-exploitation", span), children);
        }

        yield return AdultSafeguarding.Make(File("adult-safeguarding", Years), new People("adult", quotas, Random()));
        yield return AssaultAttendances.Make(File("istv", Years));
        yield return RoadCasualties.Make(File("stats19", Years), wards);
        yield return ProtectionNotices.Make(File("protection-notices", Years));
        yield return DomesticHomicides.Make(File("domestic-homicides", Years));
        yield return OffenderManagement.Make(File("offender-management", Years));
    }
}
