using Geo.Core.Demonstration;
using Geo.Core.Demonstration.Police;
using Shouldly;
using Xunit;
using static Geo.Core.Tests.Demonstration.PrintedFacts;
using static Geo.Core.Tests.Demonstration.PoliceRows;

namespace Geo.Core.Tests.Demonstration;

/// <summary>The figures that reports print, counted from the rows of the extracts of three seeds.</summary>
public sealed class DemonstrationFiguresTests
{
    private const string Busiest = "Quarry and Coton Hill";

    private readonly List<string> _misses = [];

    [Theory]
    [InlineData(DemonstrationCounty.DefaultSeed)]
    [InlineData(1)]
    [InlineData(-7)]
    public void Extracts_OfAnySeed_GiveThePublishedFigures(int seed)
    {
        var rows = new PoliceRows(seed);
        FirstReport(rows);
        WardTables(rows);
        SeriousViolenceTables(rows);
        new SeriousPeopleFigures(Same).Check(Serious(rows, "2020-09", "2023-08"));
        SecondReport(rows);
        LastYear(rows);
        Incidents(rows);
        _misses.ShouldBeEmpty();
    }

    private void Same(string what, decimal found, decimal printed)
    {
        if (found != printed)
            _misses.Add($"{what}: {found}, printed {printed}");
    }

    private static (string From, string To) Days(string year) => ($"20{year[2..4]}-04-01", $"20{year[5..]}-03-31");

    private void FirstReport(PoliceRows rows)
    {
        var (now, before) = (rows.Offences(Earlier, "2023-24"), rows.Offences(Earlier, "2022-23"));
        foreach (var (category, counts) in new (string, Func<PoliceRow, bool>)[]
        {
            ("Total recorded crime", _ => true), ("Violence with injury", row => Subgroup(row) == "Violence with injury"), ("Violence without injury", row => Subgroup(row) == "Violence without injury"),
            ("Stalking and harassment", row => Subgroup(row) == "Stalking and harassment"), ("Drug offences", row => Group(row) == "Drug offences"), ("Hate crime", row => row.IsHate),
        })
        {
            Same(category, now.Count(counts), Yearly(First, "offences", category));
            Same($"{category}, change", now.Count(counts) - before.Count(counts), Yearly(First, "change on previous year", category));
        }

        Same("Shoplifting, change", now.Count(row => row.Code == "46") - before.Count(row => row.Code == "46"), Yearly(First, "change on previous year", "Shoplifting"));
        Same("Shoplifting, per cent", Share(now.Count(row => row.Code == "46") - before.Count(row => row.Code == "46"), before.Count(row => row.Code == "46")), 46);
        var related = rows.All(Earlier, "2023-24").Where(row => row.Flags.Contains("domestic_related")).ToList();
        Same("Domestic related", related.Count, Yearly(First, "offences", "Domestic abuse (domestic related offences)"));
        Same("Domestic related, change", related.Count - rows.All(Earlier, "2022-23").Count(row => row.Flags.Contains("domestic_related")), Yearly(First, "change on previous year", "Domestic abuse (domestic related offences)"));
        Same("Domestic abuse investigations", related.Count(row => !IsNotifiable(row)), Yearly(First, "offences", "Domestic abuse investigation", "offence"));
        Same("Domestic assaults without injury", related.Count(row => row.Code == "105A"), Yearly(First, "offences", "Assault without injury", "offence"));

        var codes = OffenceKind.Load().Where(kind => kind.Printed.Length > 0).ToDictionary(kind => kind.Printed, kind => kind.Code);
        foreach (var fact in All.Where(fact => fact is { Measure: "offences", Unit: "count" } && fact.Dimension("category") is "Violence with injury" or "Drug offences" or "Hate strand" && fact.Dimension("offence") is { } line && !line.StartsWith("Grand", StringComparison.Ordinal)))
        {
            var year = fact.From.StartsWith("2023", StringComparison.Ordinal) ? now : before;
            var line = fact.Dimension("offence")!;
            Same($"{line} from {fact.From}", fact.Dimension("category") == "Hate strand" ? year.Sum(row => row.Strands.Count(strand => strand == line)) : year.Count(row => row.Code == codes[line]), fact.Value);
        }
    }

    private void WardTables(PoliceRows rows)
    {
        var all = rows.All(Earlier, "2023-24");
        var offences = rows.Offences(Earlier, "2023-24");
        Table("Total recorded crime", offences);
        Table("Violence with injury", offences.Where(row => Subgroup(row) == "Violence with injury"));
        Table("Hate crime", offences.Where(row => row.IsHate));
        Table("Domestic abuse", all.Where(row => row.Flags.Contains("domestic_related")));
        Table("Drug offences", offences.Where(row => Group(row) == "Drug offences"));
        Table("Anti-social behaviour", rows.All(Earlier, "2023-24", "police-asb"));

        int There(IEnumerable<PoliceRow> some) => some.Count(row => row.Ward == Busiest);
        int Printed(string of, string measure = "offences") => PrintedFacts.Count(First, measure, $"{of};area={Busiest}", "2023-04-01", "2024-03-31");
        Same("Violence without injury there", There(offences.Where(row => Subgroup(row) == "Violence without injury")), Printed("category=Violence without injury"));
        Same("Assault with injury there", There(offences.Where(row => row.Code == "8N")), Printed("offence=Assault with injury"));
        Same("Race there", There(offences.Where(row => row.Strands.Contains("Race"))), Printed("strand=Race"));
        Same("Trafficking there", There(offences.Where(row => row.Code == "92B")), Printed("offence=Trafficking of drugs"));
        foreach (var type in new[] { "AS-Nuisance", "AS-Personal", "AS-Environmental" })
            Same($"{type} there", There(rows.All(Earlier, "2023-24", "police-asb").Where(row => row.Code == type)), Printed($"type={type}", "incidents"));
    }

    private void Table(string measure, IEnumerable<PoliceRow> rows)
    {
        var counts = rows.GroupBy(row => row.Ward ?? "").ToDictionary(ward => ward.Key, ward => ward.Count());
        var total = counts.Values.Sum();
        var printed = All.Where(fact => fact.Measure == measure && fact.Dimension("rank") is not null).ToList();
        foreach (var fact in printed)
            Same($"{measure} of {fact.Dimension("area")} in {fact.Unit}", fact.Unit == "count" ? counts[fact.Dimension("area")!] : Share(counts[fact.Dimension("area")!], total), fact.Value);
        var named = printed.Select(fact => fact.Dimension("area")!).Append("").ToHashSet();
        named.Count.ShouldBe(11);
        counts.Where(ward => !named.Contains(ward.Key)).Max(ward => ward.Value).ShouldBeLessThan((int)printed.Where(fact => fact.Unit == "count").Min(fact => fact.Value), measure);
        Share(counts[""], total).ShouldBe(2, measure);
    }

    private static List<PoliceRow> Serious(PoliceRows rows, string from, string to) =>
        [.. new[] { "2020-21", "2021-22", "2022-23", "2023-24" }.SelectMany(year => rows.Offences(Earlier, year))
            .Where(row => row.IsSerious && string.CompareOrdinal(row.Month, from) >= 0 && string.CompareOrdinal(row.Month, to) <= 0)];

    private void SeriousViolenceTables(PoliceRows rows)
    {
        var towns = DemonstrationTables.TownOfWard();
        foreach (var fact in All.Where(fact => fact is { Measure: "serious violence related to domestic abuse", Unit: "count" }))
        {
            var both = Serious(rows, fact.From[..7], fact.To[..7]).Where(row => row.IsDomestic);
            Same($"Serious and domestic, {fact.Of}", fact.Dimension("town") is { } town
                ? both.Count(row => row.Ward is not null && towns.GetValueOrDefault(row.Ward) == town)
                : both.Count(row => fact.Dimension("group") is "Total" || Subgroup(row) == SubgroupOf(fact.Dimension("group"))), fact.Value);
        }

        var serious = Serious(rows, "2020-09", "2023-08");
        Same("Hate crime of serious violence", Share(serious.Count(row => row.IsHate), serious.Count), PerCent(First, "share of serious violence that was hate related", "category=Hate crime", "2020-09-01", "2023-08-31"));
    }

    private static string? SubgroupOf(string? group) => group switch
    {
        "Robbery – personal" => "Robbery of personal property",
        "Robbery – business" => "Robbery of business property",
        "Burglary – residential" => "Burglary: residential",
        _ => group,
    };

    private void SecondReport(PoliceRows rows)
    {
        var (last, published, first) = (rows.Offences(Later, "2024-25"), rows.Offences(Later, "2023-24"), rows.Offences(Later, "2022-23"));
        foreach (var (year, offences) in new[] { ("2024-25", last), ("2023-24", published) })
        {
            Same($"Total, {year}", offences.Count, Yearly(Second, "offences", "Total recorded crime", year: year));
            Same($"Violence with injury, {year}", offences.Count(row => Subgroup(row) == "Violence with injury"), Yearly(Second, "offences", "Violence with injury", year: year));
            Same($"Hate crime, {year}", offences.Count(row => row.IsHate), Yearly(Second, "offences", "Hate crime", year: year));
            Same($"Drug offences, {year}", offences.Count(row => Group(row) == "Drug offences"), Yearly(Second, "offences", "Drug offences", year: year));
        }

        Same("Total, 2022-23 unchanged", first.Count, rows.Offences(Earlier, "2022-23").Count);
        Same("Drug offences, 2022-23", first.Count(row => Group(row) == "Drug offences"), Yearly(Second, "offences", "Drug offences", year: "2022-23"));
        Same("Hate crime a month", Math.Round((first.Count(row => row.IsHate) + published.Count(row => row.IsHate) + last.Count(row => row.IsHate)) / 36m, MidpointRounding.AwayFromZero), 29);
        Same("Serious violence, change", Change(first, published, row => row.IsSerious, 1), PerCent(Second, "change on previous year", "category=Serious violence", "2023-04-01", "2024-03-31"));
        Same("Serious violence, change again", Change(published, last, row => row.IsSerious, 1), PerCent(Second, "change on previous year", "category=Serious violence", "2024-04-01", "2025-03-31"));
        Same("Domestic abuse", last.Count(row => row.IsDomestic), Yearly(Second, "offences", "Domestic abuse offences", year: "2024-25"));
        Same("Domestic abuse, change", last.Count(row => row.IsDomestic) - published.Count(row => row.IsDomestic), Yearly(Second, "change on previous year", "Domestic abuse offences", year: "2024-25"));
        foreach (var (category, counts) in new (string, Func<PoliceRow, bool>)[]
        {
            ("Violence without injury", row => Subgroup(row) == "Violence without injury"), ("Stalking and harassment", row => Subgroup(row) == "Stalking and harassment"),
            ("Shoplifting", row => row.Code == "46"), ("Criminal damage", row => Subgroup(row) == "Criminal damage"), ("Other theft", row => Subgroup(row) == "Other theft offences"),
            ("Bicycle theft", row => row.Code == "44"), ("Other sexual offences", row => Subgroup(row) == "Other sexual offences"), ("Race or religious aggravated public fear", row => row.Code == "9B"),
            ("Drug trafficking", row => Subgroup(row) == "Trafficking of drugs"), ("Trafficking of drugs", row => row.Code == "92B"), ("Drug possession", row => Subgroup(row) == "Possession of drugs"),
        })
            Same($"{category}, change", Change(published, last, counts, 0), PerCent(Second, "change on previous year", $"category={category}", "2024-04-01", "2025-03-31"));

        List<PoliceRow> three = [.. first, .. published, .. last];
        foreach (var category in new[] { "Violence without injury", "Stalking and harassment", "Violence with injury" })
            Same($"{category} of three years", Share(three.Count(row => Subgroup(row) == category), three.Count, 1), PerCent(Second, "share of all offences", $"category={category}", "2022-04-01", "2025-03-31"));
        three.GroupBy(Subgroup).OrderByDescending(subgroup => subgroup.Count()).Take(6).Select(subgroup => subgroup.Key)
            .ShouldBe(["Violence without injury", "Stalking and harassment", "Violence with injury", "Shoplifting", "Criminal damage", "Other theft offences"]);
    }

    private void LastYear(PoliceRows rows)
    {
        var (last, published) = (rows.Offences(Later, "2024-25"), rows.Offences(Later, "2023-24"));
        foreach (var month in new[] { "2024-03", "2025-02", "2025-03" })
        {
            var (from, to) = ($"{month}-01", month == "2025-02" ? "2025-02-28" : $"{month}-31");
            var there = (month == "2024-03" ? published : last).Where(row => row.Month == month).ToList();
            Same($"Total, {month}", there.Count, PrintedFacts.Count(Second, "offences", "category=Total recorded crime", from, to));
            Same($"Violence with injury, {month}", there.Count(row => Subgroup(row) == "Violence with injury"), PrintedFacts.Count(Second, "offences", "category=Violence with injury", from, to));
        }

        var fourth = last.Where(row => string.CompareOrdinal(row.Month, "2025-01") >= 0).ToList();
        Same("Hate crime, last quarter", fourth.Count(row => row.IsHate), PrintedFacts.Count(Second, "offences", "category=Hate crime", "2025-01-01", "2025-03-31"));
        Same("Hate crime, third quarter", last.Count(row => row.IsHate && row.Month is "2024-10" or "2024-11" or "2024-12" && row.IsHate), PrintedFacts.Count(Second, "offences", "category=Hate crime", "2024-10-01", "2024-12-31"));
        Same("Drug possession", fourth.Count(row => Subgroup(row) == "Possession of drugs"), PrintedFacts.Count(Second, "offences", "category=Drug possession", "2025-01-01", "2025-03-31"));
        Same("Drug trafficking", fourth.Count(row => Subgroup(row) == "Trafficking of drugs"), PrintedFacts.Count(Second, "offences", "category=Drug trafficking", "2025-01-01", "2025-03-31"));
        Same("Domestic violence without injury", fourth.Count(row => row.IsDomestic && Subgroup(row) == "Violence without injury"), PrintedFacts.Count(Second, "offences (printed \"Q4 2024/24\")", "category=Domestic abuse;offence=Violence without injury", "2025-01-01", "2025-03-31"));
        Same("Aggravated public fear", last.Count(row => row.Code == "9B"), Yearly(Second, "offences", "Race or religious aggravated public fear", year: "2024-25"));
        Same("Serious violence", last.Count(row => row.IsSerious), Yearly(Second, "offences", "Serious violence", year: "2024-25"));
        Same("Serious violence with injury", last.Count(row => row.IsSerious && Subgroup(row) == "Violence with injury"), PrintedFacts.Count(Second, "offences", "category=Serious violence;offence=Violence with injury", "2024-04-01", "2025-03-31"));
        last.Count(row => row.IsDomestic && row.Month == "2025-03").ShouldBeGreaterThan(last.Count(row => row.IsDomestic && row.Month == "2025-02"));
    }

    private void Incidents(PoliceRows rows)
    {
        var asb = rows.All(Earlier, "2023-24", "police-asb");
        foreach (var type in new[] { "AS-Nuisance", "AS-Personal", "AS-Environmental" })
            Same(type, asb.Count(row => row.Code == type), PrintedFacts.Count(First, "offences", $"category=Anti-social behaviour type;offence={type}", "2023-04-01", "2024-03-31"));
        foreach (var year in new[] { "2023-24", "2024-25" })
            Same($"Anti-social behaviour, {year}", rows.All(Later, year, "police-asb").Count, Yearly(Second, "incidents", "Anti-social behaviour", year: year));
        var fourth = rows.All(Later, "2024-25", "police-asb").Where(row => string.CompareOrdinal(row.Month, "2025-01") >= 0).ToList();
        Same("Nuisance", Share(fourth.Count(row => row.Code == "AS-Nuisance"), fourth.Count, 1), PerCent(Second, "share of ASB incidents", "type=Nuisance", "2025-01-01", "2025-03-31"));

        var domestic = rows.All(Later, "2024-25", "police-domestic-incidents");
        Same("Domestic incidents", domestic.Count, Yearly(Second, "incidents", "Domestic abuse incidents", year: "2024-25"));
        Same("Domestic incidents, change", domestic.Count - rows.All(Later, "2023-24", "police-domestic-incidents").Count, Yearly(Second, "change on previous year", "Domestic abuse incidents", year: "2024-25"));
        domestic.Count(row => row.Month == "2025-03").ShouldBeGreaterThan(domestic.Count(row => row.Month == "2025-02"));
        foreach (var source in new[] { "police-asb", "police-domestic-incidents" })
            new[] { rows.All(Earlier, "2021-22", source), rows.All(Later, "2022-23", source), rows.All(Later, "2023-24", source), rows.All(Later, "2024-25", source) }.Select(year => -year.Count).ShouldBeInOrder();
    }

    private static decimal Change(IReadOnlyList<PoliceRow> before, IReadOnlyList<PoliceRow> now, Func<PoliceRow, bool> counts, int digits) =>
        Share(now.Count(counts) - before.Count(counts), before.Count(counts), digits);

    private static int Yearly(string report, string measure, string value, string dimension = "category", string year = "2023-24") =>
        PrintedFacts.Count(report, measure, $"{dimension}={value}", Days(year).From, Days(year).To);
}
