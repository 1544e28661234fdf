namespace Geo.Web.Charts;

/// <summary>Finds room for labels beside points; a label without room is left out.</summary>
public sealed class LabelPlaces
{
    private readonly List<(double Left, double Top, double Right, double Bottom)> _taken = [];
    private readonly double _left, _top, _right, _bottom;

    /// <summary>Labels may stand within these edges.</summary>
    public LabelPlaces(double left, double top, double right, double bottom) => (_left, _top, _right, _bottom) = (left, top, right, bottom);

    /// <summary>Keeps labels off a mark.</summary>
    public void Avoid(double x, double y, double radius) => _taken.Add((x - radius, y - radius, x + radius, y + radius));

    /// <summary>A place at the right, the left, above or below a point; null where all are taken.</summary>
    public (double X, double Y, string Anchor)? Find(double x, double y, string text)
    {
        var width = TextWidth.Of(text);
        foreach (var (left, middle, anchor) in new[]
                 {
                     (x + 9, y, "start"), (x - 9 - width, y, "end"), (x - (width / 2), y - 15, "middle"), (x - (width / 2), y + 15, "middle"),
                     (x + 6, y - 13, "start"), (x + 6, y + 13, "start"), (x - 6 - width, y - 13, "end"), (x - 6 - width, y + 13, "end"),
                 })
        {
            var box = (Left: left, Top: middle - 8, Right: left + width, Bottom: middle + 8);
            if (box.Left < _left || box.Right > _right || box.Top < _top || box.Bottom > _bottom
                || _taken.Any(taken => box.Left < taken.Right && taken.Left < box.Right && box.Top < taken.Bottom && taken.Top < box.Bottom))
                continue;
            _taken.Add(box);
            return (anchor == "start" ? left : anchor == "end" ? left + width : x, middle, anchor);
        }

        return null;
    }
}
