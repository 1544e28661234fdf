using FsCheck;
using FsCheck.Fluent;
using Geo.Core.Intake;
using Geo.Core.Measures;
using Geo.Core.Refresh;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Refresh;

/// <summary>However data came in, in whatever order and in how many steps, the figures are those of the data that counts.</summary>
public sealed class IncrementalTests
{
    private static readonly SmallMap Map = SmallMap.Draw("AAB", "ACB");
    private static readonly SmallMap Other = SmallMap.Draw("XXX", "YYY");
    private static readonly string[] Types = ["Burglary", "Drugs", StreetFile.Asb];

    /// <summary>A step of a history: a month of a force is downloaded (again) or what was taken in last of it undone, or boundaries come or go.</summary>
    private sealed record Step(string Kind, int Month, int Force, int Seed);

    [DatabaseFact]
    public async Task Cube_AfterAnyHistory_EqualsOneMadeFromScratchAndPlainSql()
    {
        var steps = (from kind in Gen.Frequency((8, Gen.Constant("month")), (3, Gen.Constant("undo")), (1, Gen.Constant("areas")))
                     from month in Gen.Choose(0, 4)
                     from force in Gen.Choose(0, 1)
                     from seed in Gen.Choose(0, 1_000_000)
                     select new Step(kind, month, force, seed)).ListOf(16);
        var undoneInAll = 0;
        foreach (var (history, number) in steps.Sample(6, 20240611).Select((history, i) => (history, i)))
        {
            await using var incremental = await TestDatabase.CreateAsync();
            await incremental.ImportAreasAsync(Map);
            var taken = new SortedDictionary<(int, int), Stack<StreetFile>>();
            var undone = 0;
            var hasOther = false;
            foreach (var step in history)
            {
                incremental.Clock.Advance(TimeSpan.FromHours(1));
                if (step.Kind == "areas")
                {
                    if (hasOther)
                        await RemoveAreas.RunAsync(incremental.Geo, "other", incremental.Clock, default);
                    else
                        await incremental.ImportAreasAsync(Other, "other");
                    hasOther = !hasOther;
                }
                else if (step.Kind == "month")
                {
                    var file = Download(step);
                    taken.TryAdd((step.Month, step.Force), new());
                    taken[(step.Month, step.Force)].Push(file);
                    (await incremental.TakeInAsync(file)).Single().State.ShouldNotBe(LandedState.AlreadyImported);
                }
                else if (taken.TryGetValue((step.Month, step.Force), out var files) && files.TryPop(out var last))
                {
                    var batch = await incremental.ScalarAsync<int>($"select id from intake.batch where file_name = '{last.Name}' and superseded_at is null");
                    await UndoBatch.RunAsync(incremental.Geo, batch, wholeFile: true, "tests", incremental.Clock, default);
                    undone++;
                }
            }

            await using var scratch = await TestDatabase.CreateAsync();
            await scratch.TakeInAsync([.. taken.Values.Where(files => files.Count > 0).Select(files => files.Peek())]);
            await scratch.ImportAreasAsync(Map);
            if (hasOther)
                await scratch.ImportAreasAsync(Other, "other");

            var story = $"history {number}: {string.Join("; ", history)}";
            undoneInAll += undone;
            var figures = await FiguresAsync(incremental, $"{story}, incremental");
            figures.ShouldBe(await FiguresAsync(scratch, $"{story}, from scratch"), story);
        }

        undoneInAll.ShouldBeGreaterThan(3);
    }

    [DatabaseFact]
    public async Task Import_OfMonthsInAnyOrder_GivesTheSameFigures()
    {
        StreetFile[] months = [.. Enumerable.Range(0, 5).Select(month => Download(new Step("month", month, 0, month)))];
        var figures = new List<string>();
        foreach (var order in new[] { new[] { 0, 1, 2, 3, 4 }, [4, 3, 2, 1, 0], [2, 4, 0, 3, 1] })
        {
            await using var database = await TestDatabase.CreateAsync();
            await database.ImportAreasAsync(Map);
            foreach (var month in order)
                await database.TakeInAsync(months[month]);
            figures.Add(await FiguresAsync(database, "in order"));
        }

        figures[1].ShouldBe(figures[0]);
        figures[2].ShouldBe(figures[0]);
    }

    private static StreetFile Download(Step step)
    {
        var random = new Random(step.Seed);
        var month = Month.Of(2023, 9).Plus(step.Month);
        var file = new StreetFile($"{month}", step.Force == 0 ? "West Mercia Police" : "British Transport Police");
        for (var rows = random.Next(1, 30); rows > 0; rows--)
        {
            // A coarse lattice, so that places come again; a few outside, a few nowhere.
            var place = random.Next(10) == 0 ? ((double, double)?)null : Map.At(random.Next(14) / 4.0, 0.125 + (random.Next(8) / 4.0));
            file.Add(Types[random.Next(Types.Length)], place);
        }

        return file;
    }

    /// <summary>Every count of every set, month and measure, each checked against plain SQL over the records.</summary>
    private static async Task<string> FiguresAsync(TestDatabase database, string story)
    {
        var cube = await CountCube.LoadAsync(database.Geo, default);
        var lines = new List<string>();
        foreach (var set in cube.Sets.OrderBy(set => set.Set.Name, StringComparer.Ordinal))
        {
            var (earliest, latest) = cube.Span(Measure.Find("crime")!)!.Value;
            for (var month = earliest; month <= latest; month = month.Plus(1))
            {
                if (!cube.Sources.Any(source => source.Months.Contains(month)))
                    continue;
                foreach (var measure in new[] { "crime", "asb", "drugs" })
                {
                    var table = LeagueTable.Ask(cube, new MeasureQuestion { Measure = measure, Boundaries = set.Set.Name, Period = $"{month}" });
                    var plain = await AreaCounts.AsAtAsync(database.Geo, set.Set.Id, table.Measure, table.Period, database.Clock.GetUtcNow(), default);
                    string Line(Func<CubeArea, long> count, long outside, long notLocated) =>
                        $"{set.Set.Name} {month} {measure}: {string.Join(' ', set.Areas.Select(area => $"{area.Code} {count(area)}"))} outside {outside} not located {notLocated}";

                    var counted = Line(area => table.Rows.Single(row => row.Code == area.Code).Count, table.Outside.Count, table.NotLocated.Count);
                    counted.ShouldBe(Line(area => plain.GetValueOrDefault(area.Id), plain.GetValueOrDefault(0), plain.GetValueOrDefault(-1)), story);
                    lines.Add(counted);
                }
            }
        }

        return string.Join('\n', lines);
    }
}
