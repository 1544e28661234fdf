using Geo.Core.Measures;

namespace Geo.Web.Charts;

/// <summary>A straight scale from values to positions in a drawing, with round ticks.</summary>
public sealed record ValueScale
{
    private ValueScale(double low, double high, double step, double from, double to) => (Low, High, Step, From, To) = (low, high, step, from, to);

    /// <summary>The value at <see cref="From"/>.</summary>
    public double Low { get; }

    /// <summary>The value at <see cref="To"/>.</summary>
    public double High { get; }

    /// <summary>The distance between two ticks; 0 where there are none.</summary>
    public double Step { get; }

    /// <summary>The position of the lowest value.</summary>
    public double From { get; }

    /// <summary>The position of the highest value.</summary>
    public double To { get; }

    /// <summary>Decimals that tell one tick from the next.</summary>
    public int Decimals => Step > 0 ? Math.Max(0, -(int)Math.Floor(Math.Log10(Step) + 1e-9)) : 0;

    /// <summary>The round values from the lowest to the highest.</summary>
    public IEnumerable<double> Ticks =>
        Step > 0 ? Enumerable.Range(0, (int)Math.Round((High - Low) / Step) + 1).Select(i => (double)Rounding.Round(Low + (i * Step), Decimals)) : [];

    /// <summary>A scale that ends where the values end, and reaches to zero: for bars.</summary>
    public static ValueScale OfBars(IEnumerable<double> values, double from, double to)
    {
        var (low, high) = Ends(values, zero: true);
        return new(low, high > low ? high : low + 1, 0, from, to);
    }

    /// <summary>A scale between two given values, without ticks.</summary>
    public static ValueScale Between(double low, double high, double from, double to) => new(low, high, 0, from, to);

    /// <summary>A scale that ends at round values, with about so many ticks; <paramref name="smallest"/> is the smallest step, 1 for counts.</summary>
    public static ValueScale OfTicks(IEnumerable<double> values, double from, double to, int ticks, bool zero = true, double smallest = 0)
    {
        var (low, high) = Ends(values, zero);
        if (high <= low)
            (low, high) = zero ? (low, low + 1) : (low - 1, high + 1);
        var rough = Math.Max((high - low) / Math.Max(1, ticks), smallest);
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough) + 1e-9));
        var step = power * new[] { 1, 2, 5, 10 }.First(factor => factor * power >= rough * 0.999);
        return new(Math.Floor((low / step) + 1e-9) * step, Math.Ceiling((high / step) - 1e-9) * step, step, from, to);
    }

    /// <summary>The position of a value.</summary>
    public double At(double value) => High == Low ? (From + To) / 2 : From + ((value - Low) / (High - Low) * (To - From));

    private static (double Low, double High) Ends(IEnumerable<double> values, bool zero)
    {
        var (low, high) = zero ? (0.0, 0.0) : (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        return low <= high ? (low, high) : (0, 0);
    }
}
