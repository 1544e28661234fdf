using Geo.Core;
using Geo.Core.Database;
using Geo.Core.Intake;
using Microsoft.EntityFrameworkCore;

namespace Geo.Web.Intake;

/// <summary>A source with its batches, as its page shows them.</summary>
/// <param name="Batches">A page of them, what was taken in last first.</param>
/// <param name="ByMonth">Of the batches that count.</param>
internal sealed record SourceView(HeldSource Source, IReadOnlyList<Batch> Batches, int Page, int Pages, IReadOnlyDictionary<Month, int> ByMonth)
{
    private const int PerPage = 50;

    /// <summary>Null where there is no such source.</summary>
    public static async Task<SourceView?> FindAsync(GeoDatabase database, string slug, int page, CancellationToken cancellationToken)
    {
        if ((await HeldSource.AllAsync(database, cancellationToken)).FirstOrDefault(source => source.Slug == slug) is not { } held)
            return null;
        await using var context = database.Context(database.Reader);
        var all = context.Batches.AsNoTracking().Where(batch => context.Sources.Any(source => source.Id == batch.SourceId && source.Slug == slug));
        var pages = Math.Max(1, (await all.CountAsync(cancellationToken) + PerPage - 1) / PerPage);
        page = Math.Clamp(page, 1, pages);
        var batches = await all.OrderByDescending(batch => batch.PublishedAt).ThenByDescending(batch => batch.Month).ThenByDescending(batch => batch.Id).Skip((page - 1) * PerPage).Take(PerPage).ToListAsync(cancellationToken);
        var byMonth = await all.Where(batch => batch.SupersededAt == null).Select(batch => new { batch.Month, batch.RowsAccepted }).ToDictionaryAsync(batch => Month.Of(batch.Month), batch => batch.RowsAccepted, cancellationToken);
        return new(held, batches, page, pages, byMonth);
    }

    /// <summary>What became of a batch.</summary>
    public static string State(Batch batch) => batch switch
    {
        { UndoneBy: { } by } => $"undone by {by}",
        { SupersededBy: { } next } => $"replaced by {next}",
        { Restores: { } before } => $"counts: batch {before} again",
        _ => "counts",
    };
}
