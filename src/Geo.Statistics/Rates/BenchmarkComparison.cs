namespace Geo.Statistics.Rates;

/// <summary>Which direction of a measure is good.</summary>
public enum Polarity
{
    /// <summary>Neither, or not agreed: recorded offences may rise because people report more.</summary>
    None,

    /// <summary>Low is good, such as deaths.</summary>
    LowIsGood,

    /// <summary>High is good, such as successful completions.</summary>
    HighIsGood,
}

/// <summary>How an area stands against a benchmark.</summary>
public enum BenchmarkOutcome
{
    /// <summary>Not compared: no limits, or the area is the whole benchmark. No colour.</summary>
    NotCompared,

    /// <summary>The limits hold the benchmark.</summary>
    Similar,

    /// <summary>Better than the benchmark.</summary>
    Better,

    /// <summary>Worse than the benchmark.</summary>
    Worse,

    /// <summary>Lower than the benchmark, for a measure without polarity.</summary>
    Lower,

    /// <summary>Higher than the benchmark, for a measure without polarity.</summary>
    Higher,
}

/// <summary>An area held against its benchmark.</summary>
/// <param name="Outcome">The verdict.</param>
/// <param name="Rate">The area's rate with limits.</param>
/// <param name="Benchmark">The value it was held against; <see langword="null"/> where there was none.</param>
/// <param name="AgainstRest">Whether the benchmark is the rest, without the area.</param>
public readonly record struct BenchmarkResult(BenchmarkOutcome Outcome, Rate Rate, double? Benchmark, bool AgainstRest);

/// <summary>Comparison of a value with a benchmark by its confidence limits.</summary>
/// <remarks>
/// Upper limit below the benchmark: lower; lower limit above it: higher; otherwise similar. Polarity turns lower and
/// higher into better and worse. Null hypothesis: the area's expected value is the benchmark, which counts as known without error;
/// two-sided at 1 − level. Offer 95% and 99.8%. Source: Fingertips (OHID), BenchmarkComparisonEngine.
/// Tools that hold a large ward against a total it is part of understate the difference; see <see cref="OfPart"/>.
/// </remarks>
public static class BenchmarkComparison
{
    /// <summary>An area with at least this share of the benchmark's population is held against the rest.</summary>
    public const double ShareForRest = 0.05;

    /// <summary>Holds limits against a benchmark.</summary>
    /// <param name="limits">Limits of the area's value; <see langword="null"/> where there are none, which gives no verdict.</param>
    /// <param name="benchmark">Finite benchmark in the same unit.</param>
    /// <param name="polarity">Which direction is good.</param>
    /// <returns>The verdict. A limit equal to the benchmark is similar.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The benchmark is not finite, or the polarity is unknown.</exception>
    /// <example><code>BenchmarkComparison.Of(new Limits(3.6, 8.9, 0.95), 9.1, Polarity.LowIsGood) // Better</code></example>
    public static BenchmarkOutcome Of(Limits? limits, double benchmark, Polarity polarity)
    {
        Require.Finite(benchmark);
        if (!Enum.IsDefined(polarity))
            throw new ArgumentOutOfRangeException(nameof(polarity), polarity, "polarity must be one of None, LowIsGood and HighIsGood.");
        if (limits is not { } known || double.IsNaN(known.Lower) || double.IsNaN(known.Upper))
            return BenchmarkOutcome.NotCompared;
        if (known.Upper < benchmark)
        {
            return polarity switch
            {
                Polarity.LowIsGood => BenchmarkOutcome.Better,
                Polarity.HighIsGood => BenchmarkOutcome.Worse,
                _ => BenchmarkOutcome.Lower,
            };
        }

        if (known.Lower > benchmark)
        {
            return polarity switch
            {
                Polarity.LowIsGood => BenchmarkOutcome.Worse,
                Polarity.HighIsGood => BenchmarkOutcome.Better,
                _ => BenchmarkOutcome.Higher,
            };
        }

        return BenchmarkOutcome.Similar;
    }

    /// <summary>Holds an area against the total it is part of: against the rest where it has 5% or more of the population.</summary>
    /// <param name="count">Events in the area, 0 to <paramref name="totalCount"/>.</param>
    /// <param name="population">Population of the area, greater than 0.</param>
    /// <param name="totalCount">Events in the whole, the area included.</param>
    /// <param name="totalPopulation">Population of the whole, at least that of the area.</param>
    /// <param name="polarity">Which direction is good.</param>
    /// <param name="multiplier">Rates are per this many.</param>
    /// <param name="level">Confidence, more than 0 and less than 1.</param>
    /// <returns>The verdict and what it rests on; an area that is the whole is not compared with itself.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public static BenchmarkResult OfPart(long count, double population, long totalCount, double totalPopulation, Polarity polarity, double multiplier = 1000, double level = 0.95)
    {
        Require.Count(totalCount);
        Require.Between(count, 0, totalCount);
        Require.Positive(totalPopulation);
        var rate = CrudeRate.Of(count, population, multiplier, level);
        if (population > totalPopulation)
            throw new ArgumentOutOfRangeException(nameof(population), population, "population must not exceed totalPopulation.");
        var rest = totalPopulation - population;
        if (rest <= 0)
            return new BenchmarkResult(BenchmarkOutcome.NotCompared, rate, null, AgainstRest: false);
        var againstRest = population >= ShareForRest * totalPopulation;
        var benchmark = againstRest
            ? CrudeRate.Of(totalCount - count, rest, multiplier, level).Value
            : CrudeRate.Of(totalCount, totalPopulation, multiplier, level).Value;
        return new BenchmarkResult(Of(rate.Limits, benchmark, polarity), rate, benchmark, againstRest);
    }
}
