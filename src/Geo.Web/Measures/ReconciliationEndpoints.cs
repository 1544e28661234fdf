using Geo.Core.Measures;
using Geo.Web.Hosting;

namespace Geo.Web.Measures;

/// <summary>Why a count is not what it was, as JSON, CSV and XLSX.</summary>
internal static class ReconciliationEndpoints
{
    /// <summary>What is compared with where nothing is said.</summary>
    private static readonly TimeSpan Back = TimeSpan.FromDays(30);

    private static readonly QueryParameter[] Parameters =
    [
        LeagueTableEndpoints.OnePeriod,
        new("before", "The earlier moment, a day (its beginning in UTC) or a time (default: 30 days before the other).", Example: "2024-06-01"),
        new("after", "The later moment (default: now).", Example: "2024-07-01T09:30Z"),
    ];

    public static void MapReconciliations(this IEndpointRouteBuilder api) => api.MapTable(
        "reconciliations", "Why a count is not what it was: every record of the difference between two moments, by reason", "The same as CSV; the note of the last line explains the table", Parameters,
        AskAsync, ApiJson.Default.ReconciliationDocument, ReconciliationDocument.Of, ReconciliationExport.Of);

    /// <summary>The moments that an address asks to compare.</summary>
    /// <exception cref="InvalidRequestException">One is none, or they stand the wrong way round.</exception>
    public static (DateTimeOffset Before, DateTimeOffset After) Moments(CountCube cube, string? before, string? after)
    {
        var later = after is { Length: > 0 } ? CurrentCube.Moment("after", after) : cube.AsAt;
        var earlier = before is { Length: > 0 } ? CurrentCube.Moment("before", before) : later - Back;
        return earlier <= later ? (earlier, later) : throw new InvalidRequestException("before", "The moment before lies after the other; exchange the two.", []);
    }

    private static async ValueTask<Reconciliation> AskAsync(TableRequest asked)
    {
        var (before, after) = Moments(asked.Cube, asked.Query["before"], asked.Query["after"]);
        return await Reconciliation.OfAsync(asked.Database, asked.Cube, asked.Measure, asked.Query["period"], before, after, asked.Aborted);
    }
}

/// <param name="Reasons">They add up to the difference of the two counts.</param>
/// <param name="Relocated">Records that count at both moments and lie at another place now; they change no total.</param>
internal sealed record ReconciliationDocument(
    MeasureDocument Measure, PeriodDocument Period, KnownDocument Before, KnownDocument After, IReadOnlyList<ReasonDocument> Reasons, long Relocated, bool IsDemonstration, string Explanation)
{
    public static ReconciliationDocument Of(Reconciliation told) => new(
        MeasureDocument.Of(told.Measure), PeriodDocument.Of(told.Period), new(told.Before, told.CountBefore), new(told.After, told.CountAfter),
        [.. told.Reasons.Select(reason => new ReasonDocument(reason.Name, reason.Words, reason.Count))], told.Relocated, told.IsDemonstration, told.Explanation);
}

internal sealed record KnownDocument(DateTimeOffset AsAt, long Count);

/// <param name="Count">Below zero for records that no longer count.</param>
internal sealed record ReasonDocument(string Difference, string Words, long Count);
