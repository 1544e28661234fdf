using MathNet.Numerics;

namespace Geo.Statistics.Distributions;

/// <summary>The standard normal distribution.</summary>
internal static class Normal
{
    private const double RootTwo = 1.4142135623730951;

    /// <summary>Φ⁻¹(p).</summary>
    internal static double Quantile(double p) => -RootTwo * SpecialFunctions.ErfcInv(2 * p);

    /// <summary>z such that the middle of the distribution within ±z holds <paramref name="level"/>.</summary>
    internal static double TwoSidedQuantile(double level) => RootTwo * SpecialFunctions.ErfcInv(1 - level);

    /// <summary>P(|Z| ≥ |z|).</summary>
    internal static double TwoSidedTail(double z) => SpecialFunctions.Erfc(Math.Abs(z) / RootTwo);
}
