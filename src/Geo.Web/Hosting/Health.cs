namespace Geo.Web.Hosting;

/// <summary>Whether the host runs, and whether it can answer.</summary>
internal static class Health
{
    public static void MapHealth(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("health").WithTags("Health");
        group.MapGet("live", () => TypedResults.Ok(new LiveDocument("live")))
            .WithSummary("Is the host running?").WithParameters([]);
        group.MapGet("ready", Ready)
            .WithSummary("Can the host answer from current data?").WithParameters([])
            .Produces<ReadyDocument>().ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static IResult Ready(HttpContext context, CurrentCube current)
    {
        context.Response.Headers.CacheControl = "no-store";
        return current is { Trouble: null, Held: { } held }
            ? TypedResults.Ok(new ReadyDocument("ready", held.Cube.Version, held.Cube.AsAt, held.Cube.IsDemonstration))
            : throw new NotReadyException(current.Trouble ?? "The data is still being loaded.");
    }
}

internal sealed record LiveDocument(string Status);

/// <param name="DataVersion">The data version that is served; 0 before anything was published.</param>
internal sealed record ReadyDocument(string Status, long DataVersion, DateTimeOffset AsAt, bool IsDemonstration);
