using Geo.Core.Measures;
using Geo.Web.Hosting;

namespace Geo.Web.Measures;

/// <summary>What a report says of a measure.</summary>
internal static class SentenceEndpoints
{
    private static readonly QueryParameter[] Parameters = [.. LeagueTableEndpoints.Common, LeagueTableEndpoints.OneArea];

    public static void MapSentences(this IEndpointRouteBuilder api) =>
        LeagueTableEndpoints.Describe(
            api.MapGroup("sentences").WithTags("Measures").MapGet("{measure}", Json), "What a report says of a measure, from the same figures as its tables; without compare against the year before", Parameters)
            .Produces<SentencesDocument>();

    private static Task<IResult> Json(HttpContext context, CurrentCube current, string measure) => Answers.JsonAsync(context, current, ApiJson.Default.SentencesDocument, snapshot =>
    {
        var query = Query.Read(context.Request, Parameters);
        return new(SentencesDocument.Of(Sentences.Ask(snapshot.Cube, LeagueTableEndpoints.Question(measure, query, top: null))));
    });
}

/// <param name="Text">All sentences as a paragraph.</param>
internal sealed record SentencesDocument(
    MeasureDocument Measure, PeriodDocument Period, PeriodDocument? Compare, IReadOnlyList<Sentence> Sentences, string Text,
    IReadOnlyList<string> Missing, IReadOnlyList<SourceDocument> Sources, long DataVersion, DateTimeOffset AsAt, bool IsDemonstration, string Explanation)
{
    public static SentencesDocument Of(Sentences sentences)
    {
        var origin = sentences.Origin;
        return new(
            MeasureDocument.Of(origin.Measure), PeriodDocument.Of(origin.Period), origin.Compare is null ? null : PeriodDocument.Of(origin.Compare), sentences.All, sentences.Text,
            origin.Missing, [.. origin.Sources.Select(SourceDocument.Of)], origin.Version, origin.AsAt, origin.IsDemonstration, sentences.Explanation);
    }
}
