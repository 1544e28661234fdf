namespace Geo.Statistics.Aoristic;

/// <summary>Shares an event of unknown time between the hours, days or months it may have happened in.</summary>
/// <remarks>
/// weight = overlap of [from, to] with the unit / (to − from); the weights of an event sum to 1; where from = to the unit that holds it has 1.
/// Sources: Ratcliffe (2000); Ashby and Bowers (2013), who show that start, end and midpoint all mislead.
/// </remarks>
public static class AoristicWeights
{
    private const double LargestTime = 1e12;

    /// <summary>Weights of an event over units that follow each other.</summary>
    /// <param name="from">Earliest time, in any unit of time.</param>
    /// <param name="to">Latest time, not before the earliest.</param>
    /// <param name="unitEdges">Ends of the units, ascending, at least 2; from the first to the last they must hold the event.</param>
    /// <returns>A weight for each unit; they sum to 1.</returns>
    /// <exception cref="ArgumentException">A time is not finite, the event runs backwards or past the edges, or the edges do not ascend.</exception>
    /// <example><code>AoristicWeights.Over(22.5, 24.5, [22, 23, 24, 25]) // 0.25, 0.5, 0.25</code></example>
    public static double[] Over(double from, double to, ReadOnlySpan<double> unitEdges)
    {
        Check(from, to);
        if (unitEdges.Length < 2)
            throw new ArgumentException("unitEdges must hold at least 2 times.", nameof(unitEdges));
        for (var i = 0; i < unitEdges.Length; i++)
        {
            if (!(Math.Abs(unitEdges[i]) <= LargestTime) || (i > 0 && unitEdges[i] <= unitEdges[i - 1]))
                throw new ArgumentException(Require.Text($"unitEdges must be finite and ascend; number {i} is {unitEdges[i]}."), nameof(unitEdges));
        }

        if (from < unitEdges[0] || to > unitEdges[^1])
            throw new ArgumentException("unitEdges must hold the whole of the event.", nameof(unitEdges));
        var weights = new double[unitEdges.Length - 1];
        if (from == to)
        {
            // The last edge belongs to the last unit, every other to the unit it begins.
            var unit = weights.Length - 1;
            while (unit > 0 && unitEdges[unit] > from)
                unit--;
            weights[unit] = 1;
            return weights;
        }

        for (var unit = 0; unit < weights.Length; unit++)
        {
            var overlap = Math.Min(to, unitEdges[unit + 1]) - Math.Max(from, unitEdges[unit]);
            weights[unit] = Math.Max(0, overlap) / (to - from);
        }

        return weights;
    }

    /// <summary>Weights of an event over a cycle, such as the 168 hours of a week.</summary>
    /// <param name="from">Earliest time, in units since the cycle began; any number of cycles on is the same.</param>
    /// <param name="to">Latest time in the same units, not before the earliest.</param>
    /// <param name="units">Units in the cycle, 1 to 100,000.</param>
    /// <returns>A weight for each unit of the cycle; they sum to 1. An event of many whole cycles is spread evenly.</returns>
    /// <exception cref="ArgumentException">A time is not finite, the event runs backwards, or units are out of range.</exception>
    /// <example><code>AoristicWeights.OverCycle(167, 170, 168) // a third each in the last hour of the week and the first two</code></example>
    public static double[] OverCycle(double from, double to, int units)
    {
        Check(from, to);
        Require.Between(units, 1, 100_000);
        var weights = new double[units];
        var start = from - Math.Floor(from / units) * units;
        if (start >= units)
            start = 0;
        if (from == to)
        {
            weights[(int)start] = 1;
            return weights;
        }

        var length = to - from;
        var cycles = Math.Floor(length / units);
        Array.Fill(weights, cycles / length);
        var rest = length - cycles * units;
        for (var at = (int)start; at < start + rest; at++)
            weights[at % units] += (Math.Min(start + rest, at + 1) - Math.Max(start, at)) / length;
        return weights;
    }

    private static void Check(double from, double to)
    {
        if (!(Math.Abs(from) <= LargestTime))
            throw new ArgumentOutOfRangeException(nameof(from), from, "from must be finite and at most 1e12 in size.");
        if (!(Math.Abs(to) <= LargestTime) || to < from)
            throw new ArgumentOutOfRangeException(nameof(to), to, "to must be finite, at most 1e12 in size, and not before from.");
    }
}
