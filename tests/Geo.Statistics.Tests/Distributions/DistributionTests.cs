using Geo.Statistics.Distributions;

namespace Geo.Statistics.Tests.Distributions;

public sealed class DistributionTests
{
    [Fact]
    public void Poisson_AgainstTheDefinition()
    {
        foreach (var mean in new[] { 0.3, 1, 4.5, 20 })
        {
            var factorial = 1.0;
            for (var n = 0; n <= 20; n++)
            {
                factorial *= Math.Max(1, n);
                SaddlePoint.Poisson(n, mean).ShouldBeClose(Math.Pow(mean, n) * Math.Exp(-mean) / factorial, $"{n} of {mean}", 2e-14);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.03)]
    [InlineData(0.5)]
    [InlineData(0.88)]
    [InlineData(1)]
    public void BinomialAndItsTails_AgainstTheDefinition(double chance)
    {
        for (var trials = 1; trials <= 20; trials++)
        {
            double choose = 1, atMost = 0;
            var each = new double[trials + 1];
            for (var n = 0; n <= trials; n++)
            {
                each[n] = choose * Math.Pow(chance, n) * Math.Pow(1 - chance, trials - n);
                choose = choose * (trials - n) / (n + 1);
            }

            for (var n = 0; n <= trials; n++)
            {
                atMost += each[n];
                SaddlePoint.Binomial(n, trials, chance, 1 - chance).ShouldBeClose(each[n], $"{n} of {trials}", 1e-13);
                Tail.BinomialAtMost(n, trials, chance, 1 - chance).ShouldBe(atMost, 1e-13, $"at most {n} of {trials}");
                Tail.BinomialAtLeast(n, trials, chance, 1 - chance).ShouldBe(each[n..].Sum(), 1e-13, $"at least {n} of {trials}");
            }

            Tail.BinomialAtLeast(trials + 1, trials, chance, 1 - chance).ShouldBe(0);
            Tail.BinomialAtMost(-1, trials, chance, 1 - chance).ShouldBe(0);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.2)]
    [InlineData(3)]
    [InlineData(25)]
    public void PoissonTails_AreSumsOfTheProbabilities(double mean)
    {
        var sum = 0.0;
        for (var n = 0; n <= 60; n++)
        {
            Tail.PoissonAtLeast(n, mean).ShouldBe(1 - sum, 1e-13, $"at least {n}");
            sum += mean == 0 && n == 0 ? 1 : mean == 0 ? 0 : SaddlePoint.Poisson(n, mean);
            Tail.PoissonAtMost(n, mean).ShouldBe(sum, 1e-13, $"at most {n}");
        }

        Tail.PoissonAtMost(-1, mean).ShouldBe(0);
        SaddlePoint.Poisson(0, mean).ShouldBeClose(Math.Exp(-mean));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(60)]
    public void Gamma_IsDrawnFromItsDistribution(int shape)
    {
        var random = new RandomStream(11, (ulong)shape);
        var below = new int[5];
        double[] points = [.. new[] { -1.5, -0.7, 0, 1, 2 }.Select(z => Math.Max(0.1, shape + z * Math.Sqrt(shape)))];
        for (var i = 0; i < 1_000_000; i++)
        {
            var draw = random.NextGamma(shape);
            for (var k = 0; k < 5; k++)
                below[k] += draw <= points[k] ? 1 : 0;
        }

        for (var k = 0; k < 5; k++)
        {
            // P(gamma ≤ x) is P(Poisson(x) ≥ shape).
            var expected = Tail.PoissonAtLeast(shape, points[k]);
            (below[k] / 1e6).ShouldBe(expected, 4.5 * Math.Sqrt(expected * (1 - expected) / 1e6), $"at {points[k]}");
        }
    }

    [Fact]
    public void Gamma_OfShapeBelowOne_HasItsMeanAndVariance()
    {
        var random = new RandomStream(5, 0);
        double sum = 0, squares = 0;
        for (var i = 0; i < 1_000_000; i++)
        {
            var draw = random.NextGamma(0.4);
            sum += draw;
            squares += draw * draw;
        }

        var mean = sum / 1e6;
        mean.ShouldBe(0.4, 4.5 * Math.Sqrt(0.4 / 1e6));
        (squares / 1e6 - mean * mean).ShouldBe(0.4, 0.006);
    }

    [Theory]
    [InlineData(0.7)]
    [InlineData(12)]
    [InlineData(45)]
    [InlineData(52)]
    [InlineData(700)]
    public void PoissonDraws_AreFromTheirDistribution(double mean)
    {
        var random = new RandomStream(3, 1);
        var below = new int[5];
        long[] points = [.. new[] { -1.5, -0.7, 0, 1, 2 }.Select(z => (long)Math.Max(0, mean + z * Math.Sqrt(mean)))];
        for (var i = 0; i < 400_000; i++)
        {
            var draw = random.NextPoisson(mean);
            for (var k = 0; k < 5; k++)
                below[k] += draw <= points[k] ? 1 : 0;
        }

        for (var k = 0; k < 5; k++)
        {
            var expected = Tail.PoissonAtMost(points[k], mean);
            (below[k] / 4e5).ShouldBe(expected, 4.5 * Math.Sqrt(expected * (1 - expected) / 4e5) + 1e-12, $"at {points[k]}");
        }
    }

    [Fact]
    public void NumbersBelowABound_AreAllAsLikely()
    {
        var random = new RandomStream(1, 2);
        var seen = new int[7];
        for (var i = 0; i < 700_000; i++)
            seen[random.NextBelow(7)]++;
        foreach (var count in seen)
            ((double)count).ShouldBe(100_000, 4.5 * Math.Sqrt(100_000 * 6 / 7.0));
        // A bound above half of the range is where a biased draw shows: three quarters of the numbers below, a third each.
        var thirds = new int[3];
        for (var i = 0; i < 300_000; i++)
            thirds[random.NextBelow(1_610_612_736) / 536_870_912]++;
        foreach (var count in thirds)
            ((double)count).ShouldBe(100_000, 4.5 * Math.Sqrt(100_000 * 2 / 3.0));
    }
}
