using Geo.Core.Measures;
using Geo.Statistics;
using Geo.Statistics.Concentration;
using Geo.Statistics.Evaluation;
using Geo.Statistics.Persistence;
using Geo.Statistics.Spatial;

namespace Geo.Core.HotSpots;

/// <summary>What a cell is, when all cells are looked at.</summary>
public enum HotSpotClass
{
    None,

    /// <summary>High with its neighbours: corrected p below 0.05.</summary>
    Hot,

    /// <summary>Corrected p below 0.01.</summary>
    VeryHot,

    /// <summary>Low with its neighbours.</summary>
    Cold,
    VeryCold,
}

/// <summary>A cell that is hot or cold, or has records.</summary>
/// <param name="Name">National Grid reference of its south-western corner.</param>
/// <param name="X">Easting of its western edge in metres.</param>
/// <param name="Y">Northing of its southern edge in metres.</param>
/// <param name="Area">The area that most of its records lie in; null without records.</param>
/// <param name="Z">Gi* of the period.</param>
/// <param name="PValue">Two-sided, of this cell alone.</param>
/// <param name="AdjustedPValue">Corrected for looking at all cells (Benjamini and Hochberg).</param>
/// <param name="HotMonths">Months of the history in which it was hot.</param>
/// <param name="History">How it was hot over the months; null where there is no history.</param>
/// <param name="Emerging">The same in the classes of emerging hot spot analysis, of hot months only; null where there is no history.</param>
public sealed record HotSpotCell(
    string Name, int X, int Y, string? Area, long Count, double? Z, double? PValue, double? AdjustedPValue, HotSpotClass Class, int HotMonths, HistoryKind? History, EmergingPattern? Emerging)
{
    internal IReadOnlyList<PlanePoint> Corners(int cellMetres) => CellMap.Square(X, Y, cellMetres);
}

/// <summary>How well the hot spots of the period before foretold this one.</summary>
/// <param name="From">The months that the hot spots were of.</param>
/// <param name="Cells">How many hot spots there were.</param>
public sealed record Foretold(Period From, int Cells, PredictionScore Score);

/// <summary>Where a measure is statistically high: Gi* on the cells of the ground, zeros known, corrected for looking at all of them.</summary>
public sealed class HotSpotMap
{
    private const double Significance = 0.05;
    private const double Strong = 0.01;

    // Two-sided p below 0.05, uncorrected, as the classes of histories have it.
    private const double Unusual = 1.959964;

    /// <summary>A history of fewer months tells no pattern.</summary>
    public const int FewestMonths = 10;

    private HotSpotMap()
    {
    }

    public required Origin Origin { get; init; }

    public required CubeArea? Area { get; init; }

    /// <summary>Why there are no hot spots; null where there may be.</summary>
    public required string? Withheld { get; init; }

    public required MapFooting Footing { get; init; }

    public required int CellMetres { get; init; }

    /// <summary>Cells of the ground, those without records included.</summary>
    public required int CellsInAll { get; init; }

    /// <summary>Hot spots first, then by count; those that may not be told are left out.</summary>
    public required IReadOnlyList<HotSpotCell> Cells { get; init; }

    /// <summary>Null where the period before has no data or no hot spots.</summary>
    public required Foretold? Foretold { get; init; }

    /// <summary>How few cells hold half of the records.</summary>
    public required ConcentrationResult? Concentration { get; init; }

    /// <summary>The months of the history; null where there are too few.</summary>
    public required Period? History { get; init; }

    public IEnumerable<HotSpotCell> Hot => Cells.Where(cell => cell.Class is HotSpotClass.Hot or HotSpotClass.VeryHot);

    public string Explanation => Origin.Explain(Notes);

    /// <summary>What was and was not counted.</summary>
    internal IEnumerable<string?> Notes =>
    [
        Origin.Of(Area), Footing.Explanation, Withheld,
        Withheld is null ? $"Gi* on {CellsInAll:N0} squares of {CellMetres} m with their neighbours, zeros included; a hot spot is high beyond chance even when every square is looked at (false discovery rate {100 * Significance:0}%)." : null,
        Precision.Of(Origin.Measure) is { IsSnapped: true } snapped ? snapped.Why : null,
        CellProtection.IsSensitive(Origin.Measure) ? $"Cells with fewer than {CellProtection.Fewest} records are not drawn." : null,
    ];

    /// <exception cref="QuestionException">The question cannot be answered; says why and what can be asked.</exception>
    public static HotSpotMap Ask(CountCube cube, MapQuestion question, MapData data)
    {
        var measure = question.Measure.FindMeasureOfRecords();
        var asked = question.Measure.In(cube, measure);
        question.Check(measure);
        var size = question.Cell ?? CellMap.UsualSize(measure, data.Ground, hexagons: false);
        var counts = data.Count(measure, asked.Period);
        var footing = MapFooting.Of(asked, asked.Period, counts.Total);
        var ground = data.Ground.Grid(size);
        if (ground.Cells.Length > Geo.Statistics.Density.GridDefinition.CellsWorthAWarning)
            throw new QuestionException(QuestionFault.Invalid, "cell", $"The ground has {ground.Cells.Length:N0} squares of {size} m, more than are tested at once; take larger ones, or one area.", [.. MapQuestion.CellSizes.Where(other => other > size).Select(other => $"{other}")]);
        var withheld = footing.Withheld() ?? (footing.Mapped < HeatMap.FewestForSurface ? $"Fewer than {HeatMap.FewestForSurface} records are on the map, too few to tell hot spots from chance."
            : ground.Cells.Length < GetisOrd.FewestAreas ? $"Fewer than {GetisOrd.FewestAreas} squares are on the map, too few to tell hot spots from chance." : null);
        var values = ground.Values(counts.In(size));
        var spots = withheld is null ? GetisOrd.HotSpots(ground.Weights, values) : new HotSpot[values.Length];
        var months = HistoryOf(cube, asked);
        var history = withheld is null && months is not null ? Monthly(measure, data, ground, size, months) : null;
        var areas = data.Names(measure, asked.Period, size);
        return new HotSpotMap
        {
            Origin = asked.Origin, Area = asked.Area, Withheld = withheld, Footing = footing, CellMetres = size, CellsInAll = ground.Cells.Length,
            Cells = withheld is null ? Told(asked, ground, size, values, spots, history, areas) : [],
            Foretold = withheld is null ? Score(cube, asked, data, ground, size, values) : null,
            Concentration = withheld is null ? PlaceConcentration.Of([.. values.Select(value => (long)value)]) : null,
            History = history is null ? null : months,
        };
    }

    private static IReadOnlyList<HotSpotCell> Told(Asked asked, MaskedGrid ground, int size, double[] values, HotSpot[] spots, (double[] Scores, PeriodState[] States)[]? history, IReadOnlyDictionary<(int X, int Y), string> areas)
    {
        var cells = new List<HotSpotCell>();
        for (var i = 0; i < values.Length; i++)
        {
            var (x, y) = ground.LinesOf(ground.Cells[i]);
            var months = history?[i].States.Count(state => state == PeriodState.Hot) ?? 0;
            var kind = history is null ? (HistoryKind?)null : HotSpotHistory.Of(history[i].States).Hot;
            var found = ClassOf(spots[i]);
            if ((values[i] == 0 && found == HotSpotClass.None && kind is null or HistoryKind.None) || !CellProtection.MayShow(asked.Measure, (long)values[i]))
                continue;
            cells.Add(new HotSpotCell(
                GridReference.Of(new(x * size, y * size), size), x * size, y * size, areas.GetValueOrDefault((x, y)), (long)values[i],
                spots[i].Z, spots[i].PValue, spots[i].AdjustedPValue, found, months, kind, history is null ? null : Emerging(history[i])));
        }

        return [.. cells.OrderByDescending(cell => cell.Class is HotSpotClass.Hot or HotSpotClass.VeryHot).ThenByDescending(cell => cell.Count).ThenByDescending(cell => cell.Z).ThenBy(cell => cell.Name, StringComparer.Ordinal)];
    }

    private static EmergingPattern Emerging((double[] Scores, PeriodState[] States) months) =>
        EmergingHotSpots.Of(months.Scores, months.States) is { IsHot: true } hot ? hot.Pattern : EmergingPattern.None;

    private static HotSpotClass ClassOf(HotSpot spot) =>
        spot.IsHot(Strong) ? HotSpotClass.VeryHot : spot.IsHot(Significance) ? HotSpotClass.Hot
        : spot.IsCold(Strong) ? HotSpotClass.VeryCold : spot.IsCold(Significance) ? HotSpotClass.Cold : HotSpotClass.None;

    /// <summary>The months of the period where they are enough, or else the year up to its end; null where too few of them have data.</summary>
    private static Period? HistoryOf(CountCube cube, Asked asked)
    {
        var months = asked.Period.Months >= FewestMonths ? asked.Period : new Period(asked.Period.Last.Plus(-11), asked.Period.Last, "");
        var held = cube.MonthsOf(asked.Measure);
        return months.Each.Count(held.Contains) >= FewestMonths ? months : null;
    }

    private static (double[] Scores, PeriodState[] States)[] Monthly(Measure measure, MapData data, MaskedGrid ground, int size, Period months)
    {
        var cells = new (double[] Scores, PeriodState[] States)[ground.Cells.Length];
        for (var i = 0; i < cells.Length; i++)
            cells[i] = (new double[months.Months], new PeriodState[months.Months]);
        var scores = new double[cells.Length];
        foreach (var (at, month) in months.Each.Index())
        {
            var counts = data.Count(measure, new Period(month, month, ""));
            GetisOrd.Scores(ground.Weights, ground.Values(counts.In(size)), scores);
            for (var i = 0; i < cells.Length; i++)
            {
                cells[i].Scores[at] = scores[i];
                cells[i].States[at] = counts.Total == 0 ? PeriodState.Empty : scores[i] > Unusual ? PeriodState.Hot : scores[i] < -Unusual ? PeriodState.Cold : PeriodState.Neither;
            }
        }

        return cells;
    }

    private static Foretold? Score(CountCube cube, Asked asked, MapData data, MaskedGrid ground, int size, double[] values)
    {
        var before = new Period(asked.Period.First.Plus(-asked.Period.Months), asked.Period.First.Plus(-1), "");
        var held = cube.MonthsOf(asked.Measure);
        if (!before.Each.All(held.Contains))
            return null;
        var hot = GetisOrd.HotSpots(ground.Weights, ground.Values(data.Count(asked.Measure, before).In(size))).Select(spot => spot.IsHot(Significance)).ToArray();
        if (!hot.Contains(true))
            return null;
        var areas = new double[values.Length];
        Array.Fill(areas, ground.Grid.CellSquareKilometres);
        return new Foretold(before, hot.Count(cell => cell), PredictionIndex.Of([.. values.Select(value => (long)value)], areas, hot));
    }
}
