namespace Geo.Core.Demonstration;

/// <summary>Splits whole numbers so that the parts always add up.</summary>
internal static class Apportionment
{
    /// <summary>
    /// Splits a total in proportion to weights by largest remainder (Hamilton); equal remainders go to the first.
    /// Parts given beforehand keep their count, and no other part gets more than <paramref name="most"/>.
    /// </summary>
    public static int[] Share(
        int total, IReadOnlyList<double> weights, IReadOnlyDictionary<int, int>? given = null, int most = int.MaxValue)
    {
        var parts = new int[weights.Count];
        var open = Enumerable.Range(0, weights.Count).ToList();
        var left = total;
        foreach (var (index, count) in given ?? new Dictionary<int, int>())
        {
            parts[index] = count;
            left -= count;
            open.Remove(index);
        }
        if (left < 0)
            throw new ArgumentException($"The given parts exceed the total {total} by {-left}.", nameof(given));

        while (true)
        {
            var sum = open.Sum(i => weights[i]);
            var over = open.FindIndex(i => left * weights[i] / sum > most);
            if (over < 0)
            {
                Distribute(left, sum, weights, open, parts);
                return parts;
            }
            parts[open[over]] = most;
            left -= most;
            open.RemoveAt(over);
        }
    }

    private static void Distribute(int left, double sum, IReadOnlyList<double> weights, List<int> open, int[] parts)
    {
        var remainders = new List<(double Remainder, int Index)>(open.Count);
        var rest = left;
        foreach (var i in open)
        {
            var exact = left * weights[i] / sum;
            parts[i] = (int)exact;
            rest -= parts[i];
            remainders.Add((exact - parts[i], i));
        }
        foreach (var (_, i) in remainders.OrderByDescending(r => r.Remainder).ThenBy(r => r.Index).Take(rest))
            parts[i]++;
    }
}
