using System.Globalization;
using Geo.Core.Records;
using Geo.Statistics.Change;

namespace Geo.Core.Measures;

/// <param name="About"><c>total</c>, <c>largest</c>, <c>movement</c> or <c>area</c>.</param>
public sealed record Sentence(string About, string Text);

/// <summary>What a report says of a measure, made of the same figures as its tables. Where chance explains a change, the sentence says so.</summary>
public sealed record Sentences
{
    private const string YearBeforeWords = "the previous year";

    public required Origin Origin { get; init; }

    public required IReadOnlyList<Sentence> All { get; init; }

    public string Text => string.Join(' ', All.Select(sentence => sentence.Text));

    public string Explanation => Origin.Explain(
        $"Boundaries: {Origin.Set.Name}. Per cents are rounded half away from zero, as reports print them.",
        "Whether a change is more than chance is judged by the exact test of two counts, by days, with false discoveries over a table held to 5%.");

    /// <summary>Without a comparison the same months a year before are taken, where there are data for all of them.</summary>
    /// <exception cref="QuestionException">The question cannot be answered; says why and what can be asked.</exception>
    public static Sentences Ask(CountCube cube, MeasureQuestion question)
    {
        var (breakdown, compared) = Compared(cube, question);
        var measure = breakdown.Origin.Measure;
        var than = compared.Compare is null ? "" : breakdown.Origin.Compare!.Months == 12 && compared.Compare == MeasureQuestion.YearBefore ? YearBeforeWords : breakdown.Origin.Compare.Name;
        var sentences = new List<Sentence> { new("total", $"There {(breakdown.Total.Count == 1 ? "was" : "were")} {measure.Counted(breakdown.Total.Count)}{Clause(breakdown.Total.Verdict, than)}.") };
        if (breakdown.Rows.Count > 1 && breakdown.Rows[0] is { Share: not null } largest && largest.Count > breakdown.Rows[1].Count)
            sentences.Add(new("largest", $"The greatest volume was in {Lower(largest.Name)} ({Whole(largest.Share)}, n={Number(largest.Count)}){Clause(largest.Verdict, than)}."));
        if (Mover(breakdown.Rows) is { Verdict: { } moved } mover)
        {
            if (mover != breakdown.Rows[0]) // whose change is told already
                sentences.Add(new("movement", $"The largest change was in {Lower(mover.Name)}, {ByHowMuch(moved, than)}."));
        }
        else if (compared.Compare is not null && breakdown.Rows.Count > 1)
            sentences.Add(new("movement", "No class changed by more than chance explains."));
        var table = LeagueTable.Ask(cube, compared with { Top = null });
        if (question.Area is null && table.Rows.Count > 1 && table.Rows[0].Count > table.Rows[1].Count)
            sentences.Add(new("area", $"{table.Rows[0].Name} had the highest volume of any {table.Set.Kind.Replace('-', ' ')} ({Whole(table.Rows[0].Share)}, n={Number(table.Rows[0].Count)})."));
        return new Sentences { Origin = breakdown.Origin, All = sentences };
    }

    private static (Breakdown, MeasureQuestion) Compared(CountCube cube, MeasureQuestion question)
    {
        var measure = question.FindMeasureOfRecords();
        var level = Level(measure);
        if (question.Compare is not null)
            return (Breakdown.Ask(cube, question, level), question);
        try
        {
            var compared = question with { Compare = MeasureQuestion.YearBefore };
            return (Breakdown.Ask(cube, compared, level), compared);
        }
        catch (QuestionException refusal) when (refusal is { Kind: QuestionFault.Incomplete, Parameter: "compare" })
        {
            return (Breakdown.Ask(cube, question, level), question);
        }
    }

    /// <summary>The level at which a measure is more than one class.</summary>
    private static string Level(Measure measure)
    {
        var categories = measure.Categories.Select(Catalogue.Find).ToList();
        return measure.Counting == Counting.Flags ? "flag" : categories.Select(category => category.Subgroup).Distinct().Count() > 1 ? "subgroup" : "offence";
    }

    private static BreakdownRow? Mover(IReadOnlyList<BreakdownRow> rows) =>
        rows.Count < 2 ? null : rows.Where(row => row.Verdict is { IsSignal: true }).OrderByDescending(row => Math.Abs(row.Change ?? 0)).FirstOrDefault();

    /// <summary>The part of a sentence that tells a change, or nothing without a comparison.</summary>
    private static string Clause(ChangeVerdict? change, string than) => change switch
    {
        null => "",
        { Difference: 0 } => $", as many as in {than}",
        { IsSignal: true } => $", {ByHowMuch(change, than)}",
        _ => $", {Math.Abs(change.Difference).ToString("N0", CultureInfo.InvariantCulture)} {(change.Difference > 0 ? "more" : "fewer")} than in {than}{(change.PerCent is { } part ? $" ({Whole(Math.Abs(part))})" : "")}, which chance explains",
    };

    private static string ByHowMuch(ChangeVerdict change, string than)
    {
        var direction = change.Difference > 0 ? "increase" : "decrease";
        var much = change.PerCent is { } part ? $"{Whole(Math.Abs(part))} (n={Number(Math.Abs(change.Difference))})" : $"n={Number(Math.Abs(change.Difference))}";
        return $"{Article(much)} {much} {direction} compared to {than}";
    }

    private static string Article(string much) => much is ['8', ..] or ['1', '1', '%', ..] or ['1', '8', '%', ..] or ['n', ..] ? "an" : "a";

    private static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Whole(double? perCent) => $"{Rounding.Round(perCent ?? 0, 0).ToString(CultureInfo.InvariantCulture)}%";

    private static string Lower(string name) => name.Length > 1 && char.IsLower(name[1]) ? char.ToLowerInvariant(name[0]) + name[1..] : name;
}
