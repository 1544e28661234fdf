using Geo.Core.Demonstration;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Demonstration;

public sealed class DemonstrationSeedTests(DemonstrationFiles files) : IClassFixture<DemonstrationFiles>
{
    /// <summary>Of the default seed. It changes when the county changes on purpose, never otherwise.</summary>
    private const string DefaultTree = "70b071365af0efcd79f24921dbd8fe04481737ff65f1f023e56e7396f1958f13";

    [Fact]
    public async Task WriteAsync_WithTheSameSeed_WritesTheSameBytes()
    {
        DemonstrationFiles.TreeHash(files.Folder).ShouldBe(DefaultTree);
        (await HashOf(DemonstrationCounty.DefaultSeed)).ShouldBe(DefaultTree);
    }

    [Fact]
    public async Task WriteAsync_WithAnotherSeed_WritesOtherRecordsOnTheSameMap()
    {
        var folder = Directory.CreateTempSubdirectory("geo-demonstration-").FullName;
        try
        {
            await DemonstrationCounty.WriteAsync(folder, DemonstrationCounty.DefaultSeed + 1, default);
            DemonstrationFiles.TreeHash(folder).ShouldNotBe(DefaultTree);
            DemonstrationFiles.TreeHash(Path.Combine(folder, "2024-06-30"))
                .ShouldNotBe(DemonstrationFiles.TreeHash(Path.Combine(files.Folder, "2024-06-30")));
            foreach (var file in new[] { "demonstration-wards.geojson", "demonstration-towns.geojson", "demonstration-population.csv" })
                (await File.ReadAllBytesAsync(Path.Combine(folder, file))).ShouldBe(await File.ReadAllBytesAsync(Path.Combine(files.Folder, file)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task WriteAsync_WhenCancelled_Stops()
    {
        var folder = Directory.CreateTempSubdirectory("geo-demonstration-").FullName;
        try
        {
            await Should.ThrowAsync<OperationCanceledException>(
                () => DemonstrationCounty.WriteAsync(folder, 1, new CancellationToken(canceled: true)));
            Directory.EnumerateFileSystemEntries(folder).ShouldBeEmpty();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void SplitMix64_GivesTheReferenceSequence()
    {
        // The published test vector for seed 1234567 (Vigna's splitmix64.c).
        var random = new SplitMix64(1234567);
        new[] { random.Next(), random.Next(), random.Next(), random.Next(), random.Next() }.ShouldBe(
            [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821]);
    }

    [Fact]
    public void Apportionment_KeepsTheTotal_TheGivenParts_AndTheLimit()
    {
        Apportionment.Share(10, [1, 1, 1]).ShouldBe([4, 3, 3]);
        Apportionment.Share(10, [1, 1, 1], new Dictionary<int, int> { [1] = 7 }).ShouldBe([2, 7, 1]);
        Apportionment.Share(10, [8, 1, 1], most: 4).ShouldBe([4, 3, 3]);
        Should.Throw<ArgumentException>(() => Apportionment.Share(3, [1, 1], new Dictionary<int, int> { [0] = 4 }));
    }

    [Fact]
    public void Lottery_MeetsItsCount_OrNamesTheQuota()
    {
        var drawn = Lottery.Draw(new SplitMix64(1), Enumerable.Range(0, 100), number => number % 2 == 0 ? 0 : number < 50 ? 1 : 9, 20, "odd numbers", number => number != 99);
        drawn.Distinct().Count().ShouldBe(20);
        drawn.ShouldAllBe(number => number % 2 == 1 && number != 99);
        drawn.Count(number => number >= 50).ShouldBeGreaterThan(12);
        Should.Throw<InvalidOperationException>(() => Lottery.Draw(new SplitMix64(1), [1, 2], _ => 1, 3, "three of two")).Message.ShouldBe("three of two: 3 are wanted and 2 can be had.");
    }

    private static async Task<string> HashOf(int seed)
    {
        var folder = Directory.CreateTempSubdirectory("geo-demonstration-").FullName;
        try
        {
            await DemonstrationCounty.WriteAsync(folder, seed, default);
            return DemonstrationFiles.TreeHash(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
