namespace Geo.Statistics.Evaluation;

/// <summary>How well hot spots foretold where events happened.</summary>
/// <param name="HitRate">Share of the events inside the hot spots.</param>
/// <param name="AreaShare">Share of the whole area that the hot spots have.</param>
/// <param name="AccuracyIndex">PAI: hit rate / area share. 1 is no better than chance; <see langword="null"/> without hot spots or events.</param>
/// <param name="EfficiencyIndex">PEI: PAI / the best PAI that hot spots of the same area could have had; <see langword="null"/> as above.</param>
public readonly record struct PredictionScore(double HitRate, double AreaShare, double? AccuracyIndex, double? EfficiencyIndex);

/// <summary>Prediction accuracy and efficiency indices.</summary>
/// <remarks>
/// PAI = (hits/N)/(area/A); PEI = PAI/best possible PAI for the same area, the best being the cells with most events per area, the last one in part.
/// Score each published set of hot spots on the next month, not on the one it was made from. Sources: Chainey and others (2008); Hunt (2016).
/// </remarks>
public static class PredictionIndex
{
    /// <summary>Scores hot spots.</summary>
    /// <param name="events">Events in each cell afterwards, 0 or more.</param>
    /// <param name="areas">Area of each cell in any unit, greater than 0.</param>
    /// <param name="isHotSpot">Whether each cell was a hot spot.</param>
    /// <returns>The score.</returns>
    /// <exception cref="ArgumentException">There are no cells, lengths differ, or a number is out of range.</exception>
    public static PredictionScore Of(ReadOnlySpan<long> events, ReadOnlySpan<double> areas, ReadOnlySpan<bool> isHotSpot)
    {
        if (events.IsEmpty)
            throw new ArgumentException("events must hold at least one cell.", nameof(events));
        Require.AllCounts(events);
        Require.SameLength(areas.Length, events.Length, nameof(areas), nameof(events));
        Require.SameLength(isHotSpot.Length, events.Length, nameof(isHotSpot), nameof(events));
        double allEvents = 0, allArea = 0, hits = 0, hotArea = 0;
        var density = new double[events.Length];
        var order = new int[events.Length];
        for (var i = 0; i < events.Length; i++)
        {
            if (!(areas[i] >= 1e-12 && areas[i] <= 1e15))
                throw new ArgumentException(Require.Text($"areas must be from 1e-12 to 1e15; number {i} is {areas[i]}."), nameof(areas));
            allEvents += events[i];
            allArea += areas[i];
            if (isHotSpot[i])
            {
                hits += events[i];
                hotArea += areas[i];
            }

            density[i] = -(events[i] / areas[i]);
            order[i] = i;
        }

        var areaShare = hotArea / allArea;
        if (allEvents == 0 || hotArea == 0)
            return new PredictionScore(0, areaShare, null, null);
        Array.Sort(density, order);
        double left = hotArea, best = 0;
        foreach (var i in order)
        {
            var part = Math.Min(1, left / areas[i]);
            best += part * events[i];
            left -= part * areas[i];
            if (left <= 0)
                break;
        }

        var hitRate = hits / allEvents;
        // The best cannot be less than what was hit; only rounding makes it so.
        return new PredictionScore(hitRate, areaShare, hitRate / areaShare, Math.Min(1, hits / best));
    }
}
