using Geo.Benchmarks.Statistics;

namespace Geo.Statistics.Tests;

/// <summary>A small share of the million calls that the benchmark suite fuzz-statistics makes.</summary>
public sealed class FuzzTests
{
    public static TheoryData<string> Names => new(FuzzCalls.All.Select(call => call.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void RandomCalls_GiveNumbersOrDocumentedExceptions(string name) =>
        FuzzCalls.Run(FuzzCalls.All.Single(call => call.Name == name), 1500, 1).ShouldBeNull();

    [Fact]
    public void EveryPublicMethod_IsCalled() =>
        ReadmeTests.PublicMethods.Where(method => !FuzzCalls.All.Any(call => (call.Name + ",").Contains(method + ",", StringComparison.Ordinal))).ShouldBeEmpty();

    [Fact]
    public void TheCheckItself_SeesNaN_AndStrangeExceptions()
    {
        FuzzCalls.Run(new FuzzCall("NaN", (_, see) => see(double.NaN)), 1, 1).ShouldNotBeNull();
        FuzzCalls.Run(new FuzzCall("other", (_, _) => throw new InvalidOperationException("x")), 1, 1).ShouldNotBeNull();
        FuzzCalls.Run(new FuzzCall("nameless", (_, _) => throw new ArgumentException("something is wrong", (string?)null)), 1, 1).ShouldNotBeNull();
    }
}
