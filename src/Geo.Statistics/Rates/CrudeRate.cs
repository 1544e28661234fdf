namespace Geo.Statistics.Rates;

/// <summary>A rate with its limits and what it was made of.</summary>
/// <param name="Count">Events.</param>
/// <param name="Population">People, or person-years where the period is several years.</param>
/// <param name="Multiplier">The rate is per this many, for example 1,000.</param>
/// <param name="Value">Multiplier × count / population.</param>
/// <param name="Limits">Limits in the same unit.</param>
public readonly record struct Rate(long Count, double Population, double Multiplier, double Value, Limits Limits);

/// <summary>Events per so many people.</summary>
/// <remarks>
/// r = kO/n with the limits of <see cref="PoissonLimits.Of"/> × k/n. For several years n is the sum of the yearly populations.
/// The population is taken as known without error, and events as independent (see <see cref="PoissonLimits"/>).
/// Source: PHEindicatormethods, R/Rates.R; PHE technical guide (2018).
/// </remarks>
public static class CrudeRate
{
    /// <summary>The crude rate of a count in a population.</summary>
    /// <param name="count">Events, 0 to 10,000,000,000.</param>
    /// <param name="population">Population or person-years, greater than 0.</param>
    /// <param name="multiplier">The rate is per this many people, greater than 0.</param>
    /// <param name="level">Confidence of the limits, more than 0 and less than 1.</param>
    /// <returns>The rate with limits.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range, or not finite, or the rate would overflow.</exception>
    /// <example><code>CrudeRate.Of(54, 4_525, 1_000).Value // 11.93 per 1,000</code></example>
    public static Rate Of(long count, double population, double multiplier = 1000, double level = 0.95)
    {
        Require.Count(count);
        Require.Positive(population);
        Require.Positive(multiplier);
        var unit = multiplier / population;
        if (!(unit > 0 && unit < 1e290))
            throw new ArgumentOutOfRangeException(nameof(population), population, "population must be large enough, and multiplier small enough, for the rate to be a finite number.");
        return new Rate(count, population, multiplier, count * unit, PoissonLimits.Of(count, level).Times(unit));
    }
}
