using Geo.Core.Measures;
using Geo.Statistics.Density;

namespace Geo.Core.HotSpots;

/// <summary>How a heat map is drawn.</summary>
public enum HeatForm
{
    Surface,
    Cells,

    /// <summary>Not at all: <see cref="HeatMap.Reason"/> says why.</summary>
    Withheld,
}

/// <summary>A measure on the ground: a smoothed surface in real units, or counts by cell, with all that its legend must say.</summary>
public sealed class HeatMap
{
    /// <summary>A surface of fewer records shows the kernel more than the ground.</summary>
    public const int FewestForSurface = 30;

    private HeatMap()
    {
    }

    public required Origin Origin { get; init; }

    /// <summary>The one area that is mapped; null for all of the set.</summary>
    public required CubeArea? Area { get; init; }

    public required HeatKind Kind { get; init; }

    public required HeatForm Form { get; init; }

    /// <summary>Why there is no map, or no surface; null where there is one.</summary>
    public required string? Reason { get; init; }

    public required MapFooting Footing { get; init; }

    /// <summary>Of the comparison; null without one.</summary>
    public required MapFooting? Before { get; init; }

    public required int BandwidthMetres { get; init; }

    /// <summary>Whether the bandwidth was asked for.</summary>
    public required bool BandwidthIsChosen { get; init; }

    /// <summary>What risk is held against, in words.</summary>
    public required string? Against { get; init; }

    /// <summary>Values and where they are; null unless the form is a surface.</summary>
    public required Raster? Surface { get; init; }

    /// <summary>The colour steps of what is drawn.</summary>
    public required Scale Scale { get; init; }

    public required CellMap Cells { get; init; }

    /// <summary>What the map is, in one line.</summary>
    public string Explanation => Origin.Explain(Notes);

    /// <summary>What was and was not counted.</summary>
    internal IEnumerable<string?> Notes =>
    [
        Origin.Of(Area), Footing.Explanation, Reason, Form == HeatForm.Surface ? Smoothing : Form == HeatForm.Cells ? $"Counts by {Cells.Shape} of {Cells.CellMetres} m." : null,
        Form == HeatForm.Surface && Against is not null ? $"Held against {Against}; no data where that is next to nothing." : null,
        Precision.Of(Origin.Measure) is { IsSnapped: true } snapped ? snapped.Why : null,
        CellProtection.IsSensitive(Origin.Measure) ? $"Cells with fewer than {CellProtection.Fewest} records are not drawn." : null,
        Form == HeatForm.Withheld ? null : $"Colours are set by {Scale.Reference.Name} and stay the same for every period up to the end of the financial year.",
    ];

    private string Smoothing =>
        $"Density of a quartic kernel of {BandwidthMetres:N0} m ({(BandwidthIsChosen ? "as asked" : "a quarter of the normal reference rule, at least 250 m and at most 1,000 m")}), {Scale.Unit}.";

    /// <exception cref="QuestionException">The question cannot be answered; says why and what can be asked.</exception>
    public static HeatMap Ask(CountCube cube, MapQuestion question, MapData data)
    {
        var measure = question.Measure.FindMeasureOfRecords();
        var asked = question.Measure.In(cube, measure);
        question.Check(measure);
        if (question.Kind == HeatKind.Change && asked.Compare is null)
            throw new QuestionException(QuestionFault.Invalid, "compare", "A change is told against a comparison: say compare=year-before, or a period.", [MeasureQuestion.YearBefore]);
        var reference = data.Reference(measure, question.ScalePeriod(cube, asked));
        var counts = data.Count(measure, asked.Period);
        var footing = MapFooting.Of(asked, asked.Period, counts.Total);
        var before = asked.Compare is { } compare ? MapFooting.Of(asked, compare, data.Count(measure, compare).Total) : null;
        var (form, reason) = FormOf(question, measure, footing, before);
        var bandwidth = question.Bandwidth ?? data.Bandwidth(measure, reference);
        var drawn = form == HeatForm.Surface ? Drawn(asked, question, data, reference, bandwidth) : ((Raster Surface, Scale Scale, string? Against)?)null;
        var cells = CellMap.Of(asked, question, data, counts, reference, drawn?.Surface);
        return new HeatMap
        {
            Origin = asked.Origin, Area = asked.Area, Kind = question.Kind, Form = form, Reason = reason, Footing = footing, Before = before,
            BandwidthMetres = bandwidth, BandwidthIsChosen = question.Bandwidth is not null, Against = drawn?.Against, Surface = drawn?.Surface, Scale = drawn?.Scale ?? cells.Scale, Cells = form == HeatForm.Withheld ? cells with { Cells = [] } : cells,
        };
    }

    private static (HeatForm Form, string? Reason) FormOf(MapQuestion question, Measure measure, MapFooting footing, MapFooting? before)
    {
        if ((footing.Withheld() ?? before?.Withheld()) is { } withheld)
            return (HeatForm.Withheld, withheld);
        var reason = CellProtection.IsSensitive(measure) ? $"{measure.Name} may point to persons, so there is no surface."
            : footing.Mapped < FewestForSurface || (question.Kind == HeatKind.Change && before?.Mapped < FewestForSurface)
                ? $"Fewer than {FewestForSurface} records are on the map, too few for a surface." : null;
        if (question.AsCells && question.Kind == HeatKind.Density)
            return (HeatForm.Cells, null);
        return reason is null ? (HeatForm.Surface, null) : (question.Kind == HeatKind.Density ? HeatForm.Cells : HeatForm.Withheld, reason);
    }

    private static (Raster Surface, Scale Scale, string? Against) Drawn(Asked asked, MapQuestion question, MapData data, Period reference, int bandwidth)
    {
        var measure = asked.Measure;
        var now = data.Density(measure, asked.Period, bandwidth);
        var usual = data.Density(measure, reference, bandwidth);
        var perYear = $"{measure.Unit} per km² a year";
        switch (question.Kind)
        {
            case HeatKind.Change:
                var before = data.Density(measure, asked.Compare!, bandwidth);
                return (now with { Values = [.. now.Values.Zip(before.Values, (current, previous) => current - previous)] }, new(Scale.Halving(usual.Highest / 2), IsDiverging: true, perYear, reference), null);
            case HeatKind.Risk when question.Against == MapQuestion.Population:
                var year = data.PeopleYear(asked.Period)
                    ?? throw new QuestionException(QuestionFault.Incomplete, "against", $"{asked.Set.Set.Name} has no population; geo areas population brings one in.", []);
                var people = data.People(year, bandwidth);
                return (Ratio(now, people, 1000), new(Scale.Halving(2 * Ratio(usual, people, 1000).Quantile(0.99)), false, $"{measure.Unit} per 1,000 people a year", reference), $"the people of {year}, those of each area spread evenly over it");
            case HeatKind.Risk:
                var other = (question.Measure with { Measure = question.Against! }).FindMeasureOfRecords();
                var against = data.Density(other, asked.Period, bandwidth);
                return (Ratio(now, against, 100), new(Scale.Halving(2 * Ratio(usual, data.Density(other, reference, bandwidth), 100).Quantile(0.99)), false, $"{measure.Unit} per 100 of {other.Name.ToLowerInvariant()}", reference), other.Name.ToLowerInvariant());
            default:
                return (now, new(Scale.Halving(usual.Highest), false, perYear, reference), null);
        }
    }

    private static Raster Ratio(Raster of, Raster against, float times)
    {
        var floor = against.Quantile(DualDensity.UsualFloorQuantile);
        var values = new float[of.Values.Length];
        var has = new bool[values.Length];
        for (var cell = 0; cell < values.Length; cell++)
        {
            has[cell] = of.HasValue[cell] && against.Values[cell] > 0 && against.Values[cell] >= floor;
            values[cell] = has[cell] ? times * of.Values[cell] / against.Values[cell] : 0;
        }

        return new Raster(of.Grid, values, has);
    }
}
