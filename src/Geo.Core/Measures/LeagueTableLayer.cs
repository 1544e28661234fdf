using Geo.Core.Database;
using Geo.Core.Exports;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;

namespace Geo.Core.Measures;

/// <summary>A league table as a layer for programs that draw maps: every area as it was imported, with its figures.</summary>
public static class LeagueTableLayer
{
    private static readonly string Sql = SqlFile.Read("Measures/LeagueTableLayer.sql");

    public static async Task<ExportLayer> ReadAsync(GeoDatabase database, LeagueTable table, CancellationToken cancellationToken)
    {
        var (export, shapes, read) = (LeagueTableExport.Of(table), new Dictionary<string, Geometry>(StringComparer.Ordinal), new WKBReader());
        await using var command = database.Reader.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = table.Set.Id });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            shapes[reader.GetString(0)] = read.Read(reader.GetFieldValue<byte[]>(1));
        var code = export.Columns.Index().First(column => column.Item.Name == "code").Index;
        return new("league_table", export, table.Origin.AsAt, OgcGeometryType.MultiPolygon, export.Rows.Where(row => !row.IsFooting).Select(row => (row, shapes[row.Cells[code].Text!])));
    }
}
