namespace Geo.Statistics;

/// <summary>The two ends of an interval estimate and the confidence it was made for.</summary>
/// <param name="Lower">Lower limit, in the unit of the estimate.</param>
/// <param name="Upper">Upper limit, in the unit of the estimate; may be positive infinity where the data set no upper bound.</param>
/// <param name="Level">Confidence between 0 and 1, for example 0.95.</param>
public readonly record struct Limits(double Lower, double Upper, double Level)
{
    /// <summary>Whether a value lies between the limits, ends included.</summary>
    /// <param name="value">Value in the unit of the limits.</param>
    /// <returns><see langword="true"/> when the value is inside.</returns>
    public bool Contains(double value) => value >= Lower && value <= Upper;

    /// <summary>Both limits multiplied by a positive factor, for a change of unit.</summary>
    /// <param name="factor">Positive finite factor.</param>
    /// <returns>The limits in the new unit.</returns>
    /// <exception cref="ArgumentException">The factor is not positive and finite.</exception>
    public Limits Times(double factor)
    {
        Require.Positive(factor);
        return new Limits(Lower * factor, Upper * factor, Level);
    }
}
