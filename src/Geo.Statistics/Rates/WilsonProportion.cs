using Geo.Statistics.Distributions;

namespace Geo.Statistics.Rates;

/// <summary>A proportion with its limits and what it was made of.</summary>
/// <param name="Successes">Cases that had the outcome.</param>
/// <param name="Trials">All cases.</param>
/// <param name="Value">Successes / trials, from 0 to 1.</param>
/// <param name="Limits">Limits from 0 to 1.</param>
public readonly record struct Proportion(long Successes, long Trials, double Value, Limits Limits);

/// <summary>Wilson's score limits of a proportion.</summary>
/// <remarks>
/// [2x + z² ∓ z√(z² + 4x(1 − x/n))] / (2(n + z²)). Limits stay within 0 and 1 and bracket the estimate at every x,
/// also 0 and n. Source: Wilson (1927); Newcombe (1998), method 3. The usual p ± z√(p(1 − p)/n) has no width at 0 or n.
/// </remarks>
public static class WilsonProportion
{
    /// <summary>The proportion of a number of cases with an outcome.</summary>
    /// <param name="successes">Cases with the outcome, 0 to <paramref name="trials"/>. More than that means that the two were not counted on the same cases (for a notice scheme: match notices and orders first).</param>
    /// <param name="trials">All cases, 1 to 10,000,000,000.</param>
    /// <param name="level">Confidence, more than 0 and less than 1.</param>
    /// <returns>The proportion with limits.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    /// <example><code>WilsonProportion.Of(22, 27) // 0.81 (0.63 to 0.92)</code></example>
    public static Proportion Of(long successes, long trials, double level = 0.95)
    {
        Require.Count(trials);
        Require.AtLeast(trials, 1);
        Require.Between(successes, 0, trials);
        Require.Level(level);
        var z = Normal.TwoSidedQuantile(level);
        double x = successes;
        double n = trials;
        var centre = 2 * x + z * z;
        var half = z * Math.Sqrt(z * z + 4 * x * (1 - x / n));
        var scale = 2 * (n + z * z);
        var lower = successes == 0 ? 0 : Math.Max(0, (centre - half) / scale);
        var upper = successes == trials ? 1 : Math.Min(1, (centre + half) / scale);
        return new Proportion(successes, trials, x / n, new Limits(lower, upper, level));
    }
}
