namespace Geo.Core.Demonstration;

/// <summary>Draws that meet a count exactly.</summary>
internal static class Lottery
{
    /// <summary>
    /// Draws items without putting them back. Each has so many tickets, and is drawn by its best one, so that one with twice the tickets
    /// is about twice as likely; those without tickets are never drawn.
    /// </summary>
    /// <param name="fits">Asked in the order of the draw whether an item may be taken; where it says yes it is.</param>
    /// <exception cref="InvalidOperationException">There are too few; the quota is named.</exception>
    public static List<T> Draw<T>(SplitMix64 random, IEnumerable<T> items, Func<T, int> tickets, int count, string quota, Func<T, bool>? fits = null)
    {
        var entries = new List<(double Ticket, T Item)>();
        foreach (var item in items)
        {
            var best = -1.0;
            for (var i = tickets(item); i > 0; i--)
                best = Math.Max(best, random.Unit());
            if (best >= 0)
                entries.Add((best, item));
        }

        var drawn = new List<T>(Math.Max(count, 0));
        foreach (var (_, item) in entries.OrderByDescending(entry => entry.Ticket))
        {
            if (drawn.Count >= count)
                break;
            if (fits is null || fits(item))
                drawn.Add(item);
        }

        return drawn.Count == count ? drawn : throw new InvalidOperationException($"{quota}: {count} are wanted and {drawn.Count} can be had.");
    }

    /// <summary>Takes one of the slots that are left, likelier where more are left and where <paramref name="likely"/> is high.</summary>
    /// <exception cref="InvalidOperationException">No slot is left; the quota is named.</exception>
    public static int Take(SplitMix64 random, int[] left, Func<int, double> likely, string quota)
    {
        Span<double> weights = stackalloc double[left.Length];
        var any = false;
        for (var i = 0; i < left.Length; i++)
        {
            weights[i] = left[i] > 0 ? left[i] * likely(i) : 0;
            any |= weights[i] > 0;
        }

        if (!any)
            throw new InvalidOperationException($"{quota}: no slot is left.");
        var taken = random.Choose(weights);
        left[taken]--;
        return taken;
    }
}
