using NetTopologySuite.Geometries;

namespace Geo.Core.Exports;

/// <summary>A table with a shape for each line, for programs that draw maps. Sums and what is nowhere have no shape: what the layer is tells them.</summary>
/// <param name="Name">Of the layer in its file: letters, digits and underscores.</param>
/// <param name="Table">Its columns, and what they rest on.</param>
/// <param name="AsAt">The moment that the figures are as at.</param>
/// <param name="Kind"><c>Polygon</c> or <c>MultiPolygon</c>.</param>
/// <param name="Features">EPSG:27700, metres.</param>
public sealed record ExportLayer(string Name, ExportTable Table, DateTimeOffset AsAt, OgcGeometryType Kind, IEnumerable<(ExportRow Row, Geometry Shape)> Features);
