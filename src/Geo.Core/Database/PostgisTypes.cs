using NetTopologySuite;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Implementation;
using NetTopologySuite.IO;
using Npgsql.Internal;
using Npgsql.Internal.Postgres;
using Npgsql.TypeMapping;

namespace Geo.Core.Database;

// PostGIS geometry <-> NetTopologySuite for Npgsql. Stands in for Npgsql.NetTopologySuite, whose dependencies do not restore everywhere;
// with PostgisModel.cs the only place that would change.
internal static class PostgisTypes
{
    public static T UseGeometry<T>(this T mapper)
        where T : INpgsqlTypeMapper
    {
        mapper.AddTypeInfoResolverFactory(new GeometryResolverFactory());
        return mapper;
    }

    /// <summary>Extended well-known binary with its SRID, as PostGIS takes it.</summary>
    /// <exception cref="ArgumentException">The geometry has no SRID.</exception>
    public static byte[] ToEwkb(Geometry geometry) => geometry.SRID > 0
        ? new WKBWriter(ByteOrder.LittleEndian, handleSRID: true) { HandleOrdinates = Ordinates.XY }.Write(geometry)
        : throw new ArgumentException($"{geometry.GeometryType} has no SRID; set it before writing to the database.", nameof(geometry));

    private sealed class GeometryResolverFactory : PgTypeInfoResolverFactory
    {
        public override IPgTypeInfoResolver CreateResolver() => new Resolver();

        public override IPgTypeInfoResolver? CreateArrayResolver() => null;
    }

    private sealed class Resolver : IPgTypeInfoResolver
    {
        private readonly TypeInfoMappingCollection _mappings = Mappings();

        public PgTypeInfo? GetTypeInfo(Type? type, DataTypeName? dataTypeName, PgSerializerOptions options) =>
            _mappings.Find(type, dataTypeName, options);

        private static TypeInfoMappingCollection Mappings()
        {
            var mappings = new TypeInfoMappingCollection();
            Add<Geometry>(isDefault: true);
            Add<Point>();
            Add<Polygon>();
            Add<MultiPolygon>();
            return mappings;

            void Add<T>(bool isDefault = false)
                where T : Geometry =>
                mappings.AddType<T>("geometry", static (options, mapping, _) => mapping.CreateInfo(options, new GeometryConverter<T>()), isDefault);
        }
    }

    private sealed class GeometryConverter<T> : PgStreamingConverter<T>
        where T : Geometry
    {
        // Packed doubles take a third of the memory of Coordinate objects.
        private static readonly NtsGeometryServices Services = new(PackedCoordinateSequenceFactory.DoubleFactory, new PrecisionModel(), 0);

        public override Size GetSize(SizeContext context, T value, ref object? writeState)
        {
            var bytes = ToEwkb(value);
            writeState = bytes; // serialised once; Write picks it up
            return bytes.Length;
        }

        public override void Write(PgWriter writer, T value) => writer.WriteBytes(Bytes(writer, value));

        public override ValueTask WriteAsync(PgWriter writer, T value, CancellationToken cancellationToken = default) =>
            writer.WriteBytesAsync(Bytes(writer, value), cancellationToken);

        public override T Read(PgReader reader)
        {
            var bytes = new byte[reader.CurrentRemaining];
            reader.Read(bytes);
            return Parse(bytes);
        }

        public override async ValueTask<T> ReadAsync(PgReader reader, CancellationToken cancellationToken = default)
        {
            var bytes = new byte[reader.CurrentRemaining];
            await reader.ReadBytesAsync(bytes, cancellationToken);
            return Parse(bytes);
        }

        private static byte[] Bytes(PgWriter writer, T value) => writer.Current.WriteState as byte[] ?? ToEwkb(value);

        private static T Parse(byte[] bytes) => (T)new WKBReader(Services) { HandleSRID = true }.Read(bytes);
    }
}
