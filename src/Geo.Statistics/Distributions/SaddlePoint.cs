namespace Geo.Statistics.Distributions;

/// <summary>
/// Poisson and binomial probabilities by Loader's saddle-point expansion, which keeps full precision where
/// factorials and powers would cancel (Loader, 2000, "Fast and accurate computation of binomial probabilities").
/// </summary>
internal static class SaddlePoint
{
    // log(n!) - log(sqrt(2 pi n) (n/e)^n) for n = 0..15; the series below is exact to the last bit from 16 on.
    private static readonly double[] SmallStirlingErrors =
    [
        0.0,
        0.0810614667953272582196702,
        0.0413406959554092940938221,
        0.02767792568499833914878929,
        0.02079067210376509311152277,
        0.01664469118982119216319487,
        0.01387612882307074799874573,
        0.01189670994589177009505572,
        0.010411265261972096497478567,
        0.009255462182712732917728637,
        0.008330563433362871256469318,
        0.007573675487951840794972024,
        0.006942840107209529865664152,
        0.006408994188004207068439631,
        0.005951370112758847735624416,
        0.005554733551962801371038690,
    ];

    /// <summary>P(X = count) for a Poisson mean.</summary>
    internal static double Poisson(long count, double mean)
    {
        if (mean == 0)
            return count == 0 ? 1 : 0;
        if (count == 0)
            return Math.Exp(-mean);
        return Math.Exp(-StirlingError(count) - Deviance(count, mean)) / Math.Sqrt(2 * Math.PI * count);
    }

    /// <summary>P(X = count) for a number of trials, with both the chance and its complement given so that neither loses digits.</summary>
    internal static double Binomial(long count, long trials, double chance, double complement)
    {
        if (chance == 0)
            return count == 0 ? 1 : 0;
        if (complement == 0)
            return count == trials ? 1 : 0;
        if (count == 0)
            return Math.Exp(trials * Log(complement, chance));
        if (count == trials)
            return Math.Exp(trials * Log(chance, complement));
        var exponent = StirlingError(trials) - StirlingError(count) - StirlingError(trials - count)
            - Deviance(count, trials * chance) - Deviance(trials - count, trials * complement);
        return Math.Exp(exponent) * Math.Sqrt(trials / (2 * Math.PI * count * (trials - count)));
    }

    private static double Log(double p, double complement) =>
        complement < 0.5 ? LogOnePlus(-complement) : Math.Log(p);

    internal static double LogOnePlus(double x)
    {
        // Kahan's correction: the rounding of 1 + x cancels in the ratio.
        var u = 1 + x;
        return u == 1 ? x : Math.Log(u) * x / (u - 1);
    }

    private static double StirlingError(long n)
    {
        if (n <= 15)
            return SmallStirlingErrors[n];
        double nn = (double)n * n;
        return (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - (1.0 / 1680 - 1.0 / 1188 / nn) / nn) / nn) / nn) / n;
    }

    // x log(x/m) + m - x without cancellation.
    private static double Deviance(double x, double mean)
    {
        if (Math.Abs(x - mean) >= 0.1 * (x + mean))
            return x * Math.Log(x / mean) + mean - x;
        var v = (x - mean) / (x + mean);
        var sum = (x - mean) * v;
        var term = 2 * x * v;
        v *= v;
        for (var j = 1; j < 1000; j++)
        {
            term *= v;
            var next = sum + term / (2 * j + 1);
            if (next == sum)
                return next;
            sum = next;
        }

        return sum;
    }
}
