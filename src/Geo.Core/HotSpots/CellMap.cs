using Geo.Core.Measures;
using Geo.Statistics;
using Geo.Statistics.Density;

namespace Geo.Core.HotSpots;

/// <summary>A cell with records.</summary>
/// <param name="Name">National Grid reference of its south-western corner; for a hexagon, of its centre.</param>
/// <param name="Area">The area that most of its records lie in.</param>
/// <param name="Count">Null where it may not be told.</param>
/// <param name="Step">Of the scale; 0 is not drawn.</param>
/// <param name="Corners">Easting and northing in metres, anticlockwise, the first not repeated.</param>
/// <param name="Previous">In the comparison; null unless the map is of the change.</param>
/// <param name="Risk">What the map of risk shows in its middle; null unless it does, and where there is no data.</param>
public sealed record MapCell(string Name, string? Area, long? Count, int Step, IReadOnlyList<PlanePoint> Corners, long? Previous = null, double? Risk = null)
{
    public long? Change => Count - Previous;
}

/// <summary>Counts by square or hexagon.</summary>
/// <param name="Cells">The most first, by what the map shows: count, size of the change, or risk. Those that may not be told are left out.</param>
public sealed record CellMap(int CellMetres, bool IsHexagonal, IReadOnlyList<MapCell> Cells, Scale Scale)
{
    public string Shape => IsHexagonal ? "hexagon" : "square";

    /// <param name="surface">What the map draws, for a map of risk.</param>
    internal static CellMap Of(Asked asked, MapQuestion question, MapData data, CellCounts counts, Period reference, Raster? surface)
    {
        var size = question.Cell ?? UsualSize(asked.Measure, data.Ground, question.Hexagons);
        var names = data.Names(asked.Measure, asked.Period, size); // hexagons are named by the square that holds their centre
        var usual = Shaped(data.Count(asked.Measure, reference), size, question.Hexagons).Select(cell => cell.Count).DefaultIfEmpty().Max();
        var scale = new Scale(Scale.Counts((double)usual * data.MonthsHeld(asked.Measure, asked.Period) / data.MonthsHeld(asked.Measure, reference)), false, $"{asked.Measure.Unit} in a cell", reference);
        var now = Shaped(counts, size, question.Hexagons).ToDictionary(cell => cell.At);
        var before = question.Kind == HeatKind.Change ? Shaped(data.Count(asked.Measure, asked.Compare!), size, question.Hexagons).ToDictionary(cell => cell.At) : null;
        var cells = now.Values.Concat(before?.Values.Where(cell => !now.ContainsKey(cell.At)).Select(cell => cell with { Count = 0 }) ?? []).Where(cell => CellProtection.MayShow(asked.Measure, cell.Count)).Select(cell => new MapCell(
            GridReference.Of(cell.At, question.Hexagons ? 100 : size), names.GetValueOrDefault(((int)Math.Floor(cell.At.X / size), (int)Math.Floor(cell.At.Y / size))), cell.Count, scale.StepOf(cell.Count), cell.Corners,
            before is null ? null : before.GetValueOrDefault(cell.At)?.Count ?? 0, question.Kind == HeatKind.Risk ? surface?.At(cell.Corners.Average(corner => corner.X), cell.Corners.Average(corner => corner.Y)) : null));
        return new CellMap(size, question.Hexagons, [.. question.Kind switch
        {
            HeatKind.Change => cells.OrderByDescending(cell => Math.Abs(cell.Change ?? 0)).ThenByDescending(cell => cell.Count),
            HeatKind.Risk => cells.OrderByDescending(cell => cell.Risk ?? double.NegativeInfinity).ThenByDescending(cell => cell.Count),
            _ => cells.OrderByDescending(cell => cell.Count),
        }], scale);
    }

    /// <summary>A fiftieth of the ground's shorter side, of the sizes that there are, and not finer than the places are told.</summary>
    internal static int UsualSize(Measure measure, StudyArea ground, bool hexagons)
    {
        var usual = GridDefinition.UsualCellMetres(Math.Max(1, ground.Extent.Width), Math.Max(1, ground.Extent.Height));
        var sizes = (hexagons ? MapQuestion.HexagonSizes : MapQuestion.CellSizes).Where(size => size >= Math.Max(100, Precision.Of(measure).Metres)).ToList();
        return sizes.LastOrDefault(size => size <= usual, sizes[0]);
    }

    private static IEnumerable<CountedShape> Shaped(CellCounts counts, int size, bool hexagons) => hexagons
        ? counts.Cells.GroupBy(cell => Hexagon.Holding((cell.X + 0.5) * counts.CellMetres, (cell.Y + 0.5) * counts.CellMetres, size))
            .Select(group => new CountedShape(group.Key.Centre(size), group.Sum(cell => cell.Count), group.Key.Corners(size)))
        : counts.In(size).Cells.Select(cell => new CountedShape(new(cell.X * size, cell.Y * size), cell.Count, Square(cell.X * size, cell.Y * size, size)));

    internal static IReadOnlyList<PlanePoint> Square(double left, double bottom, int size) => [new(left, bottom), new(left + size, bottom), new(left + size, bottom + size), new(left, bottom + size)];

    private sealed record CountedShape(PlanePoint At, long Count, IReadOnlyList<PlanePoint> Corners);
}

/// <summary>A hexagon of a tiling with a corner up, by its axial coordinates. The tiling begins at the National Grid's false origin.</summary>
internal readonly record struct Hexagon(int Q, int R)
{
    /// <param name="width">Between opposite sides, in metres.</param>
    public static Hexagon Holding(double x, double y, double width)
    {
        var side = width / Math.Sqrt(3);
        double r = y / (1.5 * side), q = (x / width) - (r / 2);
        double s = -q - r, rq = Math.Round(q), rr = Math.Round(r), rs = Math.Round(s);
        double dq = Math.Abs(rq - q), dr = Math.Abs(rr - r), ds = Math.Abs(rs - s);
        if (dq > dr && dq > ds)
            rq = -rr - rs;
        else if (dr > ds)
            rr = -rq - rs;
        return new((int)rq, (int)rr);
    }

    public PlanePoint Centre(double width) => new(width * (Q + (R / 2.0)), 1.5 * width / Math.Sqrt(3) * R);

    public IReadOnlyList<PlanePoint> Corners(double width)
    {
        var centre = Centre(width);
        var side = width / Math.Sqrt(3);
        return [.. Enumerable.Range(0, 6).Select(i => (Math.PI / 3 * i) + (Math.PI / 6)).Select(angle => new PlanePoint(centre.X + (side * Math.Cos(angle)), centre.Y + (side * Math.Sin(angle))))];
    }
}

/// <summary>References of the National Grid, such as SJ4912.</summary>
internal static class GridReference
{
    private const string Letters = "ABCDEFGHJKLMNOPQRSTUVWXYZ"; // without I

    /// <param name="metres">What it is exact to: 1,000 gives four figures, 100 six, less eight.</param>
    public static string Of(PlanePoint at, int metres)
    {
        var (e, n) = ((int)Math.Floor(at.X / 100_000), (int)Math.Floor(at.Y / 100_000));
        if (e is < 0 or > 6 || n is < 0 or > 12)
            return $"{at.X:0} {at.Y:0}";
        var first = (19 - n) - ((19 - n) % 5) + ((e + 10) / 5);
        var second = ((19 - n) * 5 % 25) + (e % 5);
        var figures = metres >= 1000 ? 2 : metres >= 100 && metres % 100 == 0 ? 3 : 4;
        var unit = figures switch { 2 => 1000, 3 => 100, _ => 10 };
        string Part(double value) => ((int)Math.Floor(value % 100_000 / unit)).ToString(new string('0', figures), System.Globalization.CultureInfo.InvariantCulture);
        return $"{Letters[first]}{Letters[second]}{Part(at.X)}{Part(at.Y)}";
    }
}
