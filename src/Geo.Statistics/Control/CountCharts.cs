namespace Geo.Statistics.Control;

/// <summary>A point of a chart of counts or rates with its own limits.</summary>
/// <param name="Value">Count, or rate per unit of exposure.</param>
/// <param name="Centre">Centre line.</param>
/// <param name="Lower">Lower limit, not below 0.</param>
/// <param name="Upper">Upper limit.</param>
/// <param name="IsOutside">Whether the value is outside the limits.</param>
public readonly record struct CountPoint(double Value, double Centre, double Lower, double Upper, bool IsOutside);

/// <summary>c, u and u′ charts of counts.</summary>
/// <remarks>
/// Null hypothesis: one steady rate with Poisson variation; limits at 3 standard deviations. c: c̄ ± 3√c̄, for equal exposure.
/// u: ū ± 3√(ū/n_i). u′ (Laney 2002): the standard deviation times mR̄/1.128 of the z scores, for counts that vary more than Poisson, as most
/// crime does; u limits there are far too narrow. Below a mean of about 2 use <see cref="RareEventCharts"/>.
/// Adjust monthly counts for days first: <see cref="AdjustForDays"/>.
/// </remarks>
public static class CountCharts
{
    private const double RangeToSigma = 1.128;

    /// <summary>Average days in a month.</summary>
    public const double DaysInAverageMonth = 365.25 / 12;

    /// <summary>What a month's count would have been in a month of average length.</summary>
    /// <param name="count">The count, 0 or more.</param>
    /// <param name="days">Days in the month, 28 to 31.</param>
    /// <returns>count × 30.4375/days.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public static double AdjustForDays(long count, int days)
    {
        Require.Count(count);
        Require.Between(days, 28, 31);
        return count * DaysInAverageMonth / days;
    }

    /// <summary>Chart of counts over equal exposure.</summary>
    /// <param name="counts">Counts, 0 or more, at least one.</param>
    /// <returns>A point for each.</returns>
    /// <exception cref="ArgumentException">There are none, or a count is out of range.</exception>
    public static CountPoint[] C(ReadOnlySpan<long> counts)
    {
        var exposures = new double[counts.Length];
        Array.Fill(exposures, 1);
        return Chart(counts, exposures, laney: false);
    }

    /// <summary>Chart of rates over unequal exposure.</summary>
    /// <param name="counts">Counts, 0 or more, at least one.</param>
    /// <param name="exposures">Exposure of each, such as days or people, greater than 0.</param>
    /// <returns>A point for each, per unit of exposure.</returns>
    /// <exception cref="ArgumentException">There are none, lengths differ, or a number is out of range.</exception>
    public static CountPoint[] U(ReadOnlySpan<long> counts, ReadOnlySpan<double> exposures) => Chart(counts, exposures, laney: false);

    /// <summary>Chart of rates over unequal exposure that allows for more variation than Poisson.</summary>
    /// <param name="counts">Counts, 0 or more, at least two.</param>
    /// <param name="exposures">Exposure of each, such as days or people, greater than 0.</param>
    /// <returns>A point for each, per unit of exposure.</returns>
    /// <exception cref="ArgumentException">There are fewer than two, lengths differ, or a number is out of range.</exception>
    public static CountPoint[] UPrime(ReadOnlySpan<long> counts, ReadOnlySpan<double> exposures)
    {
        if (counts.Length < 2)
            throw new ArgumentException("counts must hold at least 2 counts.", nameof(counts));
        return Chart(counts, exposures, laney: true);
    }

    private static CountPoint[] Chart(ReadOnlySpan<long> counts, ReadOnlySpan<double> exposures, bool laney)
    {
        if (counts.IsEmpty)
            throw new ArgumentException("counts must hold at least one count.", nameof(counts));
        Require.AllCounts(counts);
        Require.SameLength(exposures.Length, counts.Length, nameof(exposures), nameof(counts));
        Require.AllPositive(exposures);
        foreach (var exposure in exposures)
        {
            if (exposure is < 1e-9 or > 1e15)
                throw new ArgumentException("exposures must be from 1e-9 to 1e15.", nameof(exposures));
        }

        double events = 0, exposed = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            events += counts[i];
            exposed += exposures[i];
        }

        var centre = events / exposed;
        var spread = laney ? Spread(counts, exposures, centre) : 1;
        var points = new CountPoint[counts.Length];
        for (var i = 0; i < points.Length; i++)
        {
            var value = counts[i] / exposures[i];
            var reach = 3 * spread * Math.Sqrt(centre / exposures[i]);
            points[i] = new CountPoint(value, centre, Math.Max(0, centre - reach), centre + reach, value < centre - reach || value > centre + reach);
        }

        return points;
    }

    private static double Spread(ReadOnlySpan<long> counts, ReadOnlySpan<double> exposures, double centre)
    {
        if (centre == 0)
            return 1;
        var ranges = 0.0;
        var before = 0.0;
        for (var i = 0; i < counts.Length; i++)
        {
            var z = (counts[i] / exposures[i] - centre) / Math.Sqrt(centre / exposures[i]);
            if (i > 0)
                ranges += Math.Abs(z - before);
            before = z;
        }

        return ranges / (counts.Length - 1) / RangeToSigma;
    }
}
