namespace Geo.Benchmarks.Statistics;

/// <summary>Random arguments, ordinary and hostile, from a seed.</summary>
internal sealed class FuzzInput(int seed)
{
    private readonly Random _random = new(seed);

    public ulong Seed() => (ulong)_random.NextInt64();

    public int Whole(int least, int most) => _random.Next(least, most + 1);

    public bool Coin() => _random.Next(2) == 0;

    /// <summary>Mostly small counts; some large, negative or too large ones.</summary>
    public long Count() => _random.Next(1000) switch
    {
        < 150 => 0,
        < 600 => _random.Next(0, 30),
        < 900 => _random.Next(0, 3000),
        < 970 => _random.Next(0, 2_000_000),
        < 972 => 10_000_000_000,
        < 980 => long.MaxValue,
        < 990 => long.MinValue,
        _ => -_random.Next(1, 100),
    };

    /// <summary>A number: ordinary, extreme, or none at all.</summary>
    public double Number() => _random.Next(100) switch
    {
        < 10 => 0,
        < 45 => _random.NextDouble() * 100,
        < 70 => (_random.NextDouble() - 0.5) * 10_000,
        < 80 => _random.Next(-5, 6),
        < 84 => Math.Pow(10, _random.Next(-320, 309)),
        < 88 => -Math.Pow(10, _random.Next(-320, 309)),
        < 90 => double.NaN,
        < 91 => double.PositiveInfinity,
        < 92 => double.NegativeInfinity,
        < 93 => double.MaxValue,
        < 94 => double.Epsilon,
        < 95 => -0.0,
        _ => Math.Pow(10, 6 * _random.NextDouble()),
    };

    /// <summary>A number greater than zero nine times in ten.</summary>
    public double Positive() => _random.Next(10) == 0 ? Number() : Math.Pow(10, 8 * _random.NextDouble() - 3);

    public double Level() => _random.Next(10) switch
    {
        0 => Number(),
        1 => 1 - Math.Pow(10, -15 * _random.NextDouble()),
        2 => Math.Pow(10, -15 * _random.NextDouble()),
        _ => _random.NextDouble(),
    };

    public long[] Counts(int length) => Fill<long>(length, _random.Next(4) == 0 ? Count : () => (long)_random.Next(0, 50));

    public double[] Numbers(int length) => Fill<double>(length, _random.Next(4) == 0 ? Number : () => Math.Round(_random.NextDouble() * 20, _random.Next(3)));

    public double[] Positives(int length) => Fill<double>(length, _random.Next(6) == 0 ? Positive : () => 1 + _random.NextDouble() * 1000);

    public T[] Fill<T>(int length, Func<T> next)
    {
        var items = new T[length];
        for (var i = 0; i < length; i++)
            items[i] = next();
        return items;
    }

    public T Pick<T>(params ReadOnlySpan<T> items) => items[_random.Next(items.Length)];
}
