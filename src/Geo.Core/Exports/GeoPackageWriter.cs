using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Data.Sqlite;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;

namespace Geo.Core.Exports;

/// <summary>Writes a layer as a GeoPackage (OGC 12-128r19): its features in EPSG:27700, what they are in its description, and a table <c>about</c> with what they rest on.</summary>
public static class GeoPackageWriter
{
    public const string ContentType = "application/geopackage+sqlite3";

    private const int Srid = 27700;
    private const string Shape = "geom";
    private const string About = "about";

    private static readonly string Schema = Database.SqlFile.Read("Exports/GeoPackageWriter.sql");

    public static void Write(Stream stream, ExportLayer layer)
    {
        var folder = Directory.CreateTempSubdirectory("geo-package-");
        try
        {
            var path = Path.Combine(folder.FullName, $"{layer.Name}.gpkg");
            using (var file = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString()))
            {
                file.Open();
                Run(file, "pragma journal_mode = off; pragma synchronous = off;"); // a file that was not finished goes
                using var transaction = file.BeginTransaction();
                Run(file, Schema);
                Fill(file, layer);
                transaction.Commit();
            }

            using var written = File.OpenRead(path);
            written.CopyTo(stream);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Fill(SqliteConnection file, ExportLayer layer)
    {
        var (table, extent) = (layer.Table, new Envelope());
        Run(file, $"create table {Quoted(layer.Name)} (fid integer primary key autoincrement, {Shape} {layer.Kind.ToString().ToUpperInvariant()}{string.Concat(table.Columns.Select(column => $", {Quoted(column.Name)} {Type(column.Kind)}"))})");
        using (var insert = file.CreateCommand())
        {
            insert.CommandText = $"insert into {Quoted(layer.Name)} ({Shape}{string.Concat(table.Columns.Select(column => $", {Quoted(column.Name)}"))}) values ($0{string.Concat(table.Columns.Select((_, i) => $", ${i + 1}"))})";
            foreach (var (row, shape) in layer.Features)
            {
                insert.Parameters.Clear();
                insert.Parameters.AddWithValue("$0", Blob(shape));
                foreach (var (i, cell) in row.Cells.Index())
                    insert.Parameters.AddWithValue($"${i + 1}", Value(cell));
                insert.ExecuteNonQuery();
                extent.ExpandToInclude(shape.EnvelopeInternal);
            }
        }

        Run(file, $"create table {About} (fid integer primary key autoincrement, name text not null, value text not null)");
        foreach (var fact in table.Facts())
            Run(file, $"insert into {About} (name, value) values ($0, $1)", fact.Name, fact.Value);
        Contents(file, layer.Name, "features", table.Title, table.Explanation, layer.AsAt, extent);
        Contents(file, About, "attributes", $"About {layer.Name}", table.Title, layer.AsAt, null);
        Run(file, $"insert into gpkg_geometry_columns values ($0, '{Shape}', $1, {Srid}, 0, 0)", layer.Name, layer.Kind.ToString().ToUpperInvariant());
    }

    private static void Contents(SqliteConnection file, string name, string kind, string identifier, string description, DateTimeOffset asAt, Envelope? extent)
    {
        object Side(Func<Envelope, double> side) => extent is { IsNull: false } ? side(extent) : DBNull.Value;
        Run(
            file, "insert into gpkg_contents values ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9)", name, kind, identifier, description, asAt.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
            Side(box => box.MinX), Side(box => box.MinY), Side(box => box.MaxX), Side(box => box.MaxY), kind == "features" ? Srid : DBNull.Value);
    }

    /// <summary>A geometry with its header: little-endian, with its extent (clause 2.1.3).</summary>
    private static byte[] Blob(Geometry shape)
    {
        const int header = 40;
        const byte littleEndianWithExtent = 0b0000_0011;
        var (wkb, box) = (new WKBWriter(ByteOrder.LittleEndian).Write(shape), shape.EnvelopeInternal);
        var blob = new byte[header + wkb.Length];
        (blob[0], blob[1], blob[3]) = ((byte)'G', (byte)'P', littleEndianWithExtent);
        BinaryPrimitives.WriteInt32LittleEndian(blob.AsSpan(4), Srid);
        foreach (var (i, side) in ((double[])[box.MinX, box.MaxX, box.MinY, box.MaxY]).Index())
            BinaryPrimitives.WriteDoubleLittleEndian(blob.AsSpan(8 + (8 * i)), side);
        wkb.CopyTo(blob, header);
        return blob;
    }

    private static object Value(ExportCell cell) => cell switch
    {
        { Number: { } number } => number.Scale == 0 ? (long)number : (double)number,
        { IsBlank: true } => DBNull.Value,
        _ => cell.Text!, // no program takes it for a formula here
    };

    private static string Type(ColumnKind kind) => kind switch
    {
        ColumnKind.Text => "text",
        ColumnKind.Count or ColumnKind.Plain => "integer",
        _ => "real",
    };

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static void Run(SqliteConnection file, string sql, params object[] values)
    {
        using var command = file.CreateCommand();
        command.CommandText = sql;
        foreach (var (i, value) in values.Index())
            command.Parameters.AddWithValue($"${i}", value);
        command.ExecuteNonQuery();
    }
}
