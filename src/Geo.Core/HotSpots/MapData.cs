using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Geo.Core.Database;
using Geo.Core.Measures;
using Geo.Statistics;
using Geo.Statistics.Density;

namespace Geo.Core.HotSpots;

/// <summary>What maps of one ground are made from, as of one data version: its cells, its shape, and the surfaces that were asked for lately.</summary>
public sealed class MapData
{
    // A surface of a county at 100 m is 2.5 MB.
    private const int MostSurfaces = 24;

    // A fifth of the bandwidth draws smooth edges; finer than the cells it cannot be.
    private const int FinestRaster = Lattice.BaseMetres;

    private readonly CountCube _cube;
    private readonly CubeSet _set;
    private readonly int? _bucket;
    private readonly Lattice _lattice;
    private readonly ConcurrentDictionary<(string What, string Months, int Bandwidth), Lazy<Raster>> _surfaces = new();

    private MapData(CountCube cube, CubeSet set, int? bucket, Lattice lattice, StudyArea ground) => (_cube, _set, _bucket, _lattice, Ground) = (cube, set, bucket, lattice, ground);

    internal StudyArea Ground { get; }

    /// <summary>The smallest box around the ground, in metres of EPSG:27700.</summary>
    public (double Left, double Bottom, double Right, double Top) Box => (Ground.Extent.MinX, Ground.Extent.MinY, Ground.Extent.MaxX, Ground.Extent.MaxY);

    /// <summary>Loads what maps of a set, or of one of its areas, are made from.</summary>
    /// <param name="ground">The ground, where it is known from another data version.</param>
    /// <param name="wards">The cells of the wards, where the set is not of wards itself.</param>
    public static async Task<MapData> LoadAsync(GeoDatabase database, CountCube cube, CubeSet set, int? bucket, StudyArea? ground, MapData? wards, CancellationToken cancellationToken) =>
        new(cube, set, bucket, await Lattice.LoadAsync(database, cube, set, cancellationToken), ground ?? await StudyArea.LoadAsync(database, set, bucket, cancellationToken)) { Wards = wards };

    /// <summary>The same cells for another ground of the set.</summary>
    public MapData Of(int? bucket, StudyArea ground) => new(_cube, _set, bucket, _lattice, ground) { Wards = Wards };

    /// <summary>The cells of the wards, which name cells where the areas of this set are towns or larger; null where there are none.</summary>
    public MapData? Wards { get; init; }

    /// <summary>Names of the areas that most records of each cell lie in.</summary>
    internal IReadOnlyDictionary<(int X, int Y), string> Names(Measure measure, Period period, int cellMetres)
    {
        var named = Wards ?? this;
        var areas = named._set.Areas.ToDictionary(area => area.Id, area => area.Name);
        return named.Count(measure, period).In(cellMetres).Cells.ToDictionary(cell => (cell.X, cell.Y), cell => areas[cell.AreaId]);
    }

    internal CellCounts Count(Measure measure, Period period) => _lattice.Count(measure, period, _bucket is { } at ? _set.Areas[at].Id : null);

    /// <summary>How many months of a period have data; at least 1.</summary>
    internal int MonthsHeld(Measure measure, Period period) => Math.Max(1, period.Each.Count(_cube.MonthsOf(measure).Contains));

    /// <summary>Records per km² a year, from the months that have data.</summary>
    internal Raster Density(Measure measure, Period period, int bandwidth) =>
        Kept(measure.Slug, period.Span, bandwidth, () => Smooth(Count(measure, period), bandwidth, 12.0 / MonthsHeld(measure, period)));

    /// <summary>The year of population that a period's risk is held against; null where neither the areas nor the wards have one.</summary>
    internal int? PeopleYear(Period period) => LeagueTable.ChooseYear(WithPeople._set, period);

    /// <summary>People per km², those of each area (of each ward, where the areas themselves have no population) spread evenly over it.</summary>
    internal Raster People(int year, int bandwidth) => Kept(MapQuestion.Population, $"{year}", bandwidth, () =>
    {
        var source = WithPeople;
        var areas = source._bucket is { } at ? [source._set.Areas[at]] : source._set.Areas;
        var (points, people) = source.Ground.Spread(areas.ToDictionary(area => area.Id, area => area.People[year]), 250);
        return Smooth(points, people, bandwidth, 1);
    });

    private MapData WithPeople => _set.PopulationYears.Count > 0 ? this : Wards ?? this;

    /// <summary>The months that set a map's scale: the financial year before that of its last month, or else the first twelve months of the data.</summary>
    internal Period Reference(Measure measure, Period period)
    {
        var april = Month.Of(period.Last.OfYear >= 4 ? period.Last.Year : period.Last.Year - 1, 4);
        var year = new Period(april.Plus(-12), april.Plus(-1), "");
        var held = _cube.MonthsOf(measure);
        if (year.Each.All(held.Contains))
            return year;
        var first = held.Min();
        var last = held.Where(month => month <= first.Plus(11)).Max();
        return new Period(first, last, "");
    }

    /// <summary>A quarter of the normal reference rule on the months that set the scale, so that it stays the same all year.</summary>
    internal int Bandwidth(Measure measure, Period reference)
    {
        const int widest = 1000;
        var cells = Count(measure, reference).Cells;
        var points = cells.SelectMany(cell => Enumerable.Repeat(Middle(cell), (int)Math.Min(cell.Count, 10_000))).ToArray();
        var least = MapQuestion.LeastBandwidth;
        if (cells.Count < 2)
            return widest;
        var rule = Geo.Statistics.Density.Bandwidth.Suggest(points) / 4;
        return (int)Math.Clamp(Math.Round(rule / Lattice.BaseMetres) * Lattice.BaseMetres, least, widest);
    }

    internal static int RasterMetres(int bandwidth) => Math.Max(FinestRaster, bandwidth / 5 / FinestRaster * FinestRaster);

    /// <summary>Where the records of a cell lie on average: a surface from there differs from that of their points by less than one in a hundred, one from the cells' centres by several.</summary>
    private static PlanePoint Middle(CellCount cell) => new((cell.X * Lattice.BaseMetres) + ((double)cell.East / cell.Count), (cell.Y * Lattice.BaseMetres) + ((double)cell.North / cell.Count));

    private Raster Smooth(CellCounts counts, int bandwidth, double perYear)
    {
        var points = new PlanePoint[counts.Cells.Count];
        var weights = new double[points.Length];
        for (var i = 0; i < points.Length; i++)
            (points[i], weights[i]) = (Middle(counts.Cells[i]), counts.Cells[i].Count);
        return Smooth(points, weights, bandwidth, perYear);
    }

    private Raster Smooth(PlanePoint[] points, double[] weights, int bandwidth, double times)
    {
        var ground = Ground.Grid(RasterMetres(bandwidth));
        var surface = KernelDensity.OfPoints(points, ground.Grid, bandwidth, weights: weights, threads: 1).PerSquareKilometre;
        var values = new float[surface.Length];
        for (var cell = 0; cell < values.Length; cell++)
            values[cell] = (float)(surface[cell] * times);
        return new Raster(ground.Grid, values, ground.Mask);
    }

    private Raster Kept(string what, string months, int bandwidth, Func<Raster> make)
    {
        if (_surfaces.Count > MostSurfaces)
            _surfaces.Clear();
        return _surfaces.GetOrAdd((what, months, bandwidth), _ => new(make)).Value;
    }
}

/// <summary>A value for each cell of a grid of EPSG:27700.</summary>
/// <param name="Values">Row by row from the south-west.</param>
/// <param name="HasValue">False outside the ground, and where there is no data.</param>
public sealed record Raster(GridDefinition Grid, float[] Values, bool[] HasValue)
{
    /// <summary>The highest value.</summary>
    internal double Highest => Values.Where((_, cell) => HasValue[cell]).DefaultIfEmpty().Max();

    /// <summary>The value below which a share of the positive values lie.</summary>
    internal double Quantile(double share)
    {
        var positive = Values.Where((value, cell) => HasValue[cell] && value > 0).Order().ToArray();
        return positive.Length == 0 ? 0 : positive[(int)Math.Min(positive.Length - 1, share * positive.Length)];
    }

    /// <summary>The value at a place, between the centres of the four cells around it; null where the cell that holds it has none.</summary>
    public float? At(double easting, double northing) => Between((easting - Grid.Left) / Grid.CellMetres, (northing - Grid.Bottom) / Grid.CellMetres) is var value && float.IsNaN(value) ? null : value;

    /// <summary>Reads the values at places that lie evenly on a line; NaN where there is none.</summary>
    /// <remarks>Compiled once and well, as the other loops over pixels: a host is asked for tiles from its first second, and those of unoptimised code take five times as long.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Along(double easting, double northing, double eastStep, double northStep, Span<float> values)
    {
        var (x, y) = ((easting - Grid.Left) / Grid.CellMetres, (northing - Grid.Bottom) / Grid.CellMetres);
        var (xStep, yStep) = (eastStep / Grid.CellMetres, northStep / Grid.CellMetres);
        for (var i = 0; i < values.Length; i++)
            values[i] = Between(x + (i * xStep), y + (i * yStep));
    }

    /// <param name="x">Cells from the western edge.</param>
    /// <param name="y">Cells from the southern edge.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float Between(double x, double y)
    {
        if (!(x >= 0 && y >= 0 && x < Grid.Columns && y < Grid.Rows) || !HasValue[((int)y * Grid.Columns) + (int)x])
            return float.NaN;
        var (left, bottom) = ((int)(x + 0.5) - 1, (int)(y + 0.5) - 1);
        var (dx, dy) = ((float)(x - 0.5 - left), (float)(y - 0.5 - bottom));
        var (right, top) = (Math.Min(left + 1, Grid.Columns - 1), Math.Min(bottom + 1, Grid.Rows - 1) * Grid.Columns);
        (left, bottom) = (Math.Max(left, 0), Math.Max(bottom, 0) * Grid.Columns);
        return ((1 - dy) * (((1 - dx) * Values[bottom + left]) + (dx * Values[bottom + right]))) + (dy * (((1 - dx) * Values[top + left]) + (dx * Values[top + right])));
    }
}
