using Geo.Benchmarks.Processes;
using Geo.Core.Exports;

namespace Geo.Benchmarks.Dashboards;

/// <summary>A workbook of many rows, written by a process of its own, so that its memory can be told.</summary>
internal static class BigWorkbook
{
    public const string Name = "only-a-big-workbook";

    private const int Rows = 200_000;

    private static readonly ExportColumn[] Columns =
    [
        new("rank", ColumnKind.Plain), new("code", ColumnKind.Text), new("name", ColumnKind.Text), new("count", ColumnKind.Count), new("share", ColumnKind.PerCent),
        new("previous", ColumnKind.Count), new("change", "Change", ColumnKind.Count, IsSigned: true), new("change_per_cent", "Change, %", ColumnKind.PerCent, IsSigned: true), new("rate_per_1000", ColumnKind.Rate),
    ];

    public static async Task MeasureAsync(Scoreboard board)
    {
        Scoreboard.Say($"writing a workbook of {Rows:N0} rows");
        var run = await Child.RunAsync("dotnet", [typeof(BigWorkbook).Assembly.Location, Name], new Dictionary<string, string>(StringComparer.Ordinal));
        board.Limit($"XLSX of {Rows:N0} rows of {Columns.Length} cells, {run.Seconds:0.0} s: most memory of the process", $"{run.PeakMegabytes:0} MB", "at most 150 MB", run.PeakMegabytes <= 150);
    }

    /// <summary>What the process of its own does.</summary>
    public static Task<int> RunAsync()
    {
        XlsxWriter.Write(Stream.Null, new ExportTable
        {
            FileName = "big", Title = "A big table", Columns = Columns, Explanation = "Made up.", IsDemonstration = false, About = [],
            Rows = Enumerable.Range(1, Rows).Select(i => new ExportRow([i, $"E{i:00000000}", $"Area {i}", (long)i * 7919 % 5000, i % 10_000 / 100m, (long)i * 104_729 % 5000, (long)(i % 401) - 200, ((i % 2001) - 1000) / 10m, i % 100_000 / 100m])),
        });
        return Task.FromResult(0);
    }
}
