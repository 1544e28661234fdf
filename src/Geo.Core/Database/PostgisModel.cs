using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using NetTopologySuite.Geometries;
using Npgsql;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure;
using NpgsqlTypes;

namespace Geo.Core.Database;

// NetTopologySuite geometries as geometry(...) columns of the EF Core model. Spatial predicates are SQL files, so none are translated.
internal static class PostgisModel
{
    public static NpgsqlDbContextOptionsBuilder UseGeometry(this NpgsqlDbContextOptionsBuilder npgsql)
    {
        var options = ((IRelationalDbContextOptionsBuilderInfrastructure)npgsql).OptionsBuilder;
        ((IDbContextOptionsBuilderInfrastructure)options).AddOrUpdateExtension(new GeometryExtension());
        return npgsql;
    }

    private sealed class GeometryExtension : IDbContextOptionsExtension
    {
        public DbContextOptionsExtensionInfo Info => field ??= new ExtensionInfo(this);

        public void ApplyServices(IServiceCollection services) =>
            new EntityFrameworkRelationalServicesBuilder(services).TryAdd<IRelationalTypeMappingSourcePlugin, MappingPlugin>();

        public void Validate(IDbContextOptions options)
        {
        }

        private sealed class ExtensionInfo(IDbContextOptionsExtension extension) : DbContextOptionsExtensionInfo(extension)
        {
            public override bool IsDatabaseProvider => false;

            public override string LogFragment => "using geometry ";

            public override int GetServiceProviderHashCode() => 0;

            public override bool ShouldUseSameServiceProvider(DbContextOptionsExtensionInfo other) => other is ExtensionInfo;

            public override void PopulateDebugInfo(IDictionary<string, string> debugInfo) => debugInfo["Geometry"] = "1";
        }
    }

    private sealed class MappingPlugin : IRelationalTypeMappingSourcePlugin
    {
        public RelationalTypeMapping? FindMapping(in RelationalTypeMappingInfo mappingInfo)
        {
            var store = mappingInfo.StoreTypeName ?? "geometry";
            return mappingInfo.ClrType switch
            {
                null when mappingInfo.StoreTypeNameBase is "geometry" => new GeometryMapping<Geometry>(store),
                { } type when type == typeof(Geometry) => new GeometryMapping<Geometry>(store),
                { } type when type == typeof(Point) => new GeometryMapping<Point>(store),
                { } type when type == typeof(MultiPolygon) => new GeometryMapping<MultiPolygon>(store),
                _ => null,
            };
        }
    }

    private sealed class GeometryMapping<T> : RelationalTypeMapping
        where T : Geometry
    {
        private static readonly ValueComparer<T> ByCoordinates = new(
            (left, right) => ReferenceEquals(left, right) || (left != null && right != null && left.SRID == right.SRID && left.EqualsExact(right)),
            geometry => geometry.GetHashCode(),
            geometry => (T)geometry.Copy());

        public GeometryMapping(string storeType)
            : base(new RelationalTypeMappingParameters(new CoreTypeMappingParameters(typeof(T), comparer: ByCoordinates, keyComparer: ByCoordinates), storeType))
        {
        }

        private GeometryMapping(RelationalTypeMappingParameters parameters)
            : base(parameters)
        {
        }

        protected override RelationalTypeMapping Clone(RelationalTypeMappingParameters parameters) => new GeometryMapping<T>(parameters);

        protected override void ConfigureParameter(DbParameter parameter) => ((NpgsqlParameter)parameter).NpgsqlDbType = NpgsqlDbType.Geometry;

        protected override string GenerateNonNullSqlLiteral(object value) => string.Create(
            CultureInfo.InvariantCulture,
            $"ST_GeomFromEWKB('\\x{Convert.ToHexString(PostgisTypes.ToEwkb((Geometry)value))}'::bytea)");
    }
}
