namespace Geo.Statistics.Control;

/// <summary>T and G charts for events too rare for a chart of counts (a mean below about 2 a month).</summary>
/// <remarks>
/// T: days between events to the power 1/3.6 are nearly normal; XmR on those, transformed back (Nelson 1994; Montgomery). G: opportunities between events are
/// geometric, centre ḡ, limits ḡ ± 3√(ḡ(ḡ + 1)) (Benneyan 2001). A long gap is good news, a run of short ones bad.
/// On an ordinary chart of counts that are mostly 0, any month with two events is outside the limits.
/// </remarks>
public static class RareEventCharts
{
    private const double Power = 3.6;

    /// <summary>Chart of the days between events.</summary>
    /// <param name="daysBetween">Days between one event and the next, 0 or more, at least 2 gaps.</param>
    /// <returns>A point for each gap, in days.</returns>
    /// <exception cref="ArgumentException">There are fewer than 2, or a gap is out of range.</exception>
    public static CountPoint[] T(ReadOnlySpan<double> daysBetween)
    {
        Require.AllNotNegative(daysBetween);
        if (daysBetween.Length < 2)
            throw new ArgumentException("daysBetween must hold at least 2 gaps.", nameof(daysBetween));
        var transformed = new double[daysBetween.Length];
        for (var i = 0; i < transformed.Length; i++)
            transformed[i] = Math.Pow(daysBetween[i], 1 / Power);
        var chart = XmrChart.Of(transformed, new XmrOptions { ScreenMovingRanges = false });
        var segment = chart.Segments[0];
        var points = new CountPoint[transformed.Length];
        for (var i = 0; i < points.Length; i++)
        {
            points[i] = new CountPoint(daysBetween[i], Math.Pow(segment.Mean, Power), Math.Pow(segment.LowerForDisplay, Power), Math.Pow(segment.Upper, Power),
                chart.Points[i].Signals.HasFlag(ControlSignals.OutsideLimits));
        }

        return points;
    }

    /// <summary>Chart of the opportunities between events, such as visits between two assaults on staff.</summary>
    /// <param name="opportunitiesBetween">Opportunities without an event between one event and the next, 0 or more, at least 1.</param>
    /// <returns>A point for each.</returns>
    /// <exception cref="ArgumentException">There are none, or a number is out of range.</exception>
    public static CountPoint[] G(ReadOnlySpan<long> opportunitiesBetween)
    {
        Require.AllCounts(opportunitiesBetween);
        if (opportunitiesBetween.IsEmpty)
            throw new ArgumentException("opportunitiesBetween must hold at least one number.", nameof(opportunitiesBetween));
        var mean = 0.0;
        foreach (var gap in opportunitiesBetween)
            mean += (double)gap / opportunitiesBetween.Length;
        var reach = 3 * Math.Sqrt(mean * (mean + 1));
        var points = new CountPoint[opportunitiesBetween.Length];
        for (var i = 0; i < points.Length; i++)
        {
            double gap = opportunitiesBetween[i];
            points[i] = new CountPoint(gap, mean, Math.Max(0, mean - reach), mean + reach, gap > mean + reach || gap < mean - reach);
        }

        return points;
    }
}
