using Geo.Core.Areas;
using Geo.Core.Measures;
using Geo.Core.Measures.Indicators;
using Geo.Core.Measures.Tables;

namespace Geo.Core.Dashboards;

/// <summary>What a value of a panel may be.</summary>
internal enum PanelValue
{
    Text,
    Measure,
    Funnel,
    Indicator,
    Number,

    /// <summary>One of the option's choices.</summary>
    Choice,

    /// <summary>Several texts.</summary>
    List,

    /// <summary>Several measures.</summary>
    Measures,
}

/// <summary>Something that a panel can be told.</summary>
/// <param name="Choices">For <see cref="PanelValue.Choice"/>.</param>
internal sealed record PanelOption(string Name, PanelValue Value, string Description, bool IsRequired = false, IReadOnlyList<string>? Choices = null)
{
    public bool IsList => Value is PanelValue.List or PanelValue.Measures;
}

/// <summary>A kind of panel and what it can be told. The reader, the schema and the documents are made from this one list.</summary>
internal sealed record PanelKind(string Slug, string Description, IReadOnlyList<PanelOption> Options)
{
    private static readonly PanelOption Measure = new("measure", PanelValue.Measure, "What is counted.", IsRequired: true);
    private static readonly PanelOption Measures = new("measures", PanelValue.Measures, "What is counted: one or several.", IsRequired: true);
    private static readonly PanelOption Top = new("top", PanelValue.Number, "How many lines are shown.");
    private static readonly PanelOption Areas = new("areas", PanelValue.Choice, "The kind of area of the lines, whatever the page is narrowed to.", Choices: AreaKinds.All);
    private static readonly PanelOption Funnel = new("funnel", PanelValue.Funnel, "Of geodata/catalogue/funnels.yaml.", IsRequired: true);

    private static readonly IReadOnlyList<PanelOption> Table =
    [
        Measure, new("rows", PanelValue.Text, "What the lines are, such as age."), new("columns", PanelValue.List, "What the columns are, such as [role, sex]."), new("only", PanelValue.List, "What is counted only, such as role:victim."),
        new("count", PanelValue.Choice, "Default: records.", Choices: ["records", "people"]), new("share", PanelValue.Choice, "Of what shares are told (default: column).", Choices: ["column", "row", "total"]), Areas,
    ];

    private static readonly string[] Ends = ["period", "month-before", "august"];

    /// <summary>Its heading where nothing names it better: <c>Data quality</c>.</summary>
    public string Name => char.ToUpperInvariant(Slug[0]) + Slug[1..].Replace('-', ' ');

    /// <summary>What every panel can be told.</summary>
    public static IReadOnlyList<PanelOption> Common { get; } =
    [
        new("kind", PanelValue.Choice, "What the panel shows.", IsRequired: true),
        new("title", PanelValue.Text, "Stands above the finding."),
        new("note", PanelValue.Text, "A sentence below the panel."),
        new("width", PanelValue.Choice, "Share of the page's width (default: full).", Choices: ["full", "half", "third"]),
        new("period", PanelValue.Text, "Instead of the dashboard's period."),
        new("months", PanelValue.Number, "That many months up to the end of the period, instead of the period."),
        new("ends", PanelValue.Choice, "Where those months end: with the period (default), the month before, or its last August, with which years of serious violence end.", Choices: Ends),
        new("compare", PanelValue.Text, "Instead of the dashboard's comparison; none for none."),
    ];

    public static IReadOnlyList<PanelKind> All { get; } =
    [
        new("headline", "One figure, its change with a verdict, and its months.", [Measure]),
        new("trend", "Months, quarters or years beside those of the year before.", [Measure, new("step", PanelValue.Choice, "Default: month.", Choices: Trend.Steps)]),
        new("xmr", "Months on a control chart, the last judged by those before it.", [Measure]),
        new("exceptions", "The signals of the last month over all areas, with how many chance would give.", [Measures, Top]),
        new("league-table", "Areas ranked by a measure; on the page of a town its wards, with their ranks among all.", [Measure, Top, Areas, new("draw", PanelValue.Choice, "Default: bars.", Choices: ["bars", "slopes"])]),
        new("ranked-list", "Areas by rate, each with the ranks that chance allows.", [Measure, Top, Areas]),
        new("funnel-plot", "Rates of areas by their population between the limits of chance.", [Measure, Areas]),
        new("concentration", "How few areas have how much of a measure.", [Measure, Areas]),
        new("town-table", "Several measures by town, or by another kind of area.", [Measures, Areas]),
        new("movers", "The areas that changed most.", [Measure, Top, Areas, new("by", PanelValue.Choice, "Default: number.", Choices: Movers.Orders)]),
        new("breakdown", "A measure by classes or marks, each change with a verdict.", [Measure, new("by", PanelValue.Choice, "Default: group.", Choices: Breakdown.Levels)]),
        new("table", "A measure by any dimension against any other.", Table),
        new("matrix", "The same drawn: a pyramid by age where the last column has two values, else bars of parts.", Table),
        new("map", "A measure on the map.", [Measure, new("layer", PanelValue.Choice, "Default: heat.", Choices: ["heat", "cells", "hot-spots", "persistence", "change", "risk", "wards-rate", "wards-change"])]),
        new("hot-spots", "Squares that are high beyond chance, and for how many months.", [Measure, Top]),
        new("funnel", "Steps that cases go through, with the limits of each share.", [Funnel]),
        new("conversion", "The last step of a funnel as a share of the one before, line by line with its limits.", [Funnel]),
        new("stock", "What is under way at the end of each month.", [Measure, new("by", PanelValue.Text, "What those at the end are divided by.")]),
        new("rate", "A rate beside England and neighbours.", [Measure]),
        new("commentary", "What an analyst wrote about the period.", []),
        new("indicator", "Figures that an agency supplies ready-made.", [new("indicator", PanelValue.Indicator, "Of geodata/catalogue/indicators.yaml.", IsRequired: true)]),
        new("sentences", "What a report says of a measure.", [Measure]),
        new("text", "Words of your own.", [new("text", PanelValue.Text, "Plain text; a blank line begins a paragraph.", IsRequired: true)]),
        new("data-quality", "Sources, the months they have, and what is missing.", []),
    ];

    public static PanelKind? Find(string slug) => All.FirstOrDefault(kind => kind.Slug == slug);

    /// <summary>The values that an option has, where they are a list.</summary>
    public static IReadOnlyList<string>? ValuesOf(PanelOption option) => option.Value switch
    {
        PanelValue.Choice => option.Name == "kind" ? [.. All.Select(kind => kind.Slug)] : option.Choices,
        PanelValue.Measure or PanelValue.Measures => [.. Core.Measures.Measure.All.Select(measure => measure.Slug)],
        PanelValue.Funnel => [.. Core.Measures.Tables.Funnel.All.Select(funnel => funnel.Slug)],
        PanelValue.Indicator => [.. Geo.Core.Measures.Indicators.Indicator.All.Select(indicator => indicator.Slug)],
        _ => null,
    };
}
