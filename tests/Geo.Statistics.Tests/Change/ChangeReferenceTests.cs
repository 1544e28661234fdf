using Geo.Statistics.Change;

namespace Geo.Statistics.Tests.Change;

public sealed class ChangeReferenceTests
{
    [Fact]
    public void TwoCounts_AgainstR()
    {
        foreach (var row in Reference.Rows("two_counts.csv"))
        {
            var (previous, current) = (row.Long("previous"), row.Long("current"));
            var (before, now) = (row.Double("previous_exposure"), row.Double("current_exposure"));
            var what = $"{previous} to {current}";
            TwoCountTest.Exact(previous, current, before, now).PValue.ShouldBeClose(row.Double("p"), what);
            var ratio = RateRatio.Of(previous, current, before, now);
            ratio.Limits.Lower.ShouldBeClose(row.Double("lower"), what);
            ratio.Limits.Upper.ShouldBeClose(row.Double("upper"), what);
        }
    }

    [Fact]
    public void RateRatio_OfBridgnorth()
    {
        var ratio = RateRatio.Of(23, 58);
        Math.Round(ratio.Value!.Value, 2).ShouldBe(2.52);
        Math.Round(ratio.Limits.Lower, 2).ShouldBe(1.53);
        Math.Round(ratio.Limits.Upper, 2).ShouldBe(4.28);
    }

    [Fact]
    public void ETest_AgainstScipyAndTheDoubleSum()
    {
        foreach (var row in Reference.Rows("e_test.csv"))
        {
            var p = ETest.PValue(row.Long("previous"), row.Long("current"), row.Double("previous_exposure"), row.Double("current_exposure"));
            // SciPy cuts its sums, see e_test.py.
            p.ShouldBeClose(row.Double("p"), row["previous"], row["method"] == "scipy" ? 1e-6 : 1e-9);
        }
    }

    [Fact]
    public void FalseDiscovery_AgainstR()
    {
        var rows = Reference.Rows("adjusted_p.csv");
        var adjusted = FalseDiscovery.Adjust(rows.Select(row => row.Double("p")).ToArray());
        for (var i = 0; i < rows.Count; i++)
            adjusted[i].ShouldBeClose(rows[i].Double("adjusted"));
    }
}
