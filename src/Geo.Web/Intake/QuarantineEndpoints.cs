using Geo.Core.Database;
using Geo.Core.Exports;
using Geo.Core.Measures;
using Geo.Core.Refresh;
using Geo.Web.Hosting;
using Geo.Web.Measures;

namespace Geo.Web.Intake;

/// <summary>
/// The rows of a batch that were set aside, as JSON, CSV and XLSX. Never kept for the next who asks: a partner's rows are told only to
/// somebody who may change things, that is, at the machine itself.
/// </summary>
internal static class QuarantineEndpoints
{
    public static void MapQuarantine(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("batches").WithTags("Intake");
        LeagueTableEndpoints.Describe(group.MapGet("{id:int}/quarantine", JsonAsync), "Rows of a batch that were set aside, with line, column, value and reason; what identifies anybody is never kept", []).Produces<QuarantineDocument>();
        Answers.DescribeFiles(group.MapGet("{id:int}/quarantine.csv", CsvAsync), group.MapGet("{id:int}/quarantine.xlsx", XlsxAsync), "The same as CSV; the note of the first line explains the table", []);
    }

    private static async Task<IResult> JsonAsync(HttpContext context, GeoDatabase database, Changes changes, int id) =>
        TypedResults.Json(QuarantineDocument.Of(await FindAsync(context, database, changes, id)), ApiJson.Default.QuarantineDocument);

    private static Task<IResult> CsvAsync(HttpContext context, GeoDatabase database, Changes changes, int id) =>
        FileAsync(context, database, changes, id, "csv", "text/csv; charset=utf-8", CsvAnswer.Write);

    private static Task<IResult> XlsxAsync(HttpContext context, GeoDatabase database, Changes changes, int id) =>
        FileAsync(context, database, changes, id, "xlsx", XlsxWriter.ContentType, XlsxWriter.Write);

    private static async Task<IResult> FileAsync(HttpContext context, GeoDatabase database, Changes changes, int id, string ending, string contentType, Action<Stream, ExportTable> write)
    {
        var table = (await FindAsync(context, database, changes, id)).Table();
        var bytes = new MemoryStream();
        write(bytes, table);
        return TypedResults.File(bytes.ToArray(), contentType, $"{table.FileName}.{ending}");
    }

    private static async Task<Quarantine> FindAsync(HttpContext context, GeoDatabase database, Changes changes, int id)
    {
        context.Response.Headers.CacheControl = "no-store";
        return await Quarantine.FindAsync(database, id, changes.AreAllowed(context), context.RequestAborted)
            ?? throw new QuestionException(QuestionFault.NotFound, "id", $"There is no batch {id}.", []);
    }
}

/// <param name="Explanation">What the rows are, and why the rows themselves are not told where they are not.</param>
internal sealed record QuarantineDocument(int Batch, string Source, string Month, string FileName, int RowsRead, IReadOnlyList<QuarantinedRowDocument> Rows, bool IsDemonstration, string Explanation)
{
    public static QuarantineDocument Of(Quarantine quarantine) => new(
        quarantine.Batch.Id, quarantine.Source.Slug, $"{quarantine.Month}", quarantine.Batch.FileName, quarantine.Batch.RowsRead,
        [.. quarantine.Rows.Select(row => new QuarantinedRowDocument(row.RowNumber, row.ColumnName, row.Value, row.Code, row.Reason, quarantine.HasRaw ? row.Raw.TrimEnd('\r', '\n') : null))],
        quarantine.Source.IsDemonstration, quarantine.Explanation);
}

/// <param name="Line">Of the file.</param>
/// <param name="Raw">The row as it stands there, without what identifies anybody.</param>
internal sealed record QuarantinedRowDocument(int Line, string Column, string Value, string Code, string Reason, string? Raw);
