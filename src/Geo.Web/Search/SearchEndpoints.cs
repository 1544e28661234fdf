using Geo.Web.Hosting;
using Geo.Web.Measures;

namespace Geo.Web.Search;

/// <summary>What bears some words, for the suggestions of the pages and for programs.</summary>
internal static class SearchEndpoints
{
    private const int UsualTop = 8;
    private const int MostResults = 50;

    public static readonly QueryParameter Words = new("q", $"Words, or parts of them, of an area's name or code, a measure or a dashboard; {SiteSearch.MostLetters} letters at most.", Example: "shrewsbury");

    private static readonly QueryParameter[] Parameters = [Words, new("top", $"That many results (default: {UsualTop}).", "integer", Example: "20")];

    public static void MapSearch(this IEndpointRouteBuilder api) => api.MapGet("search", FindAsync)
        .WithTags("Search").WithSummary("Areas, measures, dashboards and pages by words, also spelt nearly right").WithParameters(Parameters)
        .Produces<SearchDocument>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    /// <exception cref="InvalidRequestException">There are too many letters.</exception>
    public static string Read(in Query query) => query[Words.Name] is not { } text ? ""
        : text.Length <= SiteSearch.MostLetters ? text
        : throw new InvalidRequestException(Words.Name, $"A search has {SiteSearch.MostLetters} letters at most; this one has {text.Length}.", []);

    private static async Task<IResult> FindAsync(HttpContext context, CurrentCube current, SiteSearch search)
    {
        var query = Query.Read(context.Request, Parameters);
        var (words, top) = (Read(query), query.Integer("top", 1, MostResults) ?? UsualTop);
        var found = await search.FindAsync(current.Get(), words, top);
        context.Response.Headers.CacheControl = "no-cache"; // dashboards change without a new data version
        return TypedResults.Json(SearchDocument.Of(words, found), ApiJson.Default.SearchDocument);
    }
}

/// <summary>What a search found, the nearest first.</summary>
/// <param name="IsNearly">Whether nothing bears the words and these are spelt nearly alike.</param>
/// <param name="More">How many there are beyond those told.</param>
internal sealed record SearchDocument(string Query, IReadOnlyList<SearchResultDocument> Results, bool IsNearly, int More)
{
    public static SearchDocument Of(string words, Found found) =>
        new(Geo.Core.Fault.Shown(words), [.. found.Results.Select(result => new SearchResultDocument(result.Kind, result.Name, result.Detail, result.Address))], found.IsNearly, found.More);
}

/// <param name="Kind">A kind of area, Measure, Dashboard or Page.</param>
/// <param name="Detail">What tells it from others of the name; may be empty.</param>
/// <param name="Address">Of its page on this service.</param>
internal sealed record SearchResultDocument(string Kind, string Name, string Detail, string Address);
