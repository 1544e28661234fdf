using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using Geo.Core.Measures;
using Microsoft.Net.Http.Headers;

namespace Geo.Web.Hosting;

/// <summary>A finished answer of the API: bytes of one data version.</summary>
internal sealed class Answer(ReadOnlySequence<byte> body, string contentType, string entityTag, string? explanation = null, string? fileName = null) : IResult
{
    public const string Json = "application/json";
    public const string Csv = "text/csv";
    public const string GeoJson = "application/geo+json";
    public const string Png = "image/png";
    public const string Svg = "image/svg+xml";
    public const string Pdf = "application/pdf";
    public const string Tile = "application/vnd.mapbox-vector-tile";

    // An answer for a country is megabytes: made in pooled blocks it is no work for the garbage collector.
    private static readonly PipeOptions Blocks = new(minimumSegmentSize: 32 * 1024, pauseWriterThreshold: 0, useSynchronizationContext: false);

    public long Length => body.Length;

    /// <summary>Answers from what is kept, says that nothing changed, or makes the answer.</summary>
    /// <param name="make">Writes the body; returns the explanation and the name of the file, where there are such.</param>
    /// <param name="edition">What the answer depends on besides the data version and the address.</param>
    public static async Task<IResult> OfAsync(
        HttpContext context, Snapshot snapshot, string contentType, Func<PipeWriter, ValueTask<(string? Explanation, string? FileName)>> make, string edition = "")
    {
        var request = context.Request;
        var key = string.Concat(contentType, " ", request.Path.Value, string.Concat(request.QueryString.Value, edition));
        var keeps = Keeps(context);
        if (keeps && snapshot.Find(key) is { } kept)
            return kept.Matches(request) ? Unchanged.Of(kept.EntityTag) : kept;

        var entityTag = Tag(snapshot.Cube, key);
        var blocks = new Pipe(Blocks);
        context.Response.OnCompleted(static pipe => ((Pipe)pipe).Reader.CompleteAsync().AsTask(), blocks);
        var (explanation, fileName) = await make(blocks.Writer); // also where it matches: a question that is refused has no tag
        await blocks.Writer.CompleteAsync();
        var body = (await blocks.Reader.ReadAsync()).Buffer;
        var answer = new Answer(body, contentType, entityTag, explanation, fileName);
        if (keeps && snapshot.HasRoom(body.Length))
            snapshot.Keep(key, new Answer(new(body.ToArray()), contentType, entityTag, explanation, fileName));
        return answer.Matches(request) ? Unchanged.Of(entityTag) : answer;
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = contentType == Csv ? "text/csv; charset=utf-8" : contentType;
        response.ContentLength = body.Length;
        response.Headers.ETag = entityTag;
        response.Headers.CacheControl = "no-cache";
        if (contentType == Svg)
            response.Headers.ContentSecurityPolicy = "default-src 'none'; img-src data:"; // a picture holds its own pixels
        if (explanation is not null)
            response.Headers["Geo-Explanation"] = Header(explanation);
        if (fileName is not null)
            response.Headers.ContentDisposition = $"attachment; filename=\"{fileName}\"";
        foreach (var part in body)
            response.BodyWriter.Write(part.Span);
        await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }

    private string EntityTag => entityTag;

    private bool Matches(HttpRequest request)
    {
        var asked = request.Headers.IfNoneMatch;
        if (asked.Count == 0)
            return false;
        if (asked.Count == 1 && (asked[0] == entityTag || asked[0] == "*"))
            return true;
        return EntityTagHeaderValue.TryParseList(asked, out var tags)
            && tags.Any(tag => tag.Compare(EntityTagHeaderValue.Parse(entityTag), useStrongComparison: false));
    }

    private static bool Keeps(HttpContext context) => context.RequestServices.GetRequiredService<AnswerCache>().IsOn;

    /// <summary>Weak, because the same answer may travel compressed.</summary>
    private static string Tag(CountCube cube, string key)
    {
        var hash = 2166136261u; // FNV-1a: the same in every process
        foreach (var letter in key)
            hash = (hash ^ letter) * 16777619u;
        return string.Create(CultureInfo.InvariantCulture, $"W/\"{cube.Version}-{cube.AsAt.ToUnixTimeMilliseconds():x}-{hash:x8}\"");
    }

    /// <summary>Headers are ASCII.</summary>
    private static string Header(string text) => string.Create(text.Length, text, (letters, from) =>
    {
        for (var i = 0; i < letters.Length; i++)
            letters[i] = from[i] is >= ' ' and <= '~' ? from[i] : '?';
    });

    private sealed class Unchanged(string entityTag) : IResult
    {
        public static Unchanged Of(string entityTag) => new(entityTag);

        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status304NotModified;
            httpContext.Response.Headers.ETag = entityTag;
            httpContext.Response.Headers.CacheControl = "no-cache";
            return Task.CompletedTask;
        }
    }
}

/// <summary>Whether answers are kept per data version; the setting <c>Geo:AnswerCache=false</c> makes each anew, for benchmarks.</summary>
internal sealed class AnswerCache(IConfiguration configuration)
{
    public bool IsOn { get; } = configuration.GetValue("Geo:AnswerCache", defaultValue: true);
}
