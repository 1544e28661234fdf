using Geo.Statistics.Spatial;

namespace Geo.Statistics.Tests.Spatial;

public sealed class PrecisionTests
{
    [Fact]
    public void Scores_AreUnchangedByALargeConstant()
    {
        // 2^45 and 128ths fit a double together, so that every value is exact; their sum is not.
        var random = new Random(7);
        var values = Enumerable.Range(0, 4096).Select(_ => random.Next(0, 16_384) / 128.0).ToArray();
        var weights = Contiguity.Queen(Drawing.Squares(64, 64)).WithSelf();
        double[] near = new double[4096], far = new double[4096];
        GetisOrd.Scores(weights, values, near);
        GetisOrd.Scores(weights, values.Select(value => value + Math.Pow(2, 45)).ToArray(), far);
        // A mean is good to half of 2^-7, nine of them to 0.035; the standard deviation of nine values is 111.
        for (var i = 0; i < near.Length; i++)
            far[i].ShouldBe(near[i], 0.0012, $"{i}");
    }
}
