namespace Geo.Statistics.Distributions;

/// <summary>Tail probabilities of Poisson and binomial counts and their inverses, to about 1e-14 relative.</summary>
internal static class Tail
{
    private const double Tiny = 1e-300;
    private const int MostTerms = 20_000_000;

    /// <summary>P(X ≥ count) for a Poisson mean.</summary>
    internal static double PoissonAtLeast(long count, double mean)
    {
        if (count <= 0)
            return 1;
        if (mean == 0)
            return 0;
        return mean < count + 1 ? LowerGammaSeries(count, mean) : 1 - UpperGammaFraction(count, mean);
    }

    /// <summary>P(X ≤ count) for a Poisson mean.</summary>
    internal static double PoissonAtMost(long count, double mean)
    {
        if (count < 0)
            return 0;
        if (mean == 0)
            return 1;
        return mean < count + 2 ? 1 - LowerGammaSeries(count + 1, mean) : UpperGammaFraction(count + 1, mean);
    }

    /// <summary>The mean at which P(X ≥ count) equals <paramref name="tail"/>; the lower exact limit of a count.</summary>
    internal static double PoissonMeanWhereAtLeast(long count, double tail)
    {
        var guess = WilsonHilferty(count, Normal.Quantile(tail));
        return Solve(guess, 0, double.MaxValue, m => PoissonAtLeast(count, m) - tail, m => SaddlePoint.Poisson(count - 1, m));
    }

    /// <summary>The mean at which P(X ≤ count) equals <paramref name="tail"/>; the upper exact limit of a count.</summary>
    internal static double PoissonMeanWhereAtMost(long count, double tail)
    {
        if (count == 0)
            return -Math.Log(tail);
        var guess = WilsonHilferty(count + 1, -Normal.Quantile(tail));
        return Solve(guess, 0, double.MaxValue, m => tail - PoissonAtMost(count, m), m => SaddlePoint.Poisson(count, m));
    }

    /// <summary>P(X ≥ count) for a number of trials.</summary>
    internal static double BinomialAtLeast(long count, long trials, double chance, double complement)
    {
        if (count <= 0)
            return 1;
        if (count > trials)
            return 0;
        if (chance == 0)
            return 0;
        if (complement == 0)
            return 1;
        double a = count;
        double b = trials - count + 1;
        return chance < (a + 1) / (a + b + 2)
            ? BetaFraction(count, trials - count + 1, chance, complement)
            : 1 - BetaFraction(trials - count + 1, count, complement, chance);
    }

    /// <summary>P(X ≤ count) for a number of trials.</summary>
    internal static double BinomialAtMost(long count, long trials, double chance, double complement) =>
        BinomialAtLeast(trials - count, trials, complement, chance);

    /// <summary>The chance at which P(X ≥ count) equals <paramref name="tail"/>; the lower Clopper-Pearson limit.</summary>
    internal static double ChanceWhereAtLeast(long count, long trials, double tail)
    {
        if (count == 0)
            return 0;
        if (count == trials)
            return Math.Exp(Math.Log(tail) / trials);
        // Wilson's limit is within a few per cent and always inside (0, 1).
        var z = Normal.Quantile(tail);
        double n = trials;
        double x = count;
        var guess = (2 * x + z * z - Math.Abs(z) * Math.Sqrt(z * z + 4 * x * (1 - x / n))) / (2 * (n + z * z));
        guess = Math.Clamp(guess, 1e-300, 1 - 1e-16);
        return Solve(guess, 0, 1, p => BinomialAtLeast(count, trials, p, 1 - p) - tail,
            p => SaddlePoint.Binomial(count - 1, trials - 1, p, 1 - p) * trials);
    }

    private static double WilsonHilferty(long shape, double z)
    {
        var c = 1.0 / (9.0 * shape);
        var root = 1 - c + z * Math.Sqrt(c);
        return root <= 0.05 ? shape * 1e-4 : shape * root * root * root;
    }

    // Newton with a bracket; the function rises through zero once between the bounds.
    private static double Solve(double x, double low, double high, Func<double, double> value, Func<double, double> slope)
    {
        for (var step = 0; step < 400; step++)
        {
            var f = value(x);
            if (f == 0)
                return x;
            if (f < 0)
                low = x;
            else
                high = x;
            var next = x - f / slope(x);
            if (!(next > low && next < high))
                next = high == double.MaxValue ? 2 * x + 1 : low == 0 ? high / 8 : 0.5 * (low + high);
            if (Math.Abs(next - x) <= 4e-16 * Math.Abs(next) || next == low || next == high)
                return next;
            x = next;
        }

        return x;
    }

    // P(a, x) for whole a, x < a + 1.
    private static double LowerGammaSeries(long a, double x)
    {
        var sum = 1.0;
        var term = 1.0;
        for (var k = 1; k < MostTerms; k++)
        {
            term *= x / (a + k);
            sum += term;
            if (term < 1e-17 * sum)
                break;
        }

        return SaddlePoint.Poisson(a, x) * sum;
    }

    // Q(a, x) for whole a, x ≥ a + 1: modified Lentz on the continued fraction of the upper incomplete gamma function.
    private static double UpperGammaFraction(long a, double x)
    {
        var b = x + 1 - a;
        var c = 1 / Tiny;
        var d = 1 / b;
        var h = d;
        for (var i = 1; i < MostTerms; i++)
        {
            var an = -(double)i * (i - a);
            b += 2;
            d = NotZero(an * d + b);
            c = NotZero(b + an / c);
            d = 1 / d;
            var factor = d * c;
            h *= factor;
            if (Math.Abs(factor - 1) < 1e-16)
                break;
        }

        return SaddlePoint.Poisson(a, x) * a * h;
    }

    // I_x(a, b) for whole a and b on the side where its continued fraction converges fast.
    private static double BetaFraction(long a, long b, double x, double complement)
    {
        double sum = (double)a + b;
        var c = 1.0;
        var d = 1 / NotZero(1 - sum * x / (a + 1.0));
        var h = d;
        for (var m = 1; m < MostTerms; m++)
        {
            var m2 = 2.0 * m;
            var even = m * (b - (double)m) * x / ((a + m2 - 1) * (a + m2));
            d = 1 / NotZero(1 + even * d);
            c = NotZero(1 + even / c);
            h *= d * c;
            var odd = -(a + (double)m) * (sum + m) * x / ((a + m2) * (a + m2 + 1));
            d = 1 / NotZero(1 + odd * d);
            c = NotZero(1 + odd / c);
            var factor = d * c;
            h *= factor;
            if (Math.Abs(factor - 1) < 1e-16)
                break;
        }

        return SaddlePoint.Binomial(a, a + b, x, complement) * (b / sum) * h;
    }

    private static double NotZero(double value) => Math.Abs(value) < Tiny ? Tiny : value;
}
