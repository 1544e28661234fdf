using Xunit;

namespace Geo.Testing;

/// <summary>A test that needs PostGIS: skipped where there is none, so that it can be run with what one has, and failed in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DatabaseFactAttribute : FactAttribute
{
    public DatabaseFactAttribute() => Skip = Missing.Database;
}

[AttributeUsage(AttributeTargets.Method)]
public sealed class DatabaseTheoryAttribute : TheoryAttribute
{
    public DatabaseTheoryAttribute() => Skip = Missing.Database;
}

/// <summary>A test that needs PostGIS and the real sample.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RealDataFactAttribute : FactAttribute
{
    public RealDataFactAttribute() => Skip = Missing.Database ?? Missing.RealData;
}

[AttributeUsage(AttributeTargets.Method)]
public sealed class RealDataTheoryAttribute : TheoryAttribute
{
    public RealDataTheoryAttribute() => Skip = Missing.Database ?? Missing.RealData;
}

/// <summary>A test that needs the figures of published reports, which are part of the real sample, and no database.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PublishedFiguresFactAttribute : FactAttribute
{
    public PublishedFiguresFactAttribute() => Skip = Missing.PublishedFigures;
}

/// <summary>Why a test is skipped here; null where it can run, and always null in CI, where it must.</summary>
public static class Missing
{
    public static string? Database { get; } = Unless(TestCluster.IsThere, $"no database: {TestCluster.Setting} is not set; ./geo test sets it");

    public static string? RealData { get; } = Unless(Testing.RealData.IsThere, $"no real data in {Testing.RealData.Folder}: {Testing.RealData.Setting} says where it is");

    public static string? PublishedFigures { get; } = Unless(File.Exists(Testing.RealData.At("published", "percent_check.csv")), $"no published figures in {Testing.RealData.Folder}: {Testing.RealData.Setting} says where they are");

    internal static string? Unless(bool isThere, string reason) =>
        isThere || Environment.GetEnvironmentVariable("CI") is "true" or "1" ? null : reason;
}
