using System.Numerics;

namespace Geo.Statistics.Distributions;

/// <summary>
/// A stream of random numbers that depends on a seed and a stream number only, so that work can be shared between any
/// number of threads: xoshiro256** (Blackman and Vigna, 2018), its state filled by SplitMix64.
/// </summary>
internal struct RandomStream
{
    private ulong _a, _b, _c, _d;

    internal RandomStream(ulong seed, ulong stream)
    {
        var state = Mix(seed) ^ Mix(~stream * 0xD1342543DE82EF95);
        _a = Next(ref state);
        _b = Next(ref state);
        _c = Next(ref state);
        _d = Next(ref state);
    }

    internal ulong NextBits()
    {
        var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        var t = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>A whole number from 0 to below the bound, without bias (Lemire, 2019).</summary>
    internal int NextBelow(int bound)
    {
        var product = (NextBits() >> 32) * (ulong)bound;
        if ((uint)product < (uint)bound)
        {
            var threshold = (uint)-bound % (uint)bound;
            while ((uint)product < threshold)
                product = (NextBits() >> 32) * (ulong)bound;
        }

        return (int)(product >> 32);
    }

    /// <summary>A number greater than 0 and less than 1.</summary>
    internal double NextUnit() => ((NextBits() >> 11) + 0.5) * (1.0 / (1UL << 53));

    internal double NextNormal()
    {
        // Marsaglia's polar method, one of the pair thrown away for a stream without memory.
        while (true)
        {
            var u = 2 * NextUnit() - 1;
            var v = 2 * NextUnit() - 1;
            var s = u * u + v * v;
            if (s is < 1 and > 0)
                return u * Math.Sqrt(-2 * Math.Log(s) / s);
        }
    }

    /// <summary>A gamma variate of unit scale (Marsaglia and Tsang, 2000).</summary>
    internal double NextGamma(double shape)
    {
        if (shape < 1)
            return NextGamma(shape + 1) * Math.Pow(NextUnit(), 1 / shape);
        var d = shape - 1.0 / 3;
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = NextNormal();
            var v = 1 + c * x;
            if (v <= 0)
                continue;
            v = v * v * v;
            if (Math.Log(NextUnit()) < 0.5 * x * x + d - d * v + d * Math.Log(v))
                return d * v;
        }
    }

    /// <summary>A Poisson variate: products of uniforms for small means, halved through gamma variates for large ones (Ahrens and Dieter, 1974).</summary>
    internal long NextPoisson(double mean)
    {
        long count = 0;
        while (mean > 16)
        {
            var m = Math.Floor(mean * 7 / 8);
            var x = NextGamma(m);
            if (x > mean)
                return count + NextBinomial((long)m - 1, mean / x);
            count += (long)m;
            mean -= x;
        }

        var limit = Math.Exp(-mean);
        for (var product = NextUnit(); product > limit; product *= NextUnit())
            count++;
        return count;
    }

    private long NextBinomial(long trials, double chance)
    {
        long count = 0;
        while (trials > 40)
        {
            // The a-th smallest of the uniforms is a beta variate; one side of it is decided at once.
            var a = 1 + trials / 2;
            var b = trials + 1 - a;
            var x = NextGamma(a);
            x /= x + NextGamma(b);
            if (x >= chance)
            {
                trials = a - 1;
                chance /= x;
            }
            else
            {
                count += a;
                trials = b - 1;
                chance = (chance - x) / (1 - x);
            }
        }

        for (; trials > 0; trials--)
        {
            if (NextUnit() < chance)
                count++;
        }

        return count;
    }

    /// <summary>Shuffles in place (Fisher and Yates).</summary>
    internal void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = NextBelow(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private static ulong Next(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        return Mix(state);
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
