using Geo.Statistics.Surveillance;

namespace Geo.Statistics.Tests.Surveillance;

public sealed class ScanTests
{
    private static PlanePoint[] Areas => Reference.Rows("scan_areas.csv").Select(row => new PlanePoint(row.Double("x"), row.Double("y"))).ToArray();

    private static AreaCase[] Cases => Reference.Rows("scan_cases.csv").Select(row => new AreaCase((int)row.Long("area"), (int)row.Long("day"))).ToArray();

    [Fact]
    public void Cluster_AgainstBruteForce()
    {
        var expected = Reference.Rows("scan_result.csv").Single();
        var clusters = SpaceTimeScan.Prospective(Areas, Cases, 40, 1, new ScanOptions { LongestDays = 7, Permutations = 9999 });
        var best = clusters[0];
        best.LogLikelihoodRatio.ShouldBeClose(expected.Double("llr"));
        best.RadiusMetres.ShouldBeClose(expected.Double("radius"));
        best.Days.ShouldBe((int)expected.Long("days"));
        best.Cases.ShouldBe((int)expected.Long("cases"));
        best.Expected.ShouldBeClose(expected.Double("expected"));
        best.Areas.ShouldBe(expected.Doubles("areas").Select(area => (int)area));
        // Two Monte Carlo estimates with 9,999 shuffles each.
        var p = expected.Double("p");
        best.PValue.ShouldBe(p, 5 * Math.Sqrt(2 * p * (1 - p) / 9999) + 1e-4);
        best.RecurrenceDays.ShouldBeClose(1 / best.PValue);
        foreach (var pair in clusters.SelectMany((a, i) => clusters.Skip(i + 1).Select(b => (a, b))))
            pair.a.Areas.Intersect(pair.b.Areas).ShouldBeEmpty();
    }

    [Fact]
    public void Options_LimitTheCylinders()
    {
        var narrow = SpaceTimeScan.Prospective(Areas, Cases, 40, 1, new ScanOptions { LongestDays = 2, LargestRadiusMetres = 10, Permutations = 99, MostClusters = 50 });
        narrow.ShouldAllBe(cluster => cluster.Days <= 2 && cluster.Areas.Count == 1);
        narrow.Length.ShouldBeGreaterThan(1);
        SpaceTimeScan.Prospective(Areas, Cases, 40, 1, new ScanOptions { LongestDays = 2, LargestRadiusMetres = 10, Permutations = 99, MostClusters = 1 })
            .Single().Areas.ShouldBe(narrow[0].Areas);
        SpaceTimeScan.Prospective(Areas, Cases, 40, 1, new ScanOptions { LongestDays = 7, FewestCases = 500, Permutations = 99 }).ShouldBeEmpty();
        SpaceTimeScan.Prospective(Areas, Cases, 40, 1, new ScanOptions { LongestDays = 7, LargestShare = 0.001, Permutations = 99 }).ShouldBeEmpty();
        var weekly = SpaceTimeScan.Prospective(Areas, Cases, 40, 1, new ScanOptions { LongestDays = 7, DaysBetweenAnalyses = 7, Permutations = 99 })[0];
        weekly.RecurrenceDays.ShouldBeClose(7 / weekly.PValue);
    }

    [Fact]
    public void SameSeed_SameResult_OnAnyNumberOfThreads_AndAnywhere()
    {
        SpaceTimeCluster[] Run(ulong seed, int threads, double shift) => SpaceTimeScan.Prospective(
            Areas.Select(p => new PlanePoint(p.X + shift, p.Y + shift)).ToArray(), Cases, 40, seed, new ScanOptions { LongestDays = 7, Permutations = 199, Threads = threads });
        string Text(SpaceTimeCluster[] clusters) => string.Join("; ", clusters.Select(c => $"{c.Centre} {c.Days} {c.Cases} {c.PValue} {string.Join(',', c.Areas)}"));
        Text(Run(5, 4, 0)).ShouldBe(Text(Run(5, 1, 0)));
        Text(Run(5, 4, 1000)).ShouldBe(Text(Run(5, 1, 0)));
        Text(Run(6, 1, 0)).ShouldNotBe(Text(Run(5, 1, 0)));
    }

    [Fact]
    public void Cluster_OfTheFewestCases_IsFound()
    {
        // Two of twelve cases in one place on the last two days, when nothing happened elsewhere: 2 × 2/12 expected.
        AreaCase[] cases = [new(0, 38), new(0, 39), .. Enumerable.Range(0, 5).SelectMany(day => new AreaCase[] { new(1, day), new(2, day) })];
        var found = SpaceTimeScan.Prospective([new(0, 0), new(1000, 0), new(2000, 0)], cases, 40, 1, new ScanOptions { LongestDays = 7, Permutations = 99 }).Single();
        (found.Cases, found.Days).ShouldBe((2, 2));
        found.Expected.ShouldBeClose(1.0 / 3);
        found.LogLikelihoodRatio.ShouldBeClose(2 * Math.Log(6) + 10 * Math.Log(10 / (12 - 1.0 / 3)));
    }

    [Fact]
    public void Cluster_MayHoldExactlyTheLargestShare_AndHasMoreCasesThanExpected()
    {
        // Each of two places has six cases; the first has four of the last five days' five, the second one.
        AreaCase[] cases = [new(0, 1), new(0, 2), .. Enumerable.Range(36, 4).Select(day => new AreaCase(0, day)), .. Enumerable.Range(0, 5).Select(day => new AreaCase(1, day)), new(1, 35)];
        var found = SpaceTimeScan.Prospective([new(0, 0), new(1000, 0)], cases, 40, 1, new ScanOptions { LongestDays = 7, Permutations = 99 }).Single();
        found.Areas.ShouldBe([0]);
        (found.Cases, found.Expected).ShouldBe((4, 2.0));
        // With two late cases in the second, which are fewer than expected, it still is none.
        SpaceTimeScan.Prospective([new(0, 0), new(1000, 0)], [.. cases, new(1, 39), new(0, 39)], 40, 1, new ScanOptions { LongestDays = 7, Permutations = 99 })
            .ShouldAllBe(cluster => cluster.Cases > cluster.Expected);
    }

    [Fact]
    public void PValue_CountsWhatWasSeenAmongTheShuffles()
    {
        // Twenty cases in one place on the last day, twenty in another before: no shuffle of 99 is like it, chance one in 10^11.
        AreaCase[] cases = [.. Enumerable.Repeat(new AreaCase(0, 39), 20), .. Enumerable.Range(0, 20).Select(day => new AreaCase(1, day))];
        var found = SpaceTimeScan.Prospective([new(0, 0), new(1000, 0)], cases, 40, 1, new ScanOptions { LongestDays = 7, Permutations = 99 }).Single();
        found.PValue.ShouldBe(0.01);
        found.RecurrenceDays.ShouldBeClose(100);
    }

    [Fact]
    public void AreasEquallyFar_JoinACircleTogether()
    {
        // The second and third are equally far from the first, and nearer to each other: no circle holds the first and second alone.
        PlanePoint[] places = [new(0, 0), new(1000, 100), new(1000, -100), new(50_000, 0)];
        AreaCase[] cases = [.. Enumerable.Range(0, 24).Select(i => i < 8 ? new AreaCase(i / 4, 39) : new AreaCase(i < 12 ? 2 : 3, i))];
        var best = SpaceTimeScan.Prospective(places, cases, 40, 1, new ScanOptions { LongestDays = 7, Permutations = 99 })[0];
        best.Areas.ShouldBe([0, 1, 2]);
        best.LogLikelihoodRatio.ShouldBeClose(8 * Math.Log(8 / 4.0) + 16 * Math.Log(16 / 20.0));
    }

    [Fact]
    public void NoCases_NoClusters() => SpaceTimeScan.Prospective(Areas, [], 40, 1).ShouldBeEmpty();

    [Fact]
    public void BadArguments_AreNamed()
    {
        Should.Throw<ArgumentException>(() => SpaceTimeScan.Prospective(Areas, [new(99, 1)], 40, 1)).ParamName.ShouldBe("cases");
        Should.Throw<ArgumentException>(() => SpaceTimeScan.Prospective(Areas, [new(1, 40)], 40, 1)).ParamName.ShouldBe("cases");
        Should.Throw<ArgumentException>(() => SpaceTimeScan.Prospective(Areas, [], 1, 1)).ParamName.ShouldBe("days");
        foreach (var options in new[]
        {
            new ScanOptions { LongestDays = 40 }, new ScanOptions { LongestDays = 0 }, new ScanOptions { LargestShare = 0.6 }, new ScanOptions { LargestRadiusMetres = -1 },
            new ScanOptions { FewestCases = 1 }, new ScanOptions { Permutations = 9 }, new ScanOptions { MostClusters = 0 }, new ScanOptions { DaysBetweenAnalyses = 0 },
        })
            Should.Throw<ArgumentException>(() => SpaceTimeScan.Prospective(Areas, [], 40, 1, options)).ParamName.ShouldBe("options");
    }
}
