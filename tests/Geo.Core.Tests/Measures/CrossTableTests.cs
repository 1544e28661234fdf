using Geo.Core.Measures;
using Geo.Core.Measures.Tables;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Measures;

/// <summary>Eight offences with people in them, on two areas, from August 2022 to October 2023: tables of them, counted by hand.</summary>
public sealed class PeopleAndPlaces : TestDatabase
{
    public CountCube Cube { get; private set; } = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        if (Name.Length == 0)
            return;
        await ImportAreasAsync(SmallMap.Draw("AB"));
        var file = new ExtractFile();
        // Ann is hit in August and hits in September; Bob hits twice; Cid is hit once and nobody asks who he is.
        file.Row("1", "05/08/2022", [.. Victim("ann", "24", "F", "White British"), .. Suspect("bob", "31", "M", "Indian"), ("outcome", "Charged")]);
        file.Row("2", "05/09/2022", [.. Victim("cid", "", "M", ""), .. Suspect("ann", "24", "F", "White British"), ("outcome", "No suspect")]);
        file.Row("3", "05/01/2023", [.. Victim("dot", "70", "F", "White Irish"), .. Suspect("bob", "31", "M", "Indian"), ("easting", "351500")]);
        file.Row("4", "05/09/2023", ("offence_code", "105A"), ("easting", "351500"), ("hate_strands", "Race;Faith"), ("outcome", "Charged"));
        file.Row("5", "06/09/2023", ("offence_code", "105A"), ("hate_strands", "Race"));
        file.Row("6", "07/09/2023", ("offence_code", "92E"), ("easting", ""), ("northing", ""));
        file.Row("7", "08/09/2023", ("easting", "450000")); // outside
        file.Row("8", "05/10/2023", ("offence_code", "92E"), ("easting", "351500"));
        await TakeInAsync(file);
        Cube = await CountCube.LoadAsync(Geo, default);
    }

    private static (string, string)[] Victim(string name, string age, string sex, string ethnicity) => Person("victim", name, age, sex, ethnicity);

    private static (string, string)[] Suspect(string name, string age, string sex, string ethnicity) => Person("suspect", name, age, sex, ethnicity);

    private static (string, string)[] Person(string role, string name, string age, string sex, string ethnicity) =>
        [($"{role}_reference", name), ($"{role}_age", age), ($"{role}_sex", sex), ($"{role}_ethnicity", ethnicity)];
}

public sealed class CrossTableTests(PeopleAndPlaces county) : IClassFixture<PeopleAndPlaces>
{
    private const string All = "2022-08..2023-10";

    [DatabaseFact]
    public async Task Areas_ByYearsFromSeptember_HaveEveryYear_TheChange_AndFoot()
    {
        var table = await AskAsync("recorded-crime", rows: "area", columns: ["sv-year"]);

        table.Columns.Select(column => column[0].Name).ShouldBe(["September 2021 to August 2022 (August 2022)", "September 2022 to August 2023", "September 2023 to August 2024 (September 2023 to October 2023)"]);
        table.Columns.Select(column => column[0].Code).ShouldBe(["2022-08", "2022-09..2023-08", "2023-09..2023-10"]);
        Told(table).ShouldBe(["Area A 1 1 1 = 3", "Area B 0 1 2 = 3", "Not located 0 0 1 = 1", "Total 1 2 4 = 7"]);
        table.Rows[0].Verdict!.Text.ShouldBe("no change");
        table.Total.Verdict!.Difference.ShouldBe(3);
    }

    /// <summary>Without details and people a table is of the cube, with them of the records.</summary>
    [DatabaseTheory]
    [InlineData("recorded-crime", "month")]
    [InlineData("recorded-crime", "area")]
    [InlineData("recorded-crime", "offence")]
    [InlineData("hate-crime", "quarter")]
    public async Task Cube_AndRecords_SayTheSame(string measure, string rows) =>
        (await AskAsync(measure, rows, [])).Rows.Select(row => (row.Key, row.Total)).ShouldBe((await AskAsync(measure, rows, ["outcome"])).Rows.Select(row => (row.Key, row.Total)), ignoreOrder: true);

    [DatabaseFact]
    public async Task Details_ThatARecordDoesNotHave_AreNotStated_WithAShareOfTheirOwn()
    {
        var table = await AskAsync("recorded-crime", rows: "outcome");

        Told(table).ShouldBe(["Charged 2 = 2", "No suspect 1 = 1", "Stated 3 = 3", "Not stated 4 = 4", "Total 7 = 7"]);
        table.Rows[0].Shares[0]!.Value.ShouldBe(200.0 / 3, 1e-9);
        table.NotStated!.Shares[0]!.Value.ShouldBe(400.0 / 7, 1e-9);
        table.Explanation.ShouldContain("Shares are of the 3 that are stated; 4 of 7 are not.");
    }

    [DatabaseFact]
    public async Task People_CountOnce_InTheRolesTheyHadOverAllRecords()
    {
        var table = await AskAsync("recorded-crime", rows: "age", columns: ["role", "sex"], people: true, share: ShareOf.Row);

        table.Columns.Select(column => string.Join(' ', column.Select(key => key.Code))).ShouldBe(["suspect-and-victim Female", "suspect Male", "victim Female", "victim Male"]);
        Told(table).ShouldBe(["20-29 1 0 0 0 = 1", "30-39 0 1 0 0 = 1", "70+ 0 0 1 0 = 1", "Stated 1 1 1 0 = 3", "Not stated 0 0 0 1 = 1", "Total 1 1 1 1 = 4"]);
        table.Total.Shares.ShouldBe([100, 100, 50, 50]);
        table.WithoutPerson.ShouldBe(0);
    }

    [DatabaseFact]
    public async Task EthnicGroups_AreThoseOfTheCensus()
    {
        var table = await AskAsync("recorded-crime", rows: "ethnic-group", people: true);

        Told(table).ShouldBe(["White 2 = 2", "Asian or Asian British 1 = 1", "Stated 3 = 3", "Not stated 1 = 1", "Total 4 = 4"]);
    }

    [DatabaseFact]
    public async Task Marks_OfWhichARecordHasSeveral_AddUpToMoreThanTheTotal_AndItSaysSo()
    {
        var table = await AskAsync("hate-crime", rows: "flag", columns: ["area"]);

        table.Columns.Select(column => column[0].Name).ShouldBe(["Area A", "Area B"]);
        Told(table).ShouldBe(["Race 1 1 = 2", "Faith 0 1 = 1", "Total 1 1 = 2"]);
        table.Explanation.ShouldContain("A record may be in several lines: they add up to more than the total.");
        Told(await AskAsync("hate-strands", rows: "area")).ShouldBe(["Area B 2 = 2", "Area A 1 = 1", "Total 3 = 3"]);
    }

    [DatabaseFact]
    public async Task Marks_AsColumns_SayWhereARecordIsInSeveral()
    {
        var table = await AskAsync("hate-crime", rows: "area", columns: ["flag"]);

        table.Columns.Select(column => column[0].Name).ShouldBe(["Faith", "Race"]);
        Told(table).ShouldBe(["Area B 1 1 = 2", "Area A 0 1 = 1", "Total 1 2 = 3"]);
        table.Explanation.ShouldContain("A record may be in several columns: a line's total adds up to more than its records.");
        (await AskAsync("recorded-crime", rows: "area", columns: ["outcome"])).Explanation.ShouldNotContain("several columns");
    }

    [DatabaseFact]
    public async Task Only_NarrowsByDetailPersonAndMark()
    {
        Told(await AskAsync("recorded-crime", only: new Only("outcome", "Charged"))).ShouldBe(["All 2 = 2", "Total 2 = 2"]);
        Told(await AskAsync("recorded-crime", only: new Only("sex", "Male"))).ShouldBe(["All 3 = 3", "Total 3 = 3"]);
        Told(await AskAsync("recorded-crime", only: new Only("flag", "hate-faith"))).ShouldBe(["All 1 = 1", "Total 1 = 1"]);
        Told(await AskAsync("recorded-crime", rows: "role", only: new Only("sex", "Male"))).ShouldBe(["Suspect 2 = 2", "Victim 1 = 1", "Total 3 = 3"]);
    }

    [DatabaseTheory]
    [InlineData("colour", "", false, "'colour' is nothing that records are divided by.")]
    [InlineData("area", "area", false, "A dimension stands twice.")]
    [InlineData("month", "year", false, "Only one dimension is of time.")]
    [InlineData("area", "sex,age,role", false, "A table has two column dimensions at most.")]
    [InlineData("area", "", true, "People are divided by what they are, not by area: one person may be in several of its lines. Ask for each period or value by itself.")]
    public async Task Question_ThatMakesNoTable_IsRefusedWithTheReason(string rows, string columns, bool people, string message) =>
        (await Should.ThrowAsync<QuestionException>(() => AskAsync("recorded-crime", rows, columns.Split(',', StringSplitOptions.RemoveEmptyEntries), people))).Message.ShouldBe(message);

    private Task<CrossTable> AskAsync(string measure, string? rows = null, string[]? columns = null, bool people = false, ShareOf share = ShareOf.Column, Only? only = null) =>
        CrossTable.AskAsync(county.Geo, county.Cube, new TableQuestion
        {
            Of = new MeasureQuestion { Measure = measure, Period = All }, Rows = rows, Columns = columns ?? [], Counting = people ? TableCounting.People : TableCounting.Records,
            Share = share, Only = only is null ? [] : [only],
        }, default);

    private static IEnumerable<string> Told(CrossTable table) => table.Rows.Concat(table.Footing).Select(row => $"{row.Key.Name} {string.Join(' ', row.Counts)} = {row.Total}");
}
