using System.Text.Json.Serialization;
using Geo.Core.Database;
using Geo.Core.Measures;
using Geo.Web.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Geo.Web.Intake;

/// <summary>The files that the figures come from.</summary>
internal static class BatchEndpoints
{
    private const int MostBatches = 5_000;

    private static readonly string[] States = ["current", "superseded"];

    private static readonly QueryParameter[] Parameters =
    [
        new("state", "Only batches that count now, or only those that a later one took the place of.", Values: States),
        new("month", "Only batches of this month.", Example: "2024-03"),
    ];

    public static void MapBatches(this IEndpointRouteBuilder api) => api.MapGet("batches", ListAsync)
        .WithTags("Intake").WithSummary("Files taken in, the latest month first").WithParameters(Parameters)
        .Produces<BatchesDocument>().ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> ListAsync(HttpContext context, CurrentCube current, GeoDatabase database)
    {
        var query = Query.Read(context.Request, Parameters);
        var state = query.OneOf("state", States);
        DateOnly? month = query["month"] is not { } text ? null
            : Geo.Core.Month.TryParse(text, out var parsed) ? parsed.FirstDay
            : throw new InvalidRequestException("month", $"'{Geo.Core.Fault.Shown(text)}' is not a month; write it as 2024-03.", []);
        var snapshot = current.Get();
        return await Answer.OfAsync(context, snapshot, Answer.Json, async body =>
        {
            await using var db = database.Context(database.Reader);
            var batches = await db.Batches
                .Join(db.Sources, batch => (int)batch.SourceId, source => (int)source.Id, (batch, source) => new { batch, source })
                .Where(pair => month == null || pair.batch.Month == month)
                .Where(pair => state == null || (pair.batch.SupersededAt == null) == (state == "current"))
                .OrderByDescending(pair => pair.batch.Month).ThenBy(pair => pair.source.Slug).ThenByDescending(pair => pair.batch.Id)
                .Take(MostBatches)
                .Select(pair => new BatchDocument(
                    pair.batch.Id, pair.source.Slug, pair.source.Agency, pair.source.Feed, pair.batch.Month, pair.batch.FileName, pair.batch.ContentSha256,
                    pair.batch.RowsRead, pair.batch.RowsAccepted, pair.batch.RowsQuarantined, pair.batch.RowsNotLocated, pair.batch.LoadedBy,
                    pair.batch.PublishedAt, pair.batch.SupersededAt, pair.batch.SupersededBy, pair.batch.UndoneBy, pair.batch.Restores, pair.source.IsDemonstration))
                .ToListAsync(context.RequestAborted);
            JsonAnswer.Write(body, new BatchesDocument(batches), ApiJson.Default.BatchesDocument);
            return (null, null);
        });
    }
}

internal sealed record BatchesDocument(IReadOnlyList<BatchDocument> Batches);

/// <summary>One file taken in from a source for one month.</summary>
/// <param name="UndoneBy">Who undid it, where somebody did.</param>
/// <param name="Restores">The batch whose rows it brought back, where another was undone.</param>
internal sealed record BatchDocument(
    int Id, string Source, string Agency, string Feed, [property: JsonIgnore] DateOnly FirstDay, string FileName, [property: JsonIgnore] byte[] ContentHash,
    int RowsRead, int RowsAccepted, int RowsQuarantined, int RowsNotLocated, string LoadedBy,
    DateTimeOffset PublishedAt, DateTimeOffset? SupersededAt, int? SupersededBy, string? UndoneBy, int? Restores, bool IsDemonstration)
{
    public string Month => Geo.Core.Month.Of(FirstDay).ToString();

    public string State => SupersededAt is null ? "current" : "superseded";

    public string Sha256 => Convert.ToHexStringLower(ContentHash);
}
