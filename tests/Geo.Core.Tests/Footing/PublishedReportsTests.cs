using System.Globalization;
using Geo.Core.Footing;
using Geo.Testing;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Geo.Core.Tests.Footing;

/// <summary>Five published reports, whose every percentage was recomputed by hand: what is known to be wrong is found, and nothing else.</summary>
public sealed class PublishedReportsTests(ITestOutputHelper output)
{
    private static readonly Lazy<IReadOnlyList<Document>> Texts = new(() => [.. PublishedReports.Names.Select(name => PublishedReports.Text(name, PublishedReports.Lines(name)))]);

    /// <summary>What else the notes beside the figures list and the quoted lines show: report, line, rule.</summary>
    private static readonly string[] OtherwiseKnown =
    [
        "000:361 NearlySame", "000:530 Total", "000:530 Total", "000:535 Total", "000:541 Date", "000:563 RoundedParts", "000:563 RoundedParts", "000:607 Spelling", "000:610 SentenceAndTable", "000:610 SentenceAndTable",
        "000:737 SentenceAndTable", "000:785 Spelling", "000:1500 TwoValues", "001:261 Date", "003:98 Total", "003:162 Total", "003:701 LostWord", "003:702 PercentagePoints", "004:93 RateBase",
    ];

    /// <summary>The exceptions that the notes list twice: the same sentence on another line.</summary>
    private static readonly string[] Repeated = ["000:532"];

    /// <summary>A headline that repeats, without counts, a change that another line derives.</summary>
    private static readonly string[] WithoutCounts = ["001:203"];

    [PublishedFiguresFact]
    public void Lint_OfPublishedReports_FindsEveryPerCentThatDoesNotFollowAndNoOther()
    {
        var known = Checked().Where(row => !Follows(row)).Select(Place).Concat(Repeated).Distinct().Order(StringComparer.Ordinal);

        var report = FootingLint.Run(Texts.Value);

        foreach (var finding in report.Findings)
            output.WriteLine($"{finding.Document}, line {finding.Line}: {finding.Severity}, {finding.Rule}: {finding.Printed} → {finding.Follows} ({finding.Derivation})");
        output.WriteLine($"{report.CheckedInAll} figures re-derived: {string.Join(", ", report.Checked.Select(rule => $"{rule.Key} {rule.Value}"))}");
        report.Findings.Where(IsPerCent).Select(Place).Distinct().Order(StringComparer.Ordinal).ShouldBe(known);
        report.CheckedInAll.ShouldBeGreaterThan(270);
    }

    [PublishedFiguresFact]
    public void Lint_OfPublishedReports_FindsTheDisagreementsThatTheirTextShowsAndNoOther() =>
        FootingLint.Run(Texts.Value).Findings.Where(finding => !IsPerCent(finding)).Select(finding => $"{Place(finding)} {finding.Rule}").ShouldBe(OtherwiseKnown, ignoreOrder: true);

    [PublishedFiguresFact]
    public void Claims_OfPublishedReports_ReachEveryPerCentThatHasItsCounts()
    {
        var claims = Texts.Value.SelectMany(text => DocumentClaims.Of(text).All.Where(claim => claim.Printed.IsPerCent).Select(claim => (place: $"{text.Name[..3]}:{claim.Line}", claim)))
            .ToLookup(item => item.place, item => item.claim);
        var rows = Checked().ToList();
        var missed = rows.Where(row => !claims[Place(row)].Any(claim => Prints(claim, row["printed"]))).Select(Place).ToList();
        output.WriteLine($"{rows.Count - missed.Count} of {rows.Count} recomputed percentages are claims; not: {string.Join(", ", missed)}");
        missed.ShouldBe(WithoutCounts);

        var wrong = rows.Where(row => !Follows(row)).Select(row => (Place(row), row["printed"])).ToHashSet();
        foreach (var row in rows.Where(row => Follows(row) && !WithoutCounts.Contains(Place(row)) && !wrong.Contains((Place(row), row["printed"]))))
            claims[Place(row)].ShouldContain(claim => claim.Holds && Prints(claim, row["printed"]), $"{Place(row)} {row["what"]}");
    }

    [PublishedFiguresFact]
    public void Lint_OfPublishedReportsWithOnePerCentMadeWrong_FindsItNineTimesOfTenAndNothingElse()
    {
        var (planted, found) = (0, 0);
        var lines = PublishedReports.Names.ToDictionary(name => name, PublishedReports.Lines);
        var before = Texts.Value.ToDictionary(text => text.Name[..3], text => FootingLint.Run([text]).Findings.Count);
        foreach (var row in Checked().Where(row => row["reproduced"] == "yes").DistinctBy(row => (Place(row), row["printed"])))
        {
            var right = row["printed"].TrimStart('-');
            var at = int.Parse(row["line"], CultureInfo.InvariantCulture) - 1;
            var line = lines[row["source"]][at];
            var index = line.IndexOf($"{right}%", StringComparison.Ordinal);
            var wrong = PlusTwoUnits(right);
            string[] text = [.. lines[row["source"]]];
            text[at] = $"{line[..index]}{wrong}{line[(index + right.Length)..]}";

            var findings = FootingLint.Run([PublishedReports.Text(row["source"], text)]).Findings;

            planted++;
            if (findings.Any(finding => finding.Line == at + 1 && finding.Printed.TrimStart('-') == $"{wrong}%"))
                found++;
            else
                output.WriteLine($"passed over: {Place(row)} {row["what"]}, {right}% made {wrong}%");
            findings.Count.ShouldBeLessThanOrEqualTo(before[row["source"]] + 1, Place(row));
        }

        output.WriteLine($"{found} of {planted} planted errors found");
        (found * 10).ShouldBeGreaterThanOrEqualTo(planted * 9);
    }

    [PublishedFiguresFact]
    public void Lint_OfSeveralReports_FindsTheSameMeasureAndPeriodWithTwoValues()
    {
        var findings = FootingLint.Run([.. PublishedReports.Names.Select(PublishedReports.Figures).Where(document => document.Figures.Count > 0)]).Findings;

        foreach (var finding in findings)
            output.WriteLine($"{finding.Document}, line {finding.Line}: {finding.Printed} ≠ {finding.Follows} ({finding.Derivation})");
        findings.ShouldAllBe(finding => finding.Severity == Severity.Disagrees && finding.Rule == (finding.Line == 70 ? FootingRule.NamedPlaces : FootingRule.TwoValues));
        findings.Select(Place).ShouldBe(
            ["000:625", "001:192", "001:214", "001:229", "001:241", "001:263", "001:586", "002:70", "003:699"], ignoreOrder: true);
    }

    private static IEnumerable<IReadOnlyDictionary<string, string>> Checked() => RealData.Table("published", "percent_check.csv");

    private static string PlusTwoUnits(string printed)
    {
        var decimals = printed.Contains('.', StringComparison.Ordinal) ? printed.Length - printed.IndexOf('.', StringComparison.Ordinal) - 1 : 0;
        return (decimal.Parse(printed, CultureInfo.InvariantCulture) + new decimal(2, 0, 0, isNegative: false, (byte)decimals)).ToString(CultureInfo.InvariantCulture);
    }

    private static bool Follows(IReadOnlyDictionary<string, string> row) => row["reproduced"].StartsWith("yes", StringComparison.Ordinal);

    private static bool IsPerCent(Finding finding) => finding.Rule is FootingRule.Share or FootingRule.ChangePerCent or FootingRule.ChangeFromZero;

    private static bool Prints(Claim claim, string printed) =>
        printed == "N/A" ? claim.Printed == PrintedNumber.NoPerCent : Math.Abs(claim.Printed.Value) == Math.Abs(decimal.Parse(printed, CultureInfo.InvariantCulture));

    private static string Place(Finding finding) => $"{finding.Document[..3]}:{finding.Line}";

    private static string Place(IReadOnlyDictionary<string, string> row) => $"{row["source"]}:{row["line"]}";
}
