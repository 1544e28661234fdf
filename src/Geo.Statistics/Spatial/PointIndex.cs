namespace Geo.Statistics.Spatial;

/// <summary>Points sorted into square cells, so that near ones are found without looking at the rest.</summary>
internal sealed class PointIndex
{
    private readonly PlanePoint[] _points;
    private readonly int[] _starts;
    private readonly int[] _members;
    private readonly double _left, _bottom, _cell;
    private readonly int _columns, _rows;

    internal PointIndex(ReadOnlySpan<PlanePoint> points, double wantedCell)
    {
        _points = points.ToArray();
        double left = double.MaxValue, bottom = double.MaxValue, right = double.MinValue, top = double.MinValue;
        foreach (var point in points)
        {
            left = Math.Min(left, point.X);
            right = Math.Max(right, point.X);
            bottom = Math.Min(bottom, point.Y);
            top = Math.Max(top, point.Y);
        }

        if (points.IsEmpty)
            left = right = bottom = top = 0;
        // Never many more cells than points, however small the wanted cell.
        var span = Math.Max(right - left, top - bottom);
        var least = Math.Max(span / 30_000, Math.Sqrt((right - left + 1e-9) * (top - bottom + 1e-9) / (4.0 * points.Length + 16)));
        _cell = Math.Max(Math.Max(wantedCell, least), 1e-9);
        (_left, _bottom) = (left, bottom);
        _columns = (int)((right - left) / _cell) + 1;
        _rows = (int)((top - bottom) / _cell) + 1;
        _starts = new int[_columns * _rows + 1];
        foreach (var point in points)
            _starts[CellOf(point) + 1]++;
        for (var i = 0; i + 1 < _starts.Length; i++)
            _starts[i + 1] += _starts[i];
        _members = new int[points.Length];
        var cursor = _starts[..^1];
        for (var i = 0; i < points.Length; i++)
            _members[cursor[CellOf(points[i])]++] = i;
    }

    internal double CellMetres => _cell;

    internal int LongestReach => Math.Max(_columns, _rows);

    /// <summary>Points at most a distance away from a point, itself included, in no particular order.</summary>
    internal void Within(PlanePoint centre, double radius, List<int> found)
    {
        var left = Column(centre.X - radius);
        var right = Column(centre.X + radius);
        var bottom = Row(centre.Y - radius);
        var top = Row(centre.Y + radius);
        for (var row = bottom; row <= top; row++)
        {
            // Cells of a row follow each other.
            for (var k = _starts[row * _columns + left]; k < _starts[row * _columns + right + 1]; k++)
            {
                if (_points[_members[k]].DistanceTo(centre) <= radius)
                    found.Add(_members[k]);
            }
        }
    }

    private int CellOf(PlanePoint point) => Row(point.Y) * _columns + Column(point.X);

    private int Column(double x) => (int)Math.Clamp((x - _left) / _cell, 0, _columns - 1);

    private int Row(double y) => (int)Math.Clamp((y - _bottom) / _cell, 0, _rows - 1);
}
