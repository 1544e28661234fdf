using Geo.Core.Measures;
using Geo.Core.Measures.Tables;
using Geo.Web.Hosting;

namespace Geo.Web.Measures;

/// <summary>A measure by any dimension, or by one against others, as JSON, CSV and XLSX.</summary>
internal static class TableEndpoints
{
    public static readonly QueryParameter OnlyThese = new("only", "Only records with these values: KIND:VALUE, several divided by semicolons.", Example: "source-agency:Health");

    private static readonly string[] Counted = ["records", "people"];
    private static readonly string[] Shared = ["column", "row", "total"];

    private static readonly QueryParameter[] Parameters =
    [
        new("rows", $"What the lines are: {string.Join(", ", Dimension.Fixed.Select(dimension => dimension.Slug))}, or a kind of detail that sources tell, such as outcome or policing-area.", Example: "age"),
        new("columns", "What the columns are: one or two of the same, divided by a comma.", Example: "role,sex"),
        new("count", "What is counted: records (the default), or people, each once.", Values: Counted),
        new("share", "What a cell is a share of: its column (the default), its line inside the first column dimension, or the whole table.", Values: Shared),
        OnlyThese, .. LeagueTableEndpoints.Where, LeagueTableEndpoints.OneArea, LeagueTableEndpoints.OnePeriod, CurrentCube.AsAt,
    ];

    public static void MapTables(this IEndpointRouteBuilder api) => api.MapTable(
        "tables", "A measure by any dimension, or by one against one or two others, with shares and totals", "The same as CSV; the note of the total explains the table", Parameters, AskAsync,
        ApiJson.Default.CrossTableDocument, CrossTableDocument.Of, CrossTableExport.Of);

    private static async ValueTask<CrossTable> AskAsync(TableRequest asked) => await CrossTable.AskAsync(asked.Database, asked.Cube, new TableQuestion
    {
        Of = asked.Question,
        Rows = asked.Query["rows"],
        Columns = asked.Query["columns"]?.Split(',', StringSplitOptions.TrimEntries) ?? [],
        Counting = asked.Query.OneOf("count", Counted) is "people" ? TableCounting.People : TableCounting.Records,
        Share = asked.Query.OneOf("share", Shared) switch { "row" => ShareOf.Row, "total" => ShareOf.Total, _ => ShareOf.Column },
        Only = Onlys(asked.Query["only"]),
    }, asked.Aborted);

    internal static IReadOnlyList<Only> Onlys(string? text) => [.. (text?.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? []).Select(Only)];

    private static Only Only(string text) => Geo.Core.Measures.Tables.Only.Parse(text)
        ?? throw new InvalidRequestException("only", $"'{Geo.Core.Fault.Shown(text)}' is not of the form KIND:VALUE, such as source-agency:Health.", []);
}

/// <summary>A table as the API tells it in JSON.</summary>
/// <param name="Rows">The dimension of the lines; null for one line.</param>
/// <param name="Columns">For each column the keys of its dimensions.</param>
/// <param name="Lines">What is stated, the most first or in its own order.</param>
/// <param name="NotStated">What the records do not say, with its share of everything; null where they all do.</param>
/// <param name="Stated">The lines together.</param>
/// <param name="WithoutPerson">Parts in records that name no person and are counted among none; 0 for records.</param>
internal sealed record CrossTableDocument(
    MeasureDocument Measure, BoundarySetDocument Boundaries, string? Area, PeriodDocument Period, string? Rows, IReadOnlyList<string> ColumnDimensions, string Counting, string ShareOf,
    IReadOnlyList<ColumnDocument> Columns, IReadOnlyList<CrossRowDocument> Lines, CrossRowDocument? NotStated, CrossRowDocument Stated, CrossRowDocument Total, long WithoutPerson,
    IReadOnlyList<string> Missing, IReadOnlyList<SourceDocument> Sources, long DataVersion, DateTimeOffset AsAt, bool IsDemonstration, string Explanation)
{
    public static CrossTableDocument Of(CrossTable table)
    {
        var origin = table.Origin;
        return new(
            MeasureDocument.Of(origin.Measure), BoundarySetDocument.Of(origin.Set), table.Area?.Code, PeriodDocument.Of(origin.Period), table.RowDimension?.Slug,
            [.. table.ColumnDimensions.Select(dimension => dimension.Slug)], table.Question.Counting.ToString().ToLowerInvariant(), table.Question.Share.ToString().ToLowerInvariant(),
            [.. table.Columns.Select(column => new ColumnDocument([.. column.Select(key => key.Code)], string.Join(", ", column.Select(key => key.Name))))],
            [.. table.Rows.Select(CrossRowDocument.Of)], table.NotStated is null ? null : CrossRowDocument.Of(table.NotStated), CrossRowDocument.Of(table.Stated), CrossRowDocument.Of(table.Total), table.WithoutPerson,
            origin.Missing, [.. origin.Sources.Select(SourceDocument.Of)], origin.Version, origin.AsAt, origin.IsDemonstration, table.Explanation);
    }
}

internal sealed record ColumnDocument(IReadOnlyList<string> Codes, string Name);

/// <param name="Shares">Per cent by column, rounded half away from zero to two decimals.</param>
/// <param name="Change">From the first column to the last, where columns are of time.</param>
/// <param name="ChangePerCent">Rounded half away from zero to one decimal; null (N/A) from zero.</param>
internal sealed record CrossRowDocument(
    string Code, string Name, IReadOnlyList<long> Counts, IReadOnlyList<decimal?> Shares, long Total, decimal? TotalShare,
    long? Change, decimal? ChangePerCent, double? PValue, bool? IsSignal, string? Verdict)
{
    public static CrossRowDocument Of(CrossRow row) => new(
        row.Key.Code, row.Key.Name, row.Counts, [.. row.Shares.Select(Rounding.Share)], row.Total, Rounding.Share(row.TotalShare),
        row.Verdict?.Difference, Rounding.ChangePerCent(row.Verdict?.PerCent), row.Verdict?.PValue, row.Verdict?.IsSignal, row.Verdict?.Text);
}
