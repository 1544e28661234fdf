using Geo.Core.Intake;
using Geo.Core.Refresh;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Intake;

/// <summary>What is said of bad extracts and bad descriptions, to the letter (BadExtractTests.txt), and that the database stays as it was.</summary>
public sealed class BadExtractTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly Dictionary<string, ExtractFile> Cases = new()
    {
        ["header only"] = new(),
        ["missing column"] = Good().With(columns => columns.Remove("easting")),
        ["duplicate column"] = Good().With(columns => columns[3] = "recorded_date"),
        ["a name column"] = Good().With(columns => columns.AddRange(["victim_surname", "dob", "PostCode", "nhs_number"])),
        ["another header"] = Good().With(columns =>
        {
            columns.Clear();
            columns.AddRange(["Ward", "Offences"]);
        }),
        ["totals row at the foot"] = Good().Line("Grand total,,340,,,,,,,,,,,,,,,,,,,,,,"),
        ["ragged row"] = new ExtractFile().Line("1,2,3"),
        ["31 September"] = One(("recorded_date", "31/09/2023")),
        ["31 September in words"] = One(("recorded_date", "31 September 2023")),
        ["29 February 2023"] = One(("recorded_date", "29/02/2023")),
        ["American date"] = One(("recorded_date", "02/28/2024")),
        ["a spreadsheet's serial number"] = One(("recorded_date", "45123")),
        ["future date"] = One(("recorded_date", "02/06/2024")),
        ["blank date"] = One(("recorded_date", "")),
        ["blank key"] = One(("crime_reference", "")),
        ["time of 24:00"] = One(("occurred_from", "03/02/2024 24:00")),
        ["end before start"] = One(("occurred_from", "03/02/2024 22:00"), ("occurred_to", "03/02/2024 21:00")),
        ["unknown offence code"] = One(("offence_code", "999Z")),
        ["unknown hate strand"] = One(("hate_strands", "Race;Religion")),
        ["unknown flag value"] = One(("domestic_abuse", "Maybe")),
        ["unknown sex"] = One(("victim_sex", "W")),
        ["age below zero"] = One(("victim_age", "-1")),
        ["age of 150"] = One(("victim_age", "150")),
        ["age in months"] = One(("suspect_age", "12m")),
        ["grid origin"] = One(("easting", "0"), ("northing", "0")),
        ["easting and northing swapped"] = One(("easting", "710500"), ("northing", "350500")),
        ["degrees in the grid's columns"] = One(("easting", "-2.75"), ("northing", "52.7")),
        ["one coordinate of two"] = One(("northing", "")),
        ["coordinate with thousands separators"] = One(("easting", "\"350,500\"")),
        ["coordinate not a number"] = One(("easting", "NaN")),
        ["off the grid"] = One(("easting", "-5"), ("northing", "310500")),
    };

    private static readonly Dictionary<string, string> Descriptions = new()
    {
        ["empty description"] = "",
        ["tab in YAML"] = "source:\n\t- x\n",
        ["unknown use"] = "source: x\ncolumns:\n  - { name: a, is: colour }\n",
        ["unknown setting"] = "source: x\ncolor: red\n",
        ["nothing declared"] = "source: X Y\n",
        ["faults of columns"] = """
            source: x
            agency: A
            feed: F
            classification: home-office
            columns:
              - { name: ref, is: key }
              - { name: day, is: recorded }
              - { name: code, is: category, values: { a: 999Z } }
              - { name: surname, is: not-kept }
              - { name: da, is: flag, flag: domestic, values: { Y: "yes" } }
              - { name: sex, is: sex }
              - { name: x, is: easting }
              - { name: x, is: detail }
            """,
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    public static TheoryData<string> DescriptionNames => [.. Descriptions.Keys];

    [DatabaseTheory]
    [MemberData(nameof(Names))]
    public async Task Import_OfABadExtract_SaysWhatIsWrongAndLeavesTheDatabase(string name)
    {
        var before = await database.StateAsync();

        var report = await ImportExtract.RunAsync(database.Geo, Cases[name].Source, Cases[name].In(database.NewFolder()), "tests", database.Clock, null, default);

        var refusal = report.Files.ShouldHaveSingleItem().Refusal.ShouldNotBeNull(name);
        refusal.Message.ReplaceLineEndings("\n").ShouldBe(Messages.Of("Intake/BadExtractTests.txt", name));
        (await database.StateAsync()).ShouldBe(before);
    }

    [Theory]
    [MemberData(nameof(DescriptionNames))]
    public void Description_ThatBreaksARule_IsRefusedWithEveryFault(string name) =>
        Should.Throw<RefusedException>(() => SourceDescription.Read(new StringReader(Descriptions[name]), "x.yaml")).Message
            .ReplaceLineEndings("\n").ShouldBe(Messages.Of("Intake/BadExtractTests.txt", name));

    [Fact]
    public void Descriptions_ThatAreShipped_KeepTheRules() => SourceDescription.Shipped.Select(SourceDescription.Find).Select(source => source.Source).ShouldBe(SourceDescription.Shipped);

    private static ExtractFile Good() => new ExtractFile().Row("1", "03/02/2024").Row("2", "04/02/2024");

    private static ExtractFile One(params (string Column, string Cell)[] cells) => new ExtractFile().Row("1", "03/02/2024", cells);
}
