using System.Text.Json.Serialization;
using Geo.Core;
using Geo.Core.Measures;
using Geo.Web.Hosting;

namespace Geo.Web.Measures;

/// <summary>What can be asked for.</summary>
internal static class MeasureEndpoints
{
    public static void MapMeasures(this IEndpointRouteBuilder api) => api.MapGet("measures", List)
        .WithTags("Measures").WithSummary("Measures, boundary sets and months that there are").WithParameters([])
        .Produces<MeasuresDocument>().ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static Task<IResult> List(HttpContext context, CurrentCube current)
    {
        var snapshot = current.Get();
        return Answer.OfAsync(context, snapshot, Answer.Json, body =>
        {
            JsonAnswer.Write(body, MeasuresDocument.Of(snapshot.Cube), ApiJson.Default.MeasuresDocument);
            return new((null, null));
        });
    }
}

internal sealed record MeasuresDocument(
    IReadOnlyList<MeasureDocument> Measures, IReadOnlyList<BoundarySetDocument> BoundarySets, IReadOnlyList<SourceDocument> Sources,
    long DataVersion, DateTimeOffset AsAt, bool IsDemonstration)
{
    public static MeasuresDocument Of(CountCube cube) => new(
        [.. cube.Measures.Select(measure => MeasureDocument.Of(measure, cube.Span(measure)))],
        [.. cube.Sets.Select(set => BoundarySetDocument.Of(set.Set) with { Areas = set.Areas.Count, PopulationYears = set.PopulationYears })],
        [.. cube.Sources.Select(source => SourceDocument.Of(source) with { Months = [.. source.Months.Select(month => month.ToString())] })],
        cube.Version, cube.AsAt, cube.IsDemonstration);
}

/// <param name="Polarity"><c>low-is-good</c>, <c>high-is-good</c> or <c>none</c>.</param>
/// <param name="Classification">Sources of this classification feed the measure.</param>
/// <param name="Unit">What is counted, in words.</param>
/// <param name="Counting"><c>records</c>, <c>flags</c> (a record counts once for each mark), or <c>people</c>, which only tables can count.</param>
/// <param name="Denominator">The age group that rates are of.</param>
/// <param name="EarliestMonth">In the list of measures alone.</param>
/// <param name="Protection"><c>sensitive</c> where a small count may point to a person.</param>
internal sealed record MeasureDocument(
    string Slug, string Name, string Description, string Kind, string Classification, string Polarity, string Unit, string Counting, string Denominator, string Protection,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? EarliestMonth = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? LatestMonth = null)
{
    public static MeasureDocument Of(Measure measure) => Of(measure, null);

    public static MeasureDocument Of(Measure measure, (Month Earliest, Month Latest)? span) => new(
        measure.Slug, measure.Name, measure.Description, measure.Kind, measure.Classification, measure.Polarity, measure.Unit, measure.Counting.ToString().ToLowerInvariant(), measure.Denominator, measure.Protection, span?.Earliest.ToString(), span?.Latest.ToString());
}

/// <param name="ValidTo">First day no longer in force; null while in force.</param>
internal sealed record BoundarySetDocument(
    string Name, string Kind, string Vintage, DateOnly? ValidFrom, DateOnly? ValidTo, string Source, string Licence, string Transformation, bool IsDemonstration,
    int? Areas = null, IReadOnlyList<int>? PopulationYears = null)
{
    public static BoundarySetDocument Of(Geo.Core.Areas.BoundarySet set) =>
        new(set.Name, set.Kind, set.Vintage, set.ValidFrom, set.ValidTo, set.Source, set.Licence, set.Transformation, set.IsDemonstration);
}

internal sealed record SourceDocument(string Slug, string Agency, string Feed, string Licence, bool IsDemonstration, IReadOnlyList<string>? Months = null)
{
    public static SourceDocument Of(SourceMonths source) => new(source.Slug, source.Agency, source.Feed, source.Licence, source.IsDemonstration);
}
