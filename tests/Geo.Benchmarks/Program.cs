// geo bench [suite...]: each suite prints its figures beside a peer or a limit measured in the same run,
// and returns how many limits were missed. Without names all run but the fuzzing, which is long, and what a suite runs itself.
var suites = new Dictionary<string, Func<Task<int>>>(StringComparer.Ordinal)
{
    ["dashboards"] = Geo.Benchmarks.Dashboards.DashboardSuite.RunAsync,
    ["heat-maps"] = Geo.Benchmarks.HotSpots.HeatMapSuite.RunAsync,
    ["intake"] = Geo.Benchmarks.Intake.IntakeSuite.RunAsync,
    ["league-table"] = Geo.Benchmarks.Measures.LeagueTableSuite.RunAsync,
    ["partners"] = Geo.Benchmarks.Partners.PartnerSuite.RunAsync,
    ["refresh"] = Geo.Benchmarks.Refresh.RefreshSuite.RunAsync,
    ["statistics"] = Geo.Benchmarks.Statistics.StatisticsSuite.RunAsync,
    ["fuzz-statistics"] = Geo.Benchmarks.Statistics.FuzzSuite.RunAsync,
    [Geo.Benchmarks.Dashboards.BigWorkbook.Name] = Geo.Benchmarks.Dashboards.BigWorkbook.RunAsync,
};

var wanted = args.Length == 0 ? [.. suites.Keys.Where(name => !name.StartsWith("fuzz", StringComparison.Ordinal) && !name.StartsWith("only", StringComparison.Ordinal))] : args;
if (wanted.FirstOrDefault(name => !suites.ContainsKey(name)) is { } unknown)
{
    Console.Error.WriteLine($"There is no benchmark suite '{unknown}'. Suites: {string.Join(", ", suites.Keys)}.");
    return 2;
}

var missed = 0;
foreach (var name in wanted)
    missed += await suites[name]();
Console.WriteLine(missed == 0 ? "All limits met." : $"{missed} limit(s) missed.");
return missed == 0 ? 0 : 1;
