using Geo.Statistics.Distributions;

namespace Geo.Statistics.Rates;

/// <summary>Confidence limits of a count of independent events.</summary>
/// <remarks>
/// <para>Null hypothesis: none, these are interval estimates of the expected count; both tails, (1 − level)/2 in each.</para>
/// <para>The events are taken as independent. Repeat victims are not: a table of them must say that its limits are too narrow.</para>
/// <para>Sources: Garwood (1936) for the exact limits; Breslow and Day (1987) for Byar's; Public Health England (2018),
/// "Technical guide: confidence intervals", and PHEindicatormethods for exact below 10 and Byar from 10.
/// Some tools use Byar at every count: its lower limit of a single event at 95% is half the exact one.</para>
/// </remarks>
public static class PoissonLimits
{
    /// <summary>Counts below this have exact limits in <see cref="Of"/>, others Byar's.</summary>
    public const long ExactBelow = 10;

    /// <summary>Exact limits: L = χ²(α/2; 2O)/2, 0 where O = 0; U = χ²(1 − α/2; 2O + 2)/2.</summary>
    /// <param name="count">Events observed, 0 to 10,000,000,000.</param>
    /// <param name="level">Confidence, more than 0 and less than 1.</param>
    /// <returns>Limits of the expected count.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count or level is out of range.</exception>
    /// <example><code>PoissonLimits.Exact(5, 0.95) // 1.623486 to 11.668332</code></example>
    public static Limits Exact(long count, double level = 0.95)
    {
        Require.Count(count);
        Require.Level(level);
        var tail = (1 - level) / 2;
        var lower = count == 0 ? 0 : Tail.PoissonMeanWhereAtLeast(count, tail);
        return new Limits(lower, Tail.PoissonMeanWhereAtMost(count, tail), level);
    }

    /// <summary>Byar's limits: L = O(1 − 1/(9O) − z/(3√O))³, U = (O+1)(1 − 1/(9(O+1)) + z/(3√(O+1)))³.</summary>
    /// <param name="count">Events observed, 0 to 10,000,000,000.</param>
    /// <param name="level">Confidence, more than 0 and less than 1.</param>
    /// <returns>Limits of the expected count; the lower limit is 0 where O = 0 and where the cube would be negative.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count or level is out of range.</exception>
    /// <example><code>PoissonLimits.Byar(54, 0.95) // 40.563731 to 70.459652</code></example>
    public static Limits Byar(long count, double level = 0.95)
    {
        Require.Count(count);
        Require.Level(level);
        var z = Normal.TwoSidedQuantile(level);
        double o = count;
        var lower = 0.0;
        if (count > 0)
        {
            var root = 1 - 1 / (9 * o) - z / (3 * Math.Sqrt(o));
            lower = Math.Max(0, o * root * root * root);
        }

        var next = o + 1;
        var upperRoot = 1 - 1 / (9 * next) + z / (3 * Math.Sqrt(next));
        return new Limits(lower, next * upperRoot * upperRoot * upperRoot, level);
    }

    /// <summary>The limits to publish: exact below 10 events, Byar's from 10.</summary>
    /// <param name="count">Events observed, 0 to 10,000,000,000.</param>
    /// <param name="level">Confidence, more than 0 and less than 1.</param>
    /// <returns>Limits of the expected count.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count or level is out of range.</exception>
    public static Limits Of(long count, double level = 0.95) =>
        count < ExactBelow ? Exact(count, level) : Byar(count, level);
}
