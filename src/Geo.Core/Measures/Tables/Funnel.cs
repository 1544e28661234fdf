using Geo.Core.Database;
using Geo.Core.Records;
using Geo.Statistics.Change;
using Geo.Statistics.Rates;

namespace Geo.Core.Measures.Tables;

/// <summary>Steps that cases go through, as <c>geodata/catalogue/funnels.yaml</c> declares them.</summary>
/// <param name="By">The dimension of its lines; null for one line.</param>
public sealed record Funnel(string Slug, string Name, string Description, string? By, IReadOnlyList<FunnelStep> Steps)
{
    private static readonly Lazy<IReadOnlyList<Funnel>> Shipped = new(() => [.. Catalogue.Read<FunnelFile>("funnels.yaml").Funnels.Select(Declared)]);

    public static IReadOnlyList<Funnel> All => Shipped.Value;

    /// <exception cref="QuestionException">There is no such funnel.</exception>
    public static Funnel Find(string slug) => All.FirstOrDefault(funnel => funnel.Slug == slug)
        ?? throw new QuestionException(QuestionFault.NotFound, "funnel", $"There is no funnel '{Fault.Shown(slug)}'.", [.. All.Select(funnel => funnel.Slug)]);

    private static Funnel Declared(Entry entry)
    {
        var steps = entry.Steps.ConvertAll(step => new FunnelStep(
            Measure.Find(step.Measure) ?? throw Wrong(entry, $"there is no measure '{step.Measure}'"),
            step.Outcomes.ToDictionary(outcome => outcome.Key, outcome => (IReadOnlyList<string>)outcome.Value, StringComparer.Ordinal)));
        return steps.Count > 0 ? new(entry.Slug, entry.Name, entry.Description, entry.By.Length == 0 ? null : entry.By, steps) : throw Wrong(entry, "it has no step");
    }

    private static InvalidOperationException Wrong(Entry entry, string why) => new($"geodata/catalogue/funnels.yaml, funnel '{entry.Slug}': {why}.");

    private sealed class FunnelFile
    {
        public List<Entry> Funnels { get; set; } = [];
    }

    private sealed class Entry
    {
        public string Slug { get; set; } = "";

        public string Name { get; set; } = "";

        public string Description { get; set; } = "";

        public string By { get; set; } = "";

        public List<Step> Steps { get; set; } = [];
    }

    private sealed class Step
    {
        public string Measure { get; set; } = "";

        public Dictionary<string, List<string>> Outcomes { get; set; } = [];
    }
}

/// <param name="Outcomes">By what they are called here, the outcomes that sources give.</param>
public sealed record FunnelStep(Measure Measure, IReadOnlyDictionary<string, IReadOnlyList<string>> Outcomes);

/// <param name="OfStepBefore">The share of the step before, with Wilson's 95% limits; null on the first step, from zero, and where there are more than in the step before.</param>
/// <param name="Before">The same in the comparison period; null without one.</param>
/// <param name="ChangePerCent">Of the share, unrounded; null without both.</param>
/// <param name="IsSignal">Whether the limits of the two shares lie apart; null without both.</param>
/// <param name="Outcomes">What became of the step's cases, each as a share of them.</param>
public sealed record FunnelCell(long Count, Proportion? OfStepBefore, Proportion? Before, double? ChangePerCent, bool? IsSignal, IReadOnlyDictionary<string, Proportion?> Outcomes);

/// <param name="Cells">One for each step.</param>
public sealed record FunnelRow(TableKey Key, IReadOnlyList<FunnelCell> Cells);

/// <summary>How many cases reach each step of a funnel, and the share of the step before, by a dimension and in all.</summary>
public sealed record FunnelTable
{
    public required Funnel Funnel { get; init; }

    public required Origin Origin { get; init; }

    public required Dimension? By { get; init; }

    public required IReadOnlyList<FunnelRow> Rows { get; init; }

    public required FunnelRow Total { get; init; }

    public string Explanation => Origin.Explain(Notes);

    /// <summary>What was and was not counted.</summary>
    internal IEnumerable<string?> Notes =>
    [
        Funnel.Description,
        "Each share is of the step before, with Wilson's 95% limits; none is given where a step has more cases than the one before.",
        Origin.Compare is null ? null : "A change of a share is told as more than chance where its limits and those of the comparison lie apart.",
    ];

    /// <exception cref="QuestionException">The question cannot be answered; says why and what can be asked.</exception>
    public static async Task<FunnelTable> AskAsync(GeoDatabase database, CountCube cube, Funnel funnel, MeasureQuestion question, string? by, CancellationToken cancellationToken)
    {
        by ??= funnel.By;
        var first = funnel.Steps[0].Measure;
        question = question with { Measure = first.Slug };
        var asked = question.In(cube, first);
        var counting = CountAsync(database, cube, funnel, question with { Period = asked.Period.Span }, by, cancellationToken);
        var before = asked.Compare is null ? null : CountAsync(database, cube, funnel, question with { Period = asked.Compare.Span }, by, cancellationToken);
        var now = await counting;
        var then = before is null ? null : await before;
        var keys = now[0].Table.Rows.Select(row => row.Key).Concat(now[0].Table.NotStated is { } none ? [none.Key] : []).ToList();
        return new FunnelTable
        {
            Funnel = funnel, Origin = asked.Origin, By = now[0].Table.RowDimension,
            Rows = by is null ? [] : [.. keys.Select(key => Row(funnel, key, now, then, table => Line(table, key)))],
            Total = Row(funnel, new("total", "Total"), now, then, table => table.Total),
        };
    }

    private static CrossRow? Line(CrossTable table, TableKey key) =>
        key.IsMissing ? table.NotStated : table.Rows.FirstOrDefault(row => row.Key.Code == key.Code);

    private static FunnelRow Row(Funnel funnel, TableKey key, IReadOnlyList<Counted> now, IReadOnlyList<Counted>? then, Func<CrossTable, CrossRow?> line)
    {
        long Of(CrossTable table) => line(table)?.Total ?? 0;
        long With(CrossTable table, IReadOnlyList<string> outcomes) =>
            line(table) is { } row ? row.Counts.Where((_, column) => outcomes.Contains(table.Columns[column][0].Name, StringComparer.Ordinal)).Sum() : 0;
        Proportion? Share(IReadOnlyList<Counted> steps, int i) => i == 0 ? null : Part(Of(steps[i].Table), Of(steps[i - 1].Table));
        return new(key, [.. now.Select((step, i) =>
        {
            var (share, before) = (Share(now, i), then is null ? null : Share(then, i));
            var both = share is not null && before is not null;
            return new FunnelCell(
                Of(step.Table), share, before, both && before!.Value.Value > 0 ? 100 * (share!.Value.Value - before.Value.Value) / before.Value.Value : null,
                both ? share!.Value.Limits.Lower > before!.Value.Limits.Upper || share.Value.Limits.Upper < before.Value.Limits.Lower : null,
                funnel.Steps[i].Outcomes.ToDictionary(outcome => outcome.Key, outcome => Part(With(step.Outcomes!, outcome.Value), Of(step.Table)), StringComparer.Ordinal));
        })]);
    }

    private static Proportion? Part(long part, long whole) => whole == 0 || part > whole ? null : WilsonProportion.Of(part, whole);

    /// <summary>A step's cases, and the same by outcome where outcomes are told; all are asked side by side.</summary>
    private static async Task<IReadOnlyList<Counted>> CountAsync(GeoDatabase database, CountCube cube, Funnel funnel, MeasureQuestion question, string? by, CancellationToken cancellationToken)
    {
        Task<CrossTable> Ask(Measure measure, params IReadOnlyList<string> columns) =>
            CrossTable.AskAsync(database, cube, new TableQuestion { Of = question with { Measure = measure.Slug, Compare = null }, Rows = by, Columns = columns }, cancellationToken);

        return await Task.WhenAll(funnel.Steps.Select(async step =>
        {
            var outcomes = step.Outcomes.Count == 0 ? null : Ask(step.Measure, "outcome");
            return new Counted(await Ask(step.Measure), outcomes is null ? null : await outcomes);
        }));
    }

    /// <param name="Outcomes">With a column for each outcome of the sources; null where the step has none.</param>
    private sealed record Counted(CrossTable Table, CrossTable? Outcomes);
}
