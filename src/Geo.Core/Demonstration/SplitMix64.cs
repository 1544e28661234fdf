namespace Geo.Core.Demonstration;

/// <summary>
/// The SplitMix64 generator (Steele, Lea, Flood 2014; public-domain reference in C by S. Vigna). Written out here so
/// that a seed gives the same bytes on every version of .NET; only integer steps and exact divisions by powers of two
/// are used. Not for secrets.
/// </summary>
internal sealed class SplitMix64(ulong state)
{
    private ulong _state = state;

    /// <summary>An independent stream for one purpose, so that a change to one does not move the others.</summary>
    public static SplitMix64 Stream(int seed, int purpose) =>
        new(new SplitMix64(((ulong)(uint)purpose << 32) | (uint)seed).Next());

    /// <summary>64 uniform bits.</summary>
    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>Uniform in [0, 1), a multiple of 2^-53.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in 0 .. count-1 (the bias of the multiplication, below count / 2^64, is of no concern).</summary>
    public int Below(int count) => (int)Math.BigMul(Next(), (ulong)count, out _);

    /// <summary>Symmetric triangular on (-1, 1): small values are common, large ones rare.</summary>
    public double Triangular() => Unit() - Unit();

    /// <summary>An index with probability proportional to its weight; weights are not negative, not all zero.</summary>
    public int Choose(ReadOnlySpan<double> weights)
    {
        var sum = 0.0;
        foreach (var weight in weights)
            sum += weight;
        var left = Unit() * sum;
        var last = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] <= 0)
                continue;
            last = i;
            left -= weights[i];
            if (left < 0)
                break;
        }
        return last;
    }

    /// <summary>Puts the items into a random order (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
