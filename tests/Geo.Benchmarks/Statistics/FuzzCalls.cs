using Geo.Statistics;
using Geo.Statistics.Aoristic;
using Geo.Statistics.Change;
using Geo.Statistics.Concentration;
using Geo.Statistics.Control;
using Geo.Statistics.Density;
using Geo.Statistics.Evaluation;
using Geo.Statistics.Harm;
using Geo.Statistics.Holidays;
using Geo.Statistics.NearRepeat;
using Geo.Statistics.Persistence;
using Geo.Statistics.Ranks;
using Geo.Statistics.Rates;
using Geo.Statistics.Spatial;
using Geo.Statistics.Surveillance;

namespace Geo.Benchmarks.Statistics;

/// <summary>A method called with random arguments; every number it gives goes to the check.</summary>
internal sealed record FuzzCall(string Name, Action<FuzzInput, Action<double>> Call);

/// <summary>All public methods of Geo.Statistics as calls with random arguments.</summary>
internal static class FuzzCalls
{
    public static IReadOnlyList<FuzzCall> All { get; } =
    [
        new("PoissonLimits.Exact", (f, see) => See(see, PoissonLimits.Exact(f.Count(), f.Level()))),
        new("PoissonLimits.Byar", (f, see) => See(see, PoissonLimits.Byar(f.Count(), f.Level()))),
        new("PoissonLimits.Of", (f, see) => See(see, PoissonLimits.Of(f.Count(), f.Level()))),
        new("CrudeRate.Of", (f, see) =>
        {
            var rate = CrudeRate.Of(f.Count(), f.Positive(), f.Positive(), f.Level());
            see(rate.Value);
            See(see, rate.Limits);
        }),
        new("WilsonProportion.Of", (f, see) =>
        {
            var proportion = WilsonProportion.Of(f.Whole(-1, 50), f.Count(), f.Level());
            see(proportion.Value);
            See(see, proportion.Limits);
        }),
        new("BenchmarkComparison.OfPart", (f, see) =>
        {
            var part = BenchmarkComparison.OfPart(f.Count(), f.Positive(), f.Count(), f.Positive(), f.Pick(Polarity.None, Polarity.HighIsGood));
            see(part.Benchmark ?? 0);
            See(see, part.Rate.Limits);
        }),
        new("BenchmarkComparison.Of", (f, _) => BenchmarkComparison.Of(new Limits(f.Number(), f.Number(), 0.95), f.Number(), (Polarity)f.Whole(-1, 3))),
        new("RecentTrend.Of", (f, see) =>
        {
            var trend = RecentTrend.Of(f.Fill(f.Whole(3, 7), () => f.Whole(0, 20) == 0 ? new TrendPoint(null, 0, 0) : new TrendPoint(f.Number(), f.Number(), f.Number() + 10)));
            see(trend.Slope ?? 0);
            see(trend.ChiSquared ?? 0);
            see(trend.PValue ?? 0);
        }),
        new("EmpiricalBayes.Global", (f, see) =>
        {
            var rates = EmpiricalBayes.Global(f.Counts(5), f.Positives(5));
            See(see, [rates.Mean, rates.BetweenVariance, .. rates.Estimates]);
        }),
        new("EmpiricalBayes.Local", (f, see) => See(see, EmpiricalBayes.Local(f.Counts(6), f.Positives(6), Neighbours(f, 6), (LocalSpread)f.Whole(0, 2)))),
        new("EmpiricalBayes.StandardisedScores", (f, see) => See(see, EmpiricalBayes.StandardisedScores(f.Counts(5), f.Positives(5)))),
        new("PerCentChange.Of", (f, see) => see(PerCentChange.Of(f.Count(), f.Count()) ?? 0)),
        new("PerCentChange.Rounded", (f, see) => see((double)(PerCentChange.Rounded(f.Count(), f.Count(), f.Whole(-1, 16)) ?? 0))),
        new("HalfAwayFromZero.Round", (f, see) => see(HalfAwayFromZero.Round(f.Number(), f.Whole(-1, 16)))),
        new("TwoCountTest.Exact", (f, see) => see(TwoCountTest.Exact(f.Count(), f.Count(), f.Positive(), f.Positive()).PValue)),
        new("RateRatio.Of", (f, see) =>
        {
            var ratio = RateRatio.Of(f.Count(), f.Count(), f.Positive(), f.Positive(), f.Level());
            see(ratio.Value ?? 0);
            See(see, ratio.Limits);
        }),
        new("ETest.PValue", (f, see) => see(ETest.PValue(f.Whole(-1, 12), f.Whole(0, 12), f.Positive(), f.Positive()))),
        new("SquareRootChange.AgainstMean, SquareRootChange.AgainstPeriod", (f, see) =>
        {
            see(SquareRootChange.AgainstMean(f.Number(), f.Count()));
            see(SquareRootChange.AgainstPeriod(f.Count(), f.Count()));
        }),
        new("FalseDiscovery.Adjust", (f, see) => See(see, FalseDiscovery.Adjust(f.Fill(f.Whole(0, 8), f.Level)))),
        new("ChangeVerdict.Of", (f, see) => See(see, ChangeVerdict.Of(f.Count(), f.Count(), f.Positive(), f.Positive(), f.Level()))),
        new("ChangeVerdict.From", (f, see) => See(see, ChangeVerdict.From(f.Count(), f.Count(), f.Level(), f.Level()))),
        new("RankIntervals.Of", (f, see) =>
        {
            foreach (var rank in RankIntervals.Of(f.Counts(4), f.Positives(4), f.Seed(), (RankModel)f.Whole(0, 1), f.Whole(0, 5), f.Level(), 100, 1))
                see(rank.ChanceInTop);
        }),
        new("XmrChart.Of", (f, see) =>
        {
            var options = new XmrOptions
            {
                ScreenMovingRanges = f.Coin(), MedianMovingRange = f.Coin(), WheelerSignals = f.Coin(), RunLength = f.Whole(1, 9),
                BaselinePoints = f.Coin() ? null : f.Whole(11, 20), Rebases = f.Coin() ? [] : [new Rebase(f.Whole(0, 12), "why")],
            };
            foreach (var segment in XmrChart.Of(f.Numbers(f.Whole(0, 20)), options).Segments)
                See(see, [segment.Mean, segment.Lower, segment.Upper, segment.NearLower, segment.NearUpper, segment.UpperRange]);
        }),
        new("XmrChart.PValueOfNext", (f, see) => see(XmrChart.PValueOfNext(XmrChart.Of(f.Numbers(5)).Segments[0], f.Whole(0, 30), f.Number()))),
        new("TargetAssurance.Of", (f, _) => TargetAssurance.Of(XmrChart.Of(f.Numbers(5)), f.Number(), f.Coin())),
        new("CountCharts.C", (f, see) => See(see, CountCharts.C(f.Counts(f.Whole(0, 5))))),
        new("CountCharts.U", (f, see) => See(see, CountCharts.U(f.Counts(5), f.Positives(5)))),
        new("CountCharts.UPrime", (f, see) => See(see, CountCharts.UPrime(f.Counts(5), f.Positives(5)))),
        new("CountCharts.AdjustForDays", (f, see) => see(CountCharts.AdjustForDays(f.Count(), f.Whole(27, 32)))),
        new("RareEventCharts.T", (f, see) => See(see, RareEventCharts.T(f.Numbers(f.Whole(0, 6))))),
        new("RareEventCharts.G", (f, see) => See(see, RareEventCharts.G(f.Counts(f.Whole(0, 6))))),
        new("Funnel.OfProportion", (f, see) => See(see, Funnel.OfProportion(f.Level(), f.Count(), f.Level()))),
        new("Funnel.PositionOf", (f, _) => Funnel.PositionOf(f.Count(), f.Positive(), f.Level())),
        new("Funnel.CurveAt", (f, see) =>
        {
            var point = Funnel.CurveAt(f.Count(), f.Level());
            See(see, [point.ExpectedAtUpper, point.ExpectedAtLower, point.RatioLower, point.RatioUpper]);
        }),
        new("Funnel.MeasureOverdispersion, Funnel.OfRatio", (f, see) =>
        {
            var spread = Funnel.MeasureOverdispersion(f.Counts(5), f.Positives(5));
            See(see, [spread.Phi, spread.TauSquared]);
            See(see, Funnel.OfRatio(f.Positive(), spread.TauSquared, f.Level()));
        }),
        new("AreaShapes.FromRings, its flat form", (f, see) =>
            see(new AreaShapes(f.Fill(f.Whole(0, 9), f.Number), f.Fill(f.Whole(0, 3), () => f.Whole(-1, 5)), f.Fill(f.Whole(0, 3), () => f.Whole(-1, 4))).VertexCount + Shapes(f).Count)),
        new("Contiguity.Queen", (f, see) => see(Contiguity.Queen(Shapes(f), f.Coin() ? 0 : f.Positive()).LinkCount)),
        new("Contiguity.Rook", (f, see) => see(Contiguity.Rook(Shapes(f)).LinkCount)),
        new("CentroidWeights.DistanceBand", (f, see) => see(CentroidWeights.DistanceBand(Points(f, f.Whole(0, 8)), f.Positive()).LinkCount)),
        new("CentroidWeights.Nearest", (f, see) => see(CentroidWeights.Nearest(Points(f, f.Whole(0, 8)), f.Whole(0, 8)).LinkCount)),
        new("SpatialWeights.FromNeighbours", (f, see) =>
        {
            var weights = SpatialWeights.FromNeighbours(f.Fill(f.Whole(0, 5), () => (IReadOnlyList<int>)f.Fill(f.Whole(0, 3), () => f.Whole(-1, 5))));
            see(f.Coin() ? weights.WithSelf().Islands.Count : weights.RowStandardised().WeightOf(f.Whole(-1, 5), f.Whole(-1, 3)));
        }),
        new("SpatialWeights.FromWeights", (f, see) => see(SpatialWeights.FromWeights([[1, 2], [0], [0]], [f.Numbers(2), f.Numbers(1), [0]]).RowStandardised().WeightOf(0, 1))),
        new("GetisOrd.HotSpots", (f, see) =>
        {
            var count = f.Pick(5, 36);
            var weights = Neighbours(f, count);
            foreach (var spot in GetisOrd.HotSpots(f.Coin() ? weights.WithSelf() : weights.RowStandardised(), f.Numbers(count)))
                See(see, [spot.Z ?? 0, spot.PValue ?? 0, spot.AdjustedPValue ?? 0]);
        }),
        new("GetisOrd.Scores", (f, see) =>
        {
            var scores = new double[6];
            GetisOrd.Scores(Neighbours(f, 6), f.Numbers(6), scores);
            See(see, scores);
        }),
        new("GlobalMoran.Analytic", (f, see) => See(see, GlobalMoran.Analytic(Neighbours(f, 6), f.Numbers(6)))),
        new("GlobalMoran.Permuted", (f, see) => See(see, GlobalMoran.Permuted(Neighbours(f, 6), f.Numbers(6), 99, f.Seed(), 1))),
        new("LocalMoran.Analytic", (f, see) => See(see, LocalMoran.Analytic(Neighbours(f, 6).RowStandardised(), f.Numbers(6)))),
        new("LocalMoran.Permuted", (f, see) => See(see, LocalMoran.Permuted(Neighbours(f, 6), f.Numbers(6), 99, f.Seed(), 1))),
        new("GridDefinition.Covering", (f, see) => see(GridDefinition.Covering(f.Number(), f.Number(), f.Number(), f.Number(), f.Positive()).CellSquareKilometres)),
        new("GridDefinition.Covering a boundary", (f, see) => see(GridDefinition.Covering(Shapes(f), f.Positive()).CellSquareKilometres)),
        new("GridDefinition.UsualCellMetres", (f, see) => see(GridDefinition.UsualCellMetres(f.Positive(), f.Positive()))),
        new("GridDefinition, its cells", (f, see) =>
        {
            var grid = Grid(f);
            var found = grid.Count(Points(f, 4));
            See(see, [found.Outside, .. found.Counts]);
            var centre = grid.CentreOf(f.Whole(-1, 20));
            See(see, [centre.X, centre.Y, grid.CellOf(new PlanePoint(f.Number(), f.Number()))]);
        }),
        new("GridMask.Intersecting", (f, _) => GridMask.Intersecting(new GridDefinition(0, 0, f.Positive(), f.Whole(0, 9), f.Whole(1, 9)), Shapes(f))),
        new("Bandwidth.Nrd", (f, see) => see(Bandwidth.Nrd(f.Numbers(f.Whole(0, 9))))),
        new("Bandwidth.Suggest", (f, see) => see(Bandwidth.Suggest(Points(f, f.Whole(0, 9))))),
        new("KernelDensity.OfPoints", (f, see) =>
            See(see, KernelDensity.OfPoints(Points(f, 5), Grid(f), f.Positive(), (Kernel)f.Whole(0, 1), f.Coin() ? [] : f.Numbers(5), 1).PerSquareKilometre)),
        new("KernelDensity.OfCounts, KernelDensity.CorrectEdges", (f, see) =>
        {
            var surface = KernelDensity.OfCounts(f.Numbers(20), new GridDefinition(0, 0, 10, 5, 4), 10 + f.Whole(0, 30), (Kernel)f.Whole(0, 1), 1);
            See(see, surface.PerSquareKilometre);
            See(see, KernelDensity.CorrectEdges(surface, f.Fill(20, f.Coin)).PerSquareKilometre);
        }),
        new("KernelDensity.BinningErrorPerEvent", (f, see) => see(KernelDensity.BinningErrorPerEvent(f.Positive(), f.Positive(), (Kernel)f.Whole(0, 1)))),
        new("DualDensity.Of", (f, see) =>
        {
            var grid = new GridDefinition(0, 0, 10, 5, 4);
            var first = KernelDensity.OfPoints(Points(f, 3), grid, 30, threads: 1);
            var dual = DualDensity.Of(first, KernelDensity.OfPoints(Points(f, 3), grid, 30, threads: 1), (DualForm)f.Whole(0, 4), f.Coin() ? null : f.Number());
            See(see, [dual.FloorPerSquareKilometre, .. dual.Values]);
        }),
        new("DensityChange.Between", (f, see) =>
        {
            var change = DensityChange.Between(Points(f, 3), Points(f, 3), new GridDefinition(0, 0, 10, 5, 4), 30, f.Positive(), f.Positive(), (Kernel)f.Whole(0, 1));
            See(see, [change.Largest, .. change.Difference]);
        }),
        new("MannKendall.Of", (f, see) =>
        {
            var test = MannKendall.Of(f.Numbers(f.Whole(0, 9)));
            See(see, [test.Variance, test.Z, test.PValue]);
        }),
        new("HotSpotHistory.Of, HotSpotHistory.StateOf", (f, _) => HotSpotHistory.Of(f.Fill(f.Whole(0, 15), () => HotSpotHistory.StateOf(f.Number(), f.Level())))),
        new("EmergingHotSpots.Of", (f, see) => see(EmergingHotSpots.Of(f.Numbers(7), f.Fill(7, () => (PeriodState)f.Whole(0, 3)), f.Level()).Trend?.PValue ?? 0)),
        new("KnoxTest.Of", (f, see) =>
        {
            var events = f.Fill(f.Whole(0, 7), () => new DatedPoint(Points(f, 1)[0], f.Whole(-5, 5)));
            foreach (var band in KnoxTest.Of(events, [0, 10, f.Positive()], [0, 2, 5], f.Seed(), (DistanceMetric)f.Whole(0, 1), 99, 1))
                See(see, [band.ExpectedPairs, band.PValue, band.Ratio ?? 0]);
        }),
        new("PlaceConcentration.Of", (f, see) =>
        {
            var counts = f.Counts(f.Whole(0, 6));
            if (PlaceConcentration.Of(counts, f.Level(), f.Coin() ? [] : f.Numbers(counts.Length)) is { } found)
                See(see, [found.Gini, found.GeneralisedGini, found.UnbiasedGini ?? 0, found.PerCentOfPlaces, found.LengthForShareKilometres ?? 0]);
        }),
        new("PlaceConcentration.Lorenz", (f, see) =>
        {
            foreach (var point in PlaceConcentration.Lorenz(f.Counts(f.Whole(0, 6))))
                see(point.ShareOfEvents);
        }),
        new("HarmScore.Of", (f, see) =>
        {
            var harm = HarmScore.Of(f.Counts(4), new HarmWeights("v", f.Numbers(4)), f.Level());
            See(see, [harm.Score, harm.Variance, harm.LargestEventShare, harm.Limits?.Lower ?? 0, harm.Limits?.Upper ?? 0]);
        }),
        new("DisplacementDifference.Of", (f, see) =>
        {
            BeforeAfter? moved = f.Coin() ? Before(f) : null, control = f.Coin() ? Before(f) : null;
            if (DisplacementDifference.Of(Before(f), Before(f), moved, control, f.Positive(), f.Positive(), f.Level()) is { } found)
                See(see, found);
        }),
        new("DisplacementDifference.Quotient", (f, see) => see(DisplacementDifference.Quotient(Before(f), Before(f), Before(f)) ?? 0)),
        new("RateDifference.Of", (f, see) => See(see, RateDifference.Of(f.Count(), f.Positive(), f.Count(), f.Positive(), f.Level()))),
        new("PredictionIndex.Of", (f, see) =>
        {
            var score = PredictionIndex.Of(f.Counts(5), f.Positives(5), f.Fill(5, f.Coin));
            See(see, [score.HitRate, score.AreaShare, score.AccuracyIndex ?? 0, score.EfficiencyIndex ?? 0]);
        }),
        new("AoristicWeights.Over", (f, see) => See(see, AoristicWeights.Over(f.Number(), f.Number(), [f.Number(), f.Number(), 10, 5000]))),
        new("AoristicWeights.OverCycle", (f, see) => See(see, AoristicWeights.OverCycle(f.Number(), f.Number(), f.Whole(0, 24)))),
        new("HolidayEffect.OfYear", (f, see) =>
        {
            var effect = HolidayEffect.OfYear(new HolidayStratum(f.Count(), f.Positive(), f.Count(), f.Positive()), f.Level());
            see(effect.Value ?? 0);
            See(see, effect.Limits);
        }),
        new("HolidayEffect.SplitWeeks", (f, see) =>
        {
            var weeks = f.Whole(0, 6);
            var split = HolidayEffect.SplitWeeks(f.Counts(weeks), f.Fill(f.Whole(0, 9) == 0 ? 3 : weeks, f.Coin), f.Whole(-1, 2));
            See(see, [split.HolidayDays, split.TermDays]);
        }),
        new("HolidayEffect.OfYears", (f, see) =>
        {
            var effect = HolidayEffect.OfYears(f.Fill(f.Whole(0, 3), () => new HolidayStratum(f.Count(), f.Positive(), f.Count(), f.Positive())), f.Level());
            see(effect.Value ?? 0);
            See(see, effect.Limits);
        }),
        new("SpaceTimeScan.Prospective", (f, see) =>
        {
            var cases = f.Fill(f.Whole(0, 15), () => new AreaCase(f.Whole(0, 4), f.Whole(0, 9)));
            var options = new ScanOptions { LongestDays = f.Whole(0, 10), LargestShare = f.Level(), Permutations = 99, Threads = 1, LargestRadiusMetres = f.Positive() };
            foreach (var cluster in SpaceTimeScan.Prospective(Points(f, 5), cases, 10, f.Seed(), options))
                See(see, [cluster.LogLikelihoodRatio, cluster.PValue, cluster.Expected, cluster.RadiusMetres, cluster.RecurrenceDays]);
        }),
    ];

    /// <summary>Calls a method again and again.</summary>
    /// <returns>What went wrong: the first NaN or exception outside the documented ones; <see langword="null"/> where nothing did.</returns>
    public static string? Run(FuzzCall call, int calls, int seed)
    {
        var input = new FuzzInput(seed);
        for (var i = 0; i < calls; i++)
        {
            try
            {
                call.Call(input, value =>
                {
                    if (double.IsNaN(value))
                        throw new NotFiniteNumberException("NaN came out");
                });
            }
            catch (ArgumentException exception)
            {
                if (string.IsNullOrEmpty(exception.ParamName) || !exception.Message.Contains("must", StringComparison.Ordinal))
                    return $"{call.Name}, call {i}: an exception that names no argument or rule: {exception.Message}";
            }
            catch (Exception exception)
            {
                return $"{call.Name}, call {i}: {exception.GetType().Name} {exception.Message} {exception.StackTrace?.Split('\n').FirstOrDefault()}";
            }
        }

        return null;
    }

    private static void See(Action<double> see, Limits limits)
    {
        see(limits.Lower);
        see(limits.Upper);
    }

    private static void See(Action<double> see, double[] values)
    {
        foreach (var value in values)
            see(value);
    }

    private static void See(Action<double> see, DifferenceEstimate found)
    {
        See(see, [found.Estimate, found.StandardError, found.Z, found.PValue]);
        See(see, found.Limits);
    }

    private static void See(Action<double> see, ChangeVerdict verdict) => See(see, [verdict.PerCent ?? 0, verdict.PValue]);

    private static void See(Action<double> see, CountPoint[] points)
    {
        foreach (var point in points)
            See(see, [point.Value, point.Centre, point.Lower, point.Upper]);
    }

    private static void See(Action<double> see, MoranResult? result)
    {
        if (result is { } moran)
            See(see, [moran.I, moran.Expected, moran.Variance, moran.Z, moran.PValue]);
    }

    private static void See(Action<double> see, LocalMoranArea[] areas)
    {
        foreach (var area in areas)
            See(see, [area.I ?? 0, area.Expected ?? 0, area.Variance ?? 0, area.PValue ?? 0, area.AdjustedPValue ?? 0]);
    }

    private static BeforeAfter Before(FuzzInput f) => new(f.Count(), f.Count(), f.Positive());

    private static GridDefinition Grid(FuzzInput f) => f.Whole(0, 9) == 0 ? new(f.Number(), f.Number(), f.Positive(), f.Whole(-1, 5), f.Whole(0, 5)) : new(0, 0, 10, 5, 4);

    private static PlanePoint[] Points(FuzzInput f, int count) =>
        f.Whole(0, 5) == 0 ? f.Fill(count, () => new PlanePoint(f.Number(), f.Number())) : f.Fill(count, () => new PlanePoint(f.Whole(0, 60), f.Whole(0, 60)));

    private static AreaShapes Shapes(FuzzInput f)
    {
        var areas = f.Fill(f.Whole(0, 4), () => (IReadOnlyList<double[]>)f.Fill(f.Whole(0, 2), () => f.Coin()
            ? f.Fill(2 * f.Whole(0, 5), () => (double)f.Whole(0, 4))
            : f.Numbers(2 * f.Whole(0, 5))));
        return AreaShapes.FromRings(areas);
    }

    private static SpatialWeights Neighbours(FuzzInput f, int count)
    {
        var rows = new int[count][];
        for (var i = 0; i < count; i++)
        {
            var row = new SortedSet<int>();
            for (var k = f.Whole(0, Math.Min(count, 6)); k > 0; k--)
            {
                var j = f.Whole(0, count - 1);
                if (j != i)
                    row.Add(j);
            }

            rows[i] = [.. row];
        }

        return SpatialWeights.FromNeighbours(rows);
    }
}
