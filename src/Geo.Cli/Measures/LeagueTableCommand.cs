using System.CommandLine;
using System.Globalization;
using Geo.Cli.Hosting;
using Geo.Core.Exports;
using Geo.Core.Measures;

namespace Geo.Cli.Measures;

/// <summary><c>geo league-table</c></summary>
internal static class LeagueTableCommand
{
    public static Command Make(Shell shell)
    {
        var measure = new Argument<string>("MEASURE") { Description = $"One of {string.Join(", ", Measure.All.Select(known => known.Slug))}." };
        var period = new Option<string?>("--period") { Description = $"{Period.Forms} Without it: the latest month." };
        var areas = new Option<string>("--areas") { Description = "The kind of area.", DefaultValueFactory = _ => "ward", HelpName = "KIND" };
        var boundaries = new Option<string?>("--boundaries") { Description = "A boundary set by name; without it, the one in force in the period.", HelpName = "SET" };
        var compare = new Option<string?>("--compare") { Description = $"The period to compare with, or {MeasureQuestion.YearBefore}.", HelpName = "PERIOD" };
        var top = Given.Whole("--top", "Only so many areas; the others become one line.", "N");
        var allowMissing = new Option<bool>("--allow-missing") { Description = "Compare although months are missing or the spans differ." };
        var asAt = new Option<DateTimeOffset?>("--as-at") { Description = "The records as they were known at a moment, such as 2026-11-20T09:30Z; without it, now.", HelpName = "TIME" };
        var format = new Option<string>("--format") { Description = "How to print it.", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("table", "csv", "json");
        return new Command("league-table", "Areas ranked by a measure.") { measure, period, areas, boundaries, compare, top, allowMissing, asAt, format }
            .Does(shell, async (asked, database, cancellationToken) =>
            {
                var cube = asked.GetValue(asAt) is { } moment
                    ? await CountCube.LoadAsAtAsync(database, moment, cancellationToken)
                    : await CountCube.LoadAsync(database, cancellationToken);
                var table = LeagueTable.Ask(cube, new MeasureQuestion
                {
                    Measure = asked.GetRequiredValue(measure), Period = asked.GetValue(period), Areas = asked.GetRequiredValue(areas), Boundaries = asked.GetValue(boundaries),
                    Compare = asked.GetValue(compare), Top = asked.GetValue(top), AllowMissing = asked.GetValue(allowMissing),
                });
                switch (asked.GetValue(Commands.Json) ? "json" : asked.GetValue(format))
                {
                    case "json":
                        shell.Json(Answer(table));
                        break;
                    case "csv":
                        CsvTableWriter.Write(shell.Out, LeagueTableExport.Of(table));
                        break;
                    default:
                        Tell(shell, table);
                        break;
                }

                return ExitCode.Done;
            });
    }

    private static void Tell(Shell shell, LeagueTable table)
    {
        var compared = table.Compare is not null;
        var rated = table.PopulationYear is not null;
        string[] columns =
        [
            ">Rank", "Code", "Name", ">Count", ">Share",
            .. compared ? (string[])[$">{table.Compare!.Span}", ">Change", ">Change %"] : [],
            .. rated ? (string[])[">Per 1,000"] : [],
        ];
        shell.Say($"{table.Measure.Name}, {table.Period.Name}");
        shell.Table(columns, table.Rows.Concat(table.Footing).Select(row => (string[])
        [
            $"{row.Rank}", row.Code ?? "", row.Name, $"{row.Count:N0}", Rounding.Share(row.Share) is { } share ? $"{share}%" : "",
            .. compared ? (string[])[$"{row.Previous:N0}", Signed(row.Change), row.ChangePerCent is { } change ? Signed(Rounding.Round(change, Rounding.ChangeDecimals)) : Rounding.NotApplicable] : [],
            .. rated ? (string[])[$"{Rounding.Rate(row.Rate)}"] : [],
        ]));
        shell.Say(table.Explanation);
    }

    private static string Signed(long? value) => value?.ToString("+#,0;-#,0;0", CultureInfo.InvariantCulture) ?? "";

    private static string Signed(decimal value) => value.ToString("+#,0.0;-#,0.0;0.0", CultureInfo.InvariantCulture);

    private static object Answer(LeagueTable table) => new
    {
        measure = table.Measure.Slug,
        measureName = table.Measure.Name,
        areas = table.Set.Kind,
        boundaries = table.Set.Name,
        period = table.Period.Span,
        compare = table.Compare?.Span,
        table.PopulationYear,
        rows = table.Rows.Select(Answer),
        others = table.Others is { } others ? Answer(others) : null,
        outside = Answer(table.Outside),
        notLocated = Answer(table.NotLocated),
        total = Answer(table.Total),
        table.Missing,
        sources = table.Sources.Select(source => new { source.Slug, source.Agency, source.Feed, source.Licence, source.IsDemonstration }),
        table.Version,
        table.AsAt,
        table.IsDemonstration,
        table.Explanation,
    };

    private static object Answer(LeagueTableRow row) => new
    {
        row.Rank,
        row.Code,
        row.Name,
        row.Count,
        share = Rounding.Share(row.Share),
        row.Previous,
        row.Change,
        changePerCent = Rounding.ChangePerCent(row.ChangePerCent),
        ratePer1000 = Rounding.Rate(row.Rate),
    };
}
