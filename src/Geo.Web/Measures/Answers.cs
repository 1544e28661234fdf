using System.Text.Json.Serialization.Metadata;
using Geo.Core.Database;
using Geo.Core.Measures;
using Geo.Web.Hosting;

namespace Geo.Web.Measures;

/// <summary>A table on its way into a CSV answer.</summary>
/// <param name="Name">First word of the file's name.</param>
internal sealed record CsvTable(string Name, Origin Origin, string Explanation, Action<TextWriter> Write);

/// <summary>What a table is asked for: the data of a moment, the parameters of the address, and the measure in its path.</summary>
internal sealed record TableRequest(HttpContext Http, CountCube Cube, Query Query, string Measure)
{
    public GeoDatabase Database => Http.RequestServices.GetRequiredService<GeoDatabase>();

    public CancellationToken Aborted => Http.RequestAborted;

    public MeasureQuestion Question => LeagueTableEndpoints.Question(Measure, Query, top: null);
}

/// <summary>Answers made from the data of now, or of the moment that the request asks for.</summary>
internal static class Answers
{
    /// <summary>Maps a table of a measure, as JSON and, with .csv behind it, as CSV.</summary>
    public static void MapTable<T, TDocument>(
        this IEndpointRouteBuilder api, string path, string summary, string csvSummary, QueryParameter[] parameters,
        Func<TableRequest, ValueTask<T>> ask, JsonTypeInfo<TDocument> type, Func<T, TDocument> document, Func<T, CsvTable> csv)
    {
        var group = api.MapGroup(path).WithTags("Measures");
        LeagueTableEndpoints.Describe(
            group.MapGet("{measure}", (HttpContext context, CurrentCube current, string measure) => JsonAsync(context, current, type, async cube => document(await AskAsync(context, cube, measure)))), summary, parameters)
            .Produces<TDocument>();
        LeagueTableEndpoints.Describe(
            group.MapGet("{measure}.csv", (HttpContext context, CurrentCube current, string measure) => CsvAsync(context, current, async cube => csv(await AskAsync(context, cube, measure)))), csvSummary, parameters)
            .Produces<string>(StatusCodes.Status200OK, Answer.Csv);

        ValueTask<T> AskAsync(HttpContext context, CountCube cube, string measure) => ask(new(context, cube, Query.Read(context.Request, parameters), measure));
    }

    public static async Task<IResult> JsonAsync<T>(HttpContext context, CurrentCube current, JsonTypeInfo<T> type, Func<CountCube, ValueTask<T>> document)
    {
        var snapshot = await current.AtAsync(context.Request);
        return await Answer.OfAsync(context, snapshot, Answer.Json, async body =>
        {
            JsonAnswer.Write(body, await document(snapshot.Cube), type);
            return (null, null);
        });
    }

    public static async Task<IResult> CsvAsync(HttpContext context, CurrentCube current, Func<CountCube, ValueTask<CsvTable>> table)
    {
        var snapshot = await current.AtAsync(context.Request);
        return await Answer.OfAsync(context, snapshot, Answer.Csv, async body =>
        {
            var made = await table(snapshot.Cube);
            CsvAnswer.Write(body, made.Write);
            return (made.Explanation, CsvAnswer.FileName(made.Name, made.Origin));
        });
    }
}
