using Geo.Core.Areas;
using Geo.Core.Database;
using Geo.Core.Exports;
using Geo.Core.HotSpots;
using Geo.Core.Measures;

namespace Geo.Core.Dashboards;

/// <summary>What a dashboard's page is narrowed to.</summary>
/// <param name="Area">A kind of area and a code; null for all.</param>
public sealed record DashboardFilter(string Period, string? Compare, (string Kind, string Code)? Area);

/// <summary>How a panel's figures are drawn.</summary>
public enum PanelDrawing
{
    /// <summary>Only the table.</summary>
    None,

    /// <summary>Months as a line, the year before as a second.</summary>
    Months,

    /// <summary>Months as a small line beside one large figure.</summary>
    Headline,

    /// <summary>Months on a control chart, the usual as what was before, the limits as the interval.</summary>
    Control,

    /// <summary>Bars from zero, with the comparison as a tick.</summary>
    Bars,

    /// <summary>Bars to either side of zero.</summary>
    Changes,

    /// <summary>Values with their intervals.</summary>
    Dots,

    /// <summary>The values of two periods, joined.</summary>
    Slopes,

    /// <summary>Areas by size and rate, between limits.</summary>
    Funnel,

    /// <summary>Shares of areas against shares of records, both in per cent.</summary>
    Curve,

    /// <summary>Ages, two groups back to back.</summary>
    Pyramid,

    /// <summary>Bars of parts.</summary>
    Stacks,
}

/// <summary>A value of a drawing.</summary>
/// <param name="Month">Of a line.</param>
/// <param name="Before">The comparison's.</param>
/// <param name="Low">Lower end of an interval.</param>
/// <param name="IsChance">Of a change: whether chance explains it.</param>
public sealed record PanelFigure(string Label, Month? Month, double? Value, double? Before = null, double? Low = null, double? High = null, bool IsChance = false)
{
    /// <summary>How far it is from what chance explains: 0 not, 1 somewhat (a pattern, or outside 95%), 2 clearly.</summary>
    public int Standing { get; init; }

    /// <summary>What its precision rests on: people.</summary>
    public double Size { get; init; }

    /// <summary>The parts of a bar, as many as the drawing has series.</summary>
    public IReadOnlyList<double?> Parts { get; init; } = [];
}

/// <summary>A panel with its figures: a page draws it, and documents and slides are written from it.</summary>
/// <param name="Heading">The panel's own title, or the measure's name.</param>
/// <param name="Finding">What was found, in words.</param>
/// <param name="Verdict">Whether chance explains the change; null without one.</param>
/// <param name="Paragraphs">More in words.</param>
/// <param name="Table">The figures; null for words alone.</param>
/// <param name="Link">The page that shows more.</param>
public sealed record PanelAnswer(Panel Panel, string Heading, string Finding, string? Verdict, IReadOnlyList<string> Paragraphs, ExportTable? Table, PanelDrawing Drawing, IReadOnlyList<PanelFigure> Values, string Unit, string Explanation, string? Link)
{
    /// <summary>The period, and what it is compared with.</summary>
    public string When { get; init; } = "";

    /// <summary>Names of what is drawn: this and what it is held against, the two groups, the parts.</summary>
    public IReadOnlyList<string> Series { get; init; } = ["This period", "Before"];

    /// <summary>What the lines of a drawing are.</summary>
    public string Lines { get; init; } = "Area";

    /// <summary>What all values are held against, with its name; null for nothing.</summary>
    public (string Name, double Value)? Reference { get; init; }

    /// <summary>The limits of a funnel from the smallest size to the largest.</summary>
    public IReadOnlyList<PanelLimit> Limits { get; init; } = [];

    /// <summary>Whether the words say it all, so that the table need not stand open although nothing is drawn.</summary>
    public bool IsTableFolded { get; init; }

    /// <summary>Decimals of what is drawn.</summary>
    public int Decimals { get; init; }

    /// <summary>Answers a panel of figures; maps and the quality of data are the page's own.</summary>
    /// <exception cref="QuestionException">It cannot be answered with the data that is there; says why.</exception>
    public static async Task<PanelAnswer> AskAsync(
        GeoDatabase database, CountCube cube, Panel panel, DashboardFilter filter, Func<MapQuestion, ValueTask<HotSpotMap>> hotSpots, CancellationToken cancellationToken)
    {
        var question = Question(cube, panel, filter);
        if (panel.Kind == "league-table")
            question = question with { Listed = await ListedAsync(database, cube, question, panel["areas"] ?? "ward", filter.Area) };
        return MeasurePanels.Ask(cube, panel, question) ?? AreaPanels.Ask(cube, panel, question) ?? await RecordPanels.AskAsync(database, cube, panel, question, cancellationToken)
            ?? (panel.Kind == "hot-spots" ? AreaPanels.HotSpots(panel, await hotSpots(new MapQuestion { Measure = question with { Compare = null } })) : null)
            ?? throw new InvalidOperationException($"A panel of kind {panel.Kind} has no figures of its own.");
    }

    /// <summary>A page of one town lists its wards; null where the page is of all areas, or the lines are of its own kind.</summary>
    private static async Task<ListedAreas?> ListedAsync(GeoDatabase database, CountCube cube, MeasureQuestion question, string areas, (string Kind, string Code)? ground)
    {
        if (ground is not var (kind, code) || kind == areas)
            return null;
        var measure = question.FindMeasureOfRecords();
        var within = (question with { Areas = kind, Area = code, Compare = null }).In(cube, measure).Area!;
        var set = (question with { Areas = areas, Area = null, Compare = null }).In(cube, measure).Set.Set;
        return new(within.Name, await cube.KeepAsync($"areas of {set.Name} within {within.Id}", () => AreasWithin.ReadAsync(database, set.Id, within.Id, CancellationToken.None)));
    }

    /// <summary>The question that a panel asks on a page.</summary>
    public static MeasureQuestion Question(CountCube cube, Panel panel, DashboardFilter filter) => new()
    {
        Measure = panel["measure"] ?? "", Period = PeriodOf(cube, panel, panel["period"] ?? filter.Period), Compare = (panel["compare"] ?? filter.Compare) is var compare && compare == "none" ? null : compare, AllowMissing = false,
        Areas = panel["areas"] ?? filter.Area?.Kind ?? "ward", Area = panel["areas"] is null ? filter.Area?.Code : null,
    };

    /// <summary>The period, or as many months up to its end, or up to a month that lies before it, as the panel says.</summary>
    private static string PeriodOf(CountCube cube, Panel panel, string period)
    {
        var counted = panel["measure"] is { } slug ? Measure.Find(slug) : panel["funnel"] is { } funnel ? Measures.Tables.Funnel.Find(funnel).Steps[0].Measure : null;
        if ((panel.Months ?? (panel["ends"] is null ? null : 12)) is not { } months || counted is null || cube.Span(counted) is not (_, var latest) || Period.Parse(period, latest, out _) is not { } whole)
            return period; // and if it is none, the question says so
        var last = panel["ends"] switch
        {
            "month-before" => whole.Last.Plus(-1),
            "august" => whole.Last.Plus(-((whole.Last.OfYear + 4) % 12)),
            _ => whole.Last,
        };
        return new Period(last.Plus(1 - months), last, "").Span;
    }

    /// <summary>A panel made of a table: its title is the finding.</summary>
    /// <param name="heading">Where the panel has no title.</param>
    internal static PanelAnswer Of(Panel panel, Origin origin, string heading, ExportTable table, PanelDrawing drawing = PanelDrawing.None, IReadOnlyList<PanelFigure>? values = null, string? link = null, string? unit = null) =>
        new(panel, panel["title"] ?? heading, table.Title, null, [], table, drawing, values ?? [], unit ?? origin.Measure.Unit, table.Explanation, link)
        { When = $"{origin.Period.Name}{(origin.Compare is { } compare ? $", compared with {compare.Name}" : "")}." };

    /// <summary>The page of a measure that shows more.</summary>
    internal static string Address(string page, Origin origin) =>
        $"/{page}/{origin.Measure.Slug}?period={Uri.EscapeDataString(origin.Period.Span)}{(origin.Compare is { } compare ? $"&compare={Uri.EscapeDataString(compare.Span)}" : "")}";
}

/// <summary>The limits of a funnel at a size.</summary>
public sealed record PanelLimit(double Size, double Lower95, double Upper95, double Lower998, double Upper998);
