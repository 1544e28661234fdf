using Geo.Statistics.Rates;

namespace Geo.Statistics.Tests.Rates;

public sealed class RatesReferenceTests
{
    [Fact]
    public void Byar_AgainstPublishedValues()
    {
        PoissonLimits.Byar(54, 0.95).Lower.ShouldBeClose(40.56373056);
        PoissonLimits.Byar(54, 0.95).Upper.ShouldBeClose(70.45965207);
        PoissonLimits.Byar(54, 0.998).Lower.ShouldBeClose(34.08012341);
        PoissonLimits.Byar(54, 0.998).Upper.ShouldBeClose(80.81673664);
    }

    [Fact]
    public void Exact_AgainstR()
    {
        foreach (var row in Reference.Rows("poisson_limits.csv"))
        {
            var limits = PoissonLimits.Exact((long)row.Double("count"), row.Double("level"));
            var what = $"{row["count"]} at {row["level"]}";
            limits.Lower.ShouldBeClose(row.Double("lower"), what);
            limits.Upper.ShouldBeClose(row.Double("upper"), what);
        }
    }

    [Fact]
    public void Wilson_AgainstR()
    {
        foreach (var row in Reference.Rows("proportion_limits.csv"))
        {
            var proportion = WilsonProportion.Of(row.Long("successes"), row.Long("trials"), row.Double("level"));
            var what = $"{row["successes"]} of {row["trials"]} at {row["level"]}";
            proportion.Limits.Lower.ShouldBeClose(row.Double("lower"), what, 1e-8);
            proportion.Limits.Upper.ShouldBeClose(row.Double("upper"), what);
        }

        WilsonProportion.Of(22, 27).Limits.Lower.ShouldBeClose(0.6330131638);
        WilsonProportion.Of(162, 203).Limits.Upper.ShouldBeClose(0.8474858305);
    }

    [GoldenFact]
    public void Limits_AgainstGoldenByar()
    {
        var rows = Reference.Golden("byar.csv");
        rows.Count.ShouldBe(63);
        foreach (var row in rows)
        {
            var count = row.Long("events");
            var level = row.Double("conf");
            var unit = 1000 / row.Double("population");
            PoissonLimits.Byar(count, level).Times(unit).Lower.ShouldBeClose(row.Double("byar_lower"), row["wd13nm"]);
            PoissonLimits.Byar(count, level).Times(unit).Upper.ShouldBeClose(row.Double("byar_upper"), row["wd13nm"]);
            PoissonLimits.Exact(count, level).Times(unit).Lower.ShouldBeClose(row.Double("exact_lower"), row["wd13nm"]);
            PoissonLimits.Exact(count, level).Times(unit).Upper.ShouldBeClose(row.Double("exact_upper"), row["wd13nm"]);
            var rate = CrudeRate.Of(count, row.Double("population"), 1000, level);
            rate.Value.ShouldBeClose(row.Double("rate_per_1000"), row["wd13nm"]);
            rate.Limits.Lower.ShouldBeClose(row.Double(count < 10 ? "exact_lower" : "byar_lower"), row["wd13nm"]);
        }
    }

    [Fact]
    public void Trend_AgainstR()
    {
        foreach (var row in Reference.Rows("recent_trend.csv"))
        {
            var values = row.Doubles("y");
            var widths = row.Doubles("half_width");
            var points = values.Select((value, i) => new TrendPoint(value, value - widths[i], value + widths[i])).ToArray();
            var trend = RecentTrend.Of(points);
            trend.Slope!.Value.ShouldBeClose(row.Double("slope"), row["name"]);
            trend.ChiSquared!.Value.ShouldBeClose(row.Double("chisq"), row["name"]);
            trend.Direction.ShouldBe(row["name"] switch
            {
                "rise" => TrendDirection.Increasing,
                "fall" => TrendDirection.Decreasing,
                "flat" => TrendDirection.NoSignificantChange,
                _ => TrendDirection.NoSignificantChange, // one extreme year: without it there is no slope
            });
        }
    }
}
