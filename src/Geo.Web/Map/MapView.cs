using Geo.Core.HotSpots;
using Geo.Core.Measures;
using Geo.Web.Areas;
using Geo.Web.Hosting;
using Geo.Web.HotSpots;

namespace Geo.Web.Map;

/// <summary>What a map draws of a cell or an area.</summary>
/// <param name="Paint">A value of SVG's <c>fill</c>.</param>
/// <param name="Geometry">GeoJSON geometry in WGS84, as UTF-8.</param>
/// <param name="Tip">What is told of it, a line each.</param>
/// <param name="Place">Easting and northing of a cell's corner; null for an area.</param>
internal sealed record MapShape(string Id, string Name, string Paint, byte[] Geometry, IReadOnlyList<string> Tip, (int Easting, int Northing)? Place);

internal sealed record LegendEntry(string Paint, string Label);

/// <summary>A row of the table that stands for the map.</summary>
internal sealed record MapRow(string Id, string Name, IReadOnlyList<string> Cells, (int Easting, int Northing)? Place = null);

/// <summary>A map as a page and a picture show it: finding, legend, shapes, table.</summary>
internal sealed record MapView
{
    /// <summary>Rows of cells in the table; the CSV has all.</summary>
    internal const int MostRows = 20;

    public required MapAddress Address { get; init; }

    public required Origin Origin { get; init; }

    /// <summary>What the map shows, in words.</summary>
    public required string Finding { get; init; }

    /// <summary>What else is known, a sentence each.</summary>
    public required IReadOnlyList<string> Remarks { get; init; }

    /// <summary>Why there is no map; null where there is one.</summary>
    public string? Withheld { get; init; }

    public required string GroundName { get; init; }

    public required string LegendTitle { get; init; }

    public required IReadOnlyList<LegendEntry> Legend { get; init; }

    public required IReadOnlyList<MapShape> Shapes { get; init; }

    /// <summary>A surface that is drawn as pictures; null where shapes are.</summary>
    public HeatMap? Surface { get; init; }

    public required IReadOnlyList<string> Columns { get; init; }

    public required IReadOnlyList<MapRow> Rows { get; init; }

    /// <summary>Which cells the rows are, where they are not all.</summary>
    public string RowsAre { get; init; } = "with the most";

    public required string Explanation { get; init; }

    /// <summary>The smallest box around the ground in metres of EPSG:27700.</summary>
    public required (double Left, double Bottom, double Right, double Top) Box { get; init; }

    /// <exception cref="QuestionException">The question cannot be answered; says why and what can be asked.</exception>
    public static async Task<MapView> MakeAsync(Snapshot snapshot, Maps maps, AreaShapes shapes, MapAddress address)
    {
        var question = address.Question();
        var data = await maps.OfAsync(snapshot, question);
        if (address.IsOfWards)
            return await WardView.MakeAsync(snapshot, shapes, address, question, data.Box);
        if (address.IsOfSpots)
        {
            var spots = await maps.HotSpotsAsync(snapshot, question);
            return address.Layer == "persistence" ? PersistenceView.Of(spots, address, data.Box) : SpotView.Of(spots, address, data.Box);
        }

        return HeatView.Of(await maps.HeatMapAsync(snapshot, question), address, data.Box);
    }

    /// <summary>The name of the ground, for titles.</summary>
    internal static string NameOf(CubeArea? area, Geo.Core.Areas.BoundarySet set) => area?.Name ?? (set.IsDemonstration ? "the demonstration county" : "the whole area");

    internal static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
