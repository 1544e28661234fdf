using Geo.Core.Database;
using Geo.Core.Intake;
using Geo.Core.Measures;
using Geo.Web.Hosting;
using Geo.Web.Measures;

namespace Geo.Web.Intake;

/// <summary>Where records come from, and what is held of it.</summary>
internal static class SourceEndpoints
{
    public static void MapSources(this IEndpointRouteBuilder api) => api.MapGet("sources", ListAsync)
        .WithTags("Intake").WithSummary("Sources with the months held, how many records count, and what was taken in last").WithParameters([])
        .Produces<SourcesDocument>().ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static Task<IResult> ListAsync(HttpContext context, CurrentCube current, GeoDatabase database) => Answers.JsonAsync(
        context, current, ApiJson.Default.SourcesDocument, async snapshot => new([.. (await HeldSource.AllAsync(database, context.RequestAborted)).Select(held =>
            HeldSourceDocument.Of(held, snapshot.Cube.Sources.FirstOrDefault(source => source.Slug == held.Slug)))]));
}

internal sealed record SourcesDocument(IReadOnlyList<HeldSourceDocument> Sources);

/// <summary>A source with what counts of it now.</summary>
/// <param name="DataTo">The latest month; null where nothing counts.</param>
/// <param name="Missing">Months without data between the first and the last.</param>
/// <param name="SetAside">Rows that were set aside, of the batches that count.</param>
/// <param name="Rhythm">How often it is renewed: monthly, quarterly or yearly; null where nobody has said.</param>
/// <param name="LateFrom">The day from which it is late with what comes next.</param>
/// <param name="LastBatch">What was published last and counts.</param>
internal sealed record HeldSourceDocument(
    string Slug, string Agency, string Feed, string Licence, string Classification, bool IsDemonstration, string? DataTo, IReadOnlyList<string> Months, IReadOnlyList<string> Missing,
    long Records, long NotLocated, long SetAside, string? Rhythm, DateOnly? LateFrom, HeldBatchDocument? LastBatch)
{
    /// <param name="counted">The same source as the tables know it; null where nothing of it counts.</param>
    public static HeldSourceDocument Of(HeldSource source, SourceMonths? counted) => new(
        source.Slug, source.Agency, source.Feed, source.Licence, source.Classification, source.IsDemonstration, source.Months is [.., var last] ? $"{last}" : null,
        [.. source.Months.Select(month => $"{month}")], [.. source.Missing.Select(month => $"{month}")], source.Records, source.NotLocated, source.SetAside,
        counted?.Rhythm?.Name, counted is null ? null : Freshness.Of(counted, DateOnly.MinValue).LateFrom,
        source.Last is { } batch ? new(batch.Id, $"{batch.Month}", batch.FileName, batch.PublishedAt, batch.LoadedBy) : null);
}

internal sealed record HeldBatchDocument(int Id, string Month, string FileName, DateTimeOffset PublishedAt, string LoadedBy);
