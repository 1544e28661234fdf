using Geo.Core.Exports;
using Geo.Core.Measures;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Measures;

/// <summary>Rates, ranks, concentration and several measures over the five wards of <see cref="SmallCounty"/>, worked out apart from the product.</summary>
public sealed class AreaComparisonTests(SmallCounty county) : IClassFixture<SmallCounty>
{
    private const double Relative = 1e-9;

    [DatabaseFact]
    public void Rates_AreHeldAgainstLimitsThatAllowForHowMuchAreasDiffer()
    {
        var rates = RatesAmongAreas.Ask(county.Cube, Question());

        rates.Overall.ShouldBe(1.7, Relative);
        rates.Rows.Select(row => $"{row.Area.Code} {row.Count} {row.Rate:0.0} {row.Standing}").ShouldBe(["A 5 2.5 0", "B 5 2.5 0", "C 5 2.5 0", "D 2 1.0 0", "E 0 0.0 1"]);
        rates.Overdispersion.TauSquared.ShouldBe(0.09410732003434345, 1e-7);
        rates.Rows[0].Limits95.Upper.ShouldBe(5.523170688062561, 1e-6);
        rates.Rows[0].Limits998.Upper.ShouldBe(8.723293835762261, 1e-6);
        RatesAmongAreasExport.Funnel(rates).Title.ShouldBe("All crime, January 2024: no area differs by more than chance and the usual differences explain");
        rates.Places.Values.ShouldAllBe(place => place.Rank == null && place.LowerRank <= place.UpperRank); // fewer than 10 records: no rank
    }

    [DatabaseFact]
    public void Rates_WithoutRecordsOrPeople_AreRefused()
    {
        Should.Throw<QuestionException>(() => RatesAmongAreas.Ask(county.Cube, Question("2023-01") with { Measure = "drugs" })).Message.ShouldBe("Drugs in January 2023 cannot be compared: there are no records, or areas without people.");
    }

    [DatabaseFact]
    public void Concentration_TellsHowFewAreasHaveHalf()
    {
        var concentration = AreaConcentration.Ask(county.Cube, Question());

        AreaConcentrationExport.Of(concentration).Title.ShouldBe("All crime, January 2024: half are in 2 of 5 areas");
        concentration.Rows.Select(row => $"{row.Area.Code} {row.Count} {row.UpTo.ShareOfPlaces:0.0} {row.UpTo.ShareOfEvents:0.000}").ShouldBe(["A 5 0.2 0.294", "B 5 0.4 0.588", "C 5 0.6 0.882", "D 2 0.8 1.000", "E 0 1.0 1.000"]);
    }

    [DatabaseFact]
    public void SeveralMeasures_FootToTheWhole_AndTellWhatIsMoreThanChance()
    {
        var table = MeasuresByArea.Ask(county.Cube, ["crime", "asb"], Question("2024-01") with { Compare = "year-before" });

        table.Rows.Select(row => $"{row.Name}: {string.Join(' ', row.Counts)}").ShouldBe(["Area A: 5 0", "Area B: 5 0", "Area C: 5 0", "Area D: 2 0", "Area E: 0 0"]);
        table.Footing.Select(row => $"{row.Name}: {string.Join(' ', row.Counts)}").ShouldBe(["Elsewhere or not located: 3 0", "Total: 20 0"]);
        var export = MeasuresByAreaExport.Of(table);
        export.Title.ShouldBe("One change on January 2023 is more than chance explains: Anti-social behaviour in Area E: a fall of 9");
        using var csv = new StringWriter();
        CsvTableWriter.Write(csv, export);
        csv.ToString().Split("\r\n")[1].ShouldBe("A,Area A,5,25.0,0,N/A,");
    }

    private static MeasureQuestion Question(string period = "2024-01") => new() { Measure = "crime", Period = period };
}
