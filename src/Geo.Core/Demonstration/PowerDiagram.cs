namespace Geo.Core.Demonstration;

/// <summary>
/// A Voronoi diagram with weights (power diagram): a point belongs to the site with the smallest
/// (distance² - weight), so borders stay straight while a heavier site gets more ground. Coordinates are metres.
/// </summary>
/// <param name="sites">The sites, all distinct.</param>
internal sealed class PowerDiagram(IReadOnlyList<(double X, double Y)> sites)
{
    /// <summary>
    /// The largest part of the squared distance to a neighbour that weights may differ by: above 1 a site would lie
    /// outside its own cell.
    /// </summary>
    private const double MostDifference = 0.85;

    private readonly double[] _weights = new double[sites.Count];

    /// <summary>The site whose cell holds a point.</summary>
    public int SiteAt(double x, double y)
    {
        var best = 0;
        var least = double.PositiveInfinity;
        for (var i = 0; i < sites.Count; i++)
        {
            var (dx, dy) = (x - sites[i].X, y - sites[i].Y);
            var power = dx * dx + dy * dy - _weights[i];
            if (power >= least)
                continue;
            best = i;
            least = power;
        }
        return best;
    }

    /// <summary>The corners of a site's cell within a box, anticlockwise; the box is the county's by a wide margin.</summary>
    public List<(double X, double Y)> Cell(int site, (double MinX, double MinY, double MaxX, double MaxY) box)
    {
        List<(double X, double Y)> cell =
            [(box.MinX, box.MinY), (box.MaxX, box.MinY), (box.MaxX, box.MaxY), (box.MinX, box.MaxY)];
        var (x, y) = sites[site];
        for (var other = 0; other < sites.Count; other++)
        {
            if (other == site)
                continue;
            // Relative to the site: the half plane p·d <= (d·d + own weight - other weight) / 2.
            var (dx, dy) = (sites[other].X - x, sites[other].Y - y);
            var limit = (dx * dx + dy * dy + _weights[site] - _weights[other]) / 2;
            cell = Clip(cell, p => (p.X - x) * dx + (p.Y - y) * dy - limit);
        }
        return cell;
    }

    /// <summary>
    /// Moves the weights until the cells' areas come close to those wanted, without pushing a site out of its cell.
    /// </summary>
    /// <param name="wantedSquareMetres">One area per site.</param>
    /// <param name="areaSquareMetres">The present area of a site's cell.</param>
    /// <param name="rounds">How many steps to take.</param>
    public void FitAreas(IReadOnlyList<double> wantedSquareMetres, Func<int, double> areaSquareMetres, int rounds)
    {
        // An area grows by about 1.7 m² per m² of weight in a regular cell, so 0.4 is a careful Newton step.
        const double Step = 0.4;
        var areas = new double[sites.Count];
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < sites.Count; i++)
                areas[i] = areaSquareMetres(i);
            for (var i = 0; i < sites.Count; i++)
                _weights[i] += Step * (wantedSquareMetres[i] - areas[i]);
            KeepSitesInTheirCells();
        }
    }

    private void KeepSitesInTheirCells()
    {
        bool lowered;
        do
        {
            lowered = false;
            for (var i = 0; i < sites.Count; i++)
            {
                for (var j = 0; j < sites.Count; j++)
                {
                    var (dx, dy) = (sites[i].X - sites[j].X, sites[i].Y - sites[j].Y);
                    var most = _weights[j] + MostDifference * (dx * dx + dy * dy);
                    if (_weights[i] <= most)
                        continue;
                    _weights[i] = most;
                    lowered = true;
                }
            }
        }
        while (lowered);
    }

    private static List<(double X, double Y)> Clip(
        List<(double X, double Y)> polygon, Func<(double X, double Y), double> outside)
    {
        var kept = new List<(double X, double Y)>(polygon.Count + 1);
        for (var i = 0; i < polygon.Count; i++)
        {
            var (from, to) = (polygon[i], polygon[(i + 1) % polygon.Count]);
            var (a, b) = (outside(from), outside(to));
            if (a <= 0)
                kept.Add(from);
            if (a < 0 != b < 0 && a != b && a != 0 && b != 0)
            {
                var t = a / (a - b);
                kept.Add((from.X + t * (to.X - from.X), from.Y + t * (to.Y - from.Y)));
            }
        }
        return kept;
    }
}
