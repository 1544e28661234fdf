using Geo.Core.Database;
using Geo.Core.Measures;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Geo.Core.Dashboards;

/// <summary>The notes of a dashboard, for a period and an area: one for each panel, and every version of one.</summary>
/// <param name="Period">First and last month, such as <c>2023-04..2024-03</c>.</param>
/// <param name="Area">A kind and a code; empty for all.</param>
public sealed record Notes(string Dashboard, string Period, string Area)
{
    /// <summary>Where a dashboard's notes are as a page shows it: <c>last-12-months</c> and the like are the months up to the newest data, so that a note stays with what it was written about.</summary>
    /// <exception cref="QuestionException">The period is none.</exception>
    public static Notes Of(Dashboard dashboard, DashboardFilter filter, CountCube cube)
    {
        var newest = cube.Sources.Select(source => source.Months[^1]).DefaultIfEmpty().Max();
        var period = Measures.Period.Parse(filter.Period, newest, out var rule) ?? throw new QuestionException(QuestionFault.Invalid, "period", rule!, []);
        return new(dashboard.Slug, period.Span, filter.Area is var (kind, code) ? $"{kind}:{code}" : "");
    }

    /// <summary>The last version of each panel's note, by the panel's name.</summary>
    public async Task<IReadOnlyDictionary<string, Note>> ReadAsync(GeoDatabase database, CancellationToken cancellationToken)
    {
        await using var db = database.Context(database.Reader);
        var versions = await Mine(db).ToListAsync(cancellationToken);
        return versions.GroupBy(note => note.Panel).Select(panel => panel.MaxBy(note => note.Version)!).Where(note => note.Text.Length > 0).ToDictionary(note => note.Panel);
    }

    /// <summary>Another text where another version of a note is the last.</summary>
    public static string Edition(IReadOnlyDictionary<string, Note> notes) => string.Join(' ', notes.Values.OrderBy(note => note.Panel, StringComparer.Ordinal).Select(note => $"{note.Panel}.{note.Version}"));

    /// <summary>Every version of one panel's note, the newest first.</summary>
    public async Task<IReadOnlyList<Note>> VersionsAsync(GeoDatabase database, string panel, CancellationToken cancellationToken)
    {
        await using var db = database.Context(database.Reader);
        return await Mine(db).Where(note => note.Panel == panel).OrderByDescending(note => note.Version).ToListAsync(cancellationToken);
    }

    /// <param name="after">The version that the author had before them; 0 for none.</param>
    /// <exception cref="RefusedException">The text is too long, or another version was written meanwhile.</exception>
    public async Task WriteAsync(GeoDatabase database, string panel, string text, int after, string author, DateTimeOffset now, CancellationToken cancellationToken)
    {
        text = Plain(text);
        if (text.Length > Note.Longest)
            throw Refused("note-too-long", $"A note has {Note.Longest:N0} letters at most, and this one has {text.Length:N0}.", "Shorten it.");
        await using var db = database.Context(database.Writer);
        if (await Mine(db).Where(note => note.Panel == panel).MaxAsync(note => (int?)note.Version, cancellationToken) is var last && (last ?? 0) != after)
            throw Meanwhile();
        db.Notes.Add(new Note { Dashboard = Dashboard, Panel = panel, Period = Period, Area = Area, Version = after + 1, Text = text, Author = author, WrittenAt = now });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException error) when (error.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            throw Meanwhile();
        }
    }

    private IQueryable<Note> Mine(GeoDbContext db) => db.Notes.AsNoTracking().Where(note => note.Dashboard == Dashboard && note.Period == Period && note.Area == Area);

    /// <summary>Lines of text and nothing else: no control and no invisible letters.</summary>
    private static string Plain(string text) =>
        string.Concat(text.ReplaceLineEndings("\n").Where(letter => letter == '\n' || (!char.IsControl(letter) && char.GetUnicodeCategory(letter) != System.Globalization.UnicodeCategory.Format))).Trim();

    private static RefusedException Meanwhile() => Refused("note-changed", "Somebody wrote another version of this note meanwhile.", "Read it below, and write yours again.");

    private static RefusedException Refused(string code, string rule, string remedy) => new(new Fault(code, "note", null, null, null, rule, remedy));
}
