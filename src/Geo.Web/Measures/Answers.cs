using System.IO.Pipelines;
using System.Text.Json.Serialization.Metadata;
using Geo.Core.Database;
using Geo.Core.Exports;
using Geo.Core.Measures;
using Geo.Web.Hosting;

namespace Geo.Web.Measures;

/// <summary>What a table is asked for: the data of a moment, the parameters of the address, and the measure in its path.</summary>
internal sealed record TableRequest(HttpContext Http, Snapshot Snapshot, Query Query, string Measure)
{
    public CountCube Cube => Snapshot.Cube;

    public GeoDatabase Database => Http.RequestServices.GetRequiredService<GeoDatabase>();

    public CancellationToken Aborted => Http.RequestAborted;

    public MeasureQuestion Question => LeagueTableEndpoints.Question(Measure, Query, top: null);
}

/// <summary>Answers made from the data of now, or of the moment that the request asks for.</summary>
internal static class Answers
{
    /// <summary>Maps a table of a measure, as JSON and, with .csv or .xlsx behind it, as a file; returns the group, for what else there is of it.</summary>
    public static RouteGroupBuilder MapTable<T, TDocument>(
        this IEndpointRouteBuilder api, string path, string summary, string csvSummary, QueryParameter[] parameters,
        Func<TableRequest, ValueTask<T>> ask, JsonTypeInfo<TDocument> type, Func<T, TDocument> document, Func<T, ExportTable> export, string tag = "Measures")
    {
        var group = api.MapGroup(path).WithTags(tag);
        LeagueTableEndpoints.Describe(
            group.MapGet("{measure}", (HttpContext context, CurrentCube current, string measure) => JsonAsync(context, current, type, async snapshot => document(await AskAsync(context, snapshot, measure)))), summary, parameters)
            .Produces<TDocument>();
        DescribeFiles(
            group.MapGet("{measure}.csv", (HttpContext context, CurrentCube current, string measure) => CsvAsync(context, current, async snapshot => export(await AskAsync(context, snapshot, measure)))),
            group.MapGet("{measure}.xlsx", (HttpContext context, CurrentCube current, string measure) => XlsxAsync(context, current, async snapshot => export(await AskAsync(context, snapshot, measure)))), csvSummary, parameters);
        return group;

        ValueTask<T> AskAsync(HttpContext context, Snapshot snapshot, string measure) => ask(new(context, snapshot, Query.Read(context.Request, parameters), measure));
    }

    public static async Task<IResult> JsonAsync<T>(HttpContext context, CurrentCube current, JsonTypeInfo<T> type, Func<Snapshot, ValueTask<T>> document)
    {
        var snapshot = await current.AtAsync(context.Request);
        return await Answer.OfAsync(context, snapshot, Answer.Json, async body =>
        {
            JsonAnswer.Write(body, await document(snapshot), type);
            return (null, null);
        });
    }

    /// <summary>Says of the addresses of a table's files what they are.</summary>
    public static void DescribeFiles(RouteHandlerBuilder csv, RouteHandlerBuilder xlsx, string csvSummary, QueryParameter[] parameters)
    {
        LeagueTableEndpoints.Describe(csv, csvSummary, parameters).Produces<string>(StatusCodes.Status200OK, Answer.Csv);
        LeagueTableEndpoints.Describe(xlsx, "The same as an Excel workbook: a sheet of data, and one that says what they rest on", parameters).Produces<byte[]>(StatusCodes.Status200OK, XlsxWriter.ContentType);
    }

    public static Task<IResult> CsvAsync(HttpContext context, CurrentCube current, Func<Snapshot, ValueTask<ExportTable>> table) =>
        FileAsync(context, current, Answer.Csv, "csv", table, made => made, CsvAnswer.Write);

    public static Task<IResult> XlsxAsync(HttpContext context, CurrentCube current, Func<Snapshot, ValueTask<ExportTable>> table) =>
        FileAsync(context, current, XlsxWriter.ContentType, "xlsx", table, made => made, (body, made) =>
        {
            using var stream = body.AsStream(leaveOpen: true);
            XlsxWriter.Write(stream, made with { Link = Address(context.Request) });
        });

    public static Task<IResult> GeoPackageAsync(HttpContext context, CurrentCube current, Func<Snapshot, ValueTask<ExportLayer>> layer) =>
        FileAsync(context, current, GeoPackageWriter.ContentType, "gpkg", layer, made => made.Table, (body, made) =>
        {
            using var stream = body.AsStream(leaveOpen: true);
            GeoPackageWriter.Write(stream, made with { Table = made.Table with { Link = Address(context.Request) } });
        });

    private static async Task<IResult> FileAsync<T>(
        HttpContext context, CurrentCube current, string contentType, string ending, Func<Snapshot, ValueTask<T>> make, Func<T, ExportTable> table, Action<PipeWriter, T> write)
    {
        var snapshot = await current.AtAsync(context.Request);
        return await Answer.OfAsync(context, snapshot, contentType, async body =>
        {
            var made = await make(snapshot);
            write(body, made);
            return (table(made).Explanation, $"{table(made).FileName}.{ending}");
        });
    }

    /// <summary>Where the same figures are on this service. Without its host, which is whatever the asker called it.</summary>
    private static string Address(HttpRequest request) => $"{Path.ChangeExtension(request.Path.Value, null)}{request.QueryString.Value}";
}
