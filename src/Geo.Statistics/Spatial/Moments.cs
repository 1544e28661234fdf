namespace Geo.Statistics.Spatial;

/// <summary>Mean and population variance, by two passes.</summary>
internal readonly record struct Moments(double Mean, double Variance, bool Varies)
{
    internal static Moments Of(ReadOnlySpan<double> values)
    {
        double sum = 0, least = double.MaxValue, most = double.MinValue;
        foreach (var value in values)
        {
            sum += value;
            least = Math.Min(least, value);
            most = Math.Max(most, value);
        }

        var mean = sum / values.Length;
        double squares = 0, rest = 0;
        foreach (var value in values)
        {
            var d = value - mean;
            squares += d * d;
            rest += d;
        }

        // The second term takes off what the rounding of the mean put in (Chan, Golub and LeVeque, 1983).
        mean += rest / values.Length;
        var variance = (squares - rest * rest / values.Length) / values.Length;
        var size = Math.Max(Math.Abs(least), Math.Abs(most));
        return new Moments(mean, variance, most > least && variance > 1e-26 * size * size && variance > 1e-290);
    }
}
