using Geo.Core.Measures;
using Geo.Statistics;

namespace Geo.Core.HotSpots;

/// <summary>One cell of the National Grid month by month.</summary>
/// <param name="Cell">National Grid reference of its south-western corner.</param>
/// <param name="Reason">Why no counts are told; null where they are.</param>
/// <param name="Months">The two years up to the end of the period; a count is null where there is no data, or where it may not be told.</param>
public sealed record CellHistory(Origin Origin, string Cell, int CellMetres, string? Reason, IReadOnlyList<(Month Month, long? Count)> Months)
{
    private const int Told = 24;

    public string Explanation => Origin.Explain($"The square of {CellMetres} m at {Cell}, for {Told} months.", Reason);

    /// <exception cref="QuestionException">The question cannot be answered; says why and what can be asked.</exception>
    public static CellHistory Ask(CountCube cube, MapQuestion question, MapData data, double easting, double northing)
    {
        var measure = question.Measure.FindMeasureOfRecords();
        var asked = question.Measure.In(cube, measure);
        question.Check(measure);
        var size = question.Cell ?? CellMap.UsualSize(measure, data.Ground, hexagons: false);
        var (x, y) = ((int)Math.Floor(easting / size), (int)Math.Floor(northing / size));
        var months = new Period(asked.Period.Last.Plus(1 - Told), asked.Period.Last, "");
        var held = cube.MonthsOf(measure);
        var mapped = data.Count(measure, asked.Period).Total;
        var reason = MapFooting.Of(asked, asked.Period, mapped).Withheld();
        return new CellHistory(asked.Origin, GridReference.Of(new PlanePoint(x * size, y * size), size), size, reason, [.. months.Each.Select(month => (month, CountOf(month)))]);

        long? CountOf(Month month)
        {
            if (reason is not null || !held.Contains(month))
                return null;
            var count = data.Count(measure, new Period(month, month, "")).In(size).Cells.Where(cell => cell.X == x && cell.Y == y).Sum(cell => cell.Count);
            return CellProtection.MayShow(measure, count) ? count : null;
        }
    }
}
