using Geo.Core.Measures;
using Geo.Core.Refresh;
using Geo.Testing;
using Shouldly;

namespace Geo.Core.Tests.Intake;

/// <summary>Three wards and one month of eight records, so that what a refused file must leave alone is there.</summary>
public sealed class IntakeDatabase : TestDatabase
{
    public static SmallMap Map { get; } = SmallMap.DrawInDegrees("AAB", "ACB");

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        if (!TestCluster.IsThere)
            return;
        await ImportAreasAsync(Map);
        await TakeInAsync(January());
    }

    public static StreetFile January() => new StreetFile("2024-01")
        .Add("Burglary", Map.Inside('A'), 3)
        .Add("Drugs", Map.Inside('B'), 2)
        .Add(StreetFile.Asb, Map.Inside('C'), 2)
        .Add("Burglary", null);
}

internal static class Asked
{
    /// <summary>Counts of a league table as a line: <c>A 3, B 2, C 0; outside 0; not located 1; total 6</c>.</summary>
    public static async Task<string> CountsAsync(this TestDatabase database, string measure = "crime", string? period = null, string? boundaries = null)
    {
        var cube = await CountCube.LoadAsync(database.Geo, default);
        return Counts(LeagueTable.Ask(cube, new MeasureQuestion { Measure = measure, Period = period, Boundaries = boundaries }));
    }

    /// <summary>Asks what <c>geo check</c> asks.</summary>
    public static async Task ShouldPassItsCheckAsync(this TestDatabase database)
    {
        var failed = new List<string>();
        await foreach (var result in Check.RunAsync(database.Geo, null, null, database.Clock, default))
        {
            if (result.State == CheckState.Failed)
                failed.Add($"{result.Name}: {result.Found}");
        }

        failed.ShouldBeEmpty();
    }

    public static string Counts(LeagueTable table) =>
        $"{string.Join(", ", table.Rows.OrderBy(row => row.Code, StringComparer.Ordinal).Select(row => $"{row.Code} {row.Count}"))}; outside {table.Outside.Count}; not located {table.NotLocated.Count}; total {table.Total.Count}";
}
