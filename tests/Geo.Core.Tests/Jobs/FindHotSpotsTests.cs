using Geo.Core.Jobs;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Jobs;

public sealed class FindHotSpotsTests
{
    /// <summary>One square is hot in all thirteen months, another in the last only, a third then has too few records.</summary>
    [DatabaseFact]
    public async Task Refresh_KeepsTheSquaresThatHaveBecomeHot_UntilTheyAreNewNoMore()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ImportAreasAsync(SmallMap.Draw([.. Enumerable.Repeat(new string('A', 12), 12)]));
        var reference = 0;
        await database.TakeInAsync(Months(1, 13, (351_500, 311_500, 9)));
        (await SpotsAsync(database)).ShouldBeEmpty();

        await database.TakeInAsync(Months(14, 1, (351_500, 311_500, 9), (355_500, 315_500, 60), (360_500, 320_500, 9)));
        (await SpotsAsync(database)).ShouldBe(["recorded-crime/SJ555155|2024-02|Total recorded crime: a new hot spot, SJ555155 in Area A and 8 squares beside it, with 60 in March 2023 to February 2024; none of it was one in February 2023 to January 2024."]);

        await database.TakeInAsync(Months(15, 1, (351_500, 311_500, 9), (355_500, 315_500, 1)));
        (await SpotsAsync(database)).ShouldBeEmpty("it was one before");

        ExtractFile Months(int first, int months, params (int Easting, int Northing, int Count)[] spots)
        {
            var file = new ExtractFile();
            foreach (var month in Enumerable.Range(first - 1, months))
            {
                foreach (var (easting, northing, count) in spots)
                {
                    for (var i = 0; i < count; i++)
                        file.Row($"{reference++}", $"05/{(month % 12) + 1:00}/{2023 + (month / 12)}", ("easting", $"{easting}"), ("northing", $"{northing}"));
                }
            }

            return file;
        }
    }

    private static async Task<IReadOnlyList<string>> SpotsAsync(TestDatabase database)
    {
        (await RunJob.RunAsync(new(database.Geo, database.Clock, database.Folder, "one"), new RefreshChain(), new(RunTrigger.Hand), default)).ShouldBe(RunOutcome.Done);
        return [.. (await Findings.CurrentAsync(database.Geo, default)).Select(kept => kept.Finding).Where(finding => finding.Kind == FindingKind.HotSpot).Select(finding => $"{finding.Subject}|{finding.Month}|{finding.Message}")];
    }
}
