using Geo.Core.Areas;
using Geo.Core.Measures;
using Geo.Core.Tests.Intake;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Areas;

public sealed class PopulationTests(IntakeDatabase database) : IClassFixture<IntakeDatabase>
{
    [DatabaseTheory]
    [InlineData("", "people.csv: The file is empty. Export it again.")]
    [InlineData("code,year,age_group,people\n", "people.csv, line 2: The file has a header and no rows. Export it again.")]
    [InlineData("ward,people\nA,5\n", "people.csv, line 1, column code: The column is missing. The header has: ward, people. Name the right one with --code or --people.")]
    [InlineData("code,people\nA,5\n", "people.csv, line 1, column year: The file has no column year. Say the year with --year.")]
    [InlineData("code,year,people\nA,2020,5\nX,2020,5\n", "people.csv, line 3, column code, value 'X': The boundary set wards has no area of that code. Leave the row out, or choose the set it belongs to with --set.")]
    [InlineData("code,year,people\nA,2020,\"1,234\"\n", "people.csv, line 2, column people, value '1,234': People are a number of 0 or more, written without thousands separators. Correct the value.")]
    [InlineData("code,year,people\nA,2020,-5\n", "people.csv, line 2, column people, value '-5': People are a number of 0 or more, written without thousands separators. Correct the value.")]
    [InlineData("code,year,people\nA,2020,NaN\n", "people.csv, line 2, column people, value 'NaN': People are a number of 0 or more, written without thousands separators. Correct the value.")]
    [InlineData("code,year,people\nA,20,5\n", "people.csv, line 2, column year, value '20': A year lies between 1900 and 2100. Correct the value.")]
    [InlineData("code,year,people\nA,2020,5\nA,2020,6\n", "people.csv, line 3, column code, value 'A': The area has a figure for 2020, age group all, already. Leave one of the rows out.")]
    public async Task Import_OfABadPopulation_SaysWhatIsWrongAndLeavesTheDatabase(string text, string message)
    {
        var path = await WriteAsync(text);
        var before = await database.StateAsync();

        var refusal = await Should.ThrowAsync<RefusedException>(() => database.ImportPopulationAsync(new PopulationFile { Path = path, BoundarySet = "wards" }));

        refusal.Message.ShouldBe(message);
        (await database.StateAsync()).ShouldBe(before);
    }

    [DatabaseFact]
    public async Task Import_ForASetThatIsNotThere_NamesThoseThatAre()
    {
        var path = await WriteAsync("code,year,people\nA,2020,5\n");
        (await Should.ThrowAsync<RefusedException>(() => database.ImportPopulationAsync(new PopulationFile { Path = path, BoundarySet = "parishes" })))
            .Message.ShouldBe("--set, value 'parishes': There is no such boundary set. Choose one of: wards.");
    }

    [DatabaseFact]
    public async Task Import_OfTheSameYearAgain_ReplacesItsFigures()
    {
        await using var own = await TestDatabase.CreateAsync();
        await own.ImportAreasAsync(IntakeDatabase.Map);
        await own.TakeInAsync(IntakeDatabase.January());
        await own.ImportPopulationAsync(new PopulationFile { Path = await WriteAsync("code,year,people\nA,2020,500\nB,2020,1000\nC,2020,10\nA,2023,600\n"), BoundarySet = "wards" });
        var stored = await own.ImportPopulationAsync(new PopulationFile { Path = await WriteAsync("code,year,people\nA,2020,1000\n"), BoundarySet = "wards" });

        stored.AreasWithout.ShouldBe(["B", "C"]);
        var table = LeagueTable.Ask(await CountCube.LoadAsync(own.Geo, default), new MeasureQuestion { Measure = "crime" });
        table.PopulationYear.ShouldBe(2020); // 2023 has figures for A only
        table.Rows.Select(row => $"{row.Code} {row.Rate}").ShouldBe(["A 3", "B 2", "C 0"]);
    }

    private async Task<string> WriteAsync(string text)
    {
        var path = Path.Combine(database.NewFolder(), "people.csv");
        await File.WriteAllTextAsync(path, text);
        return path;
    }
}
