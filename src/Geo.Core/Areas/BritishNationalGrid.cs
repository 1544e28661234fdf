using ProjNet.CoordinateSystems;
using ProjNet.CoordinateSystems.Transformations;

namespace Geo.Core.Areas;

/// <summary>
/// British National Grid (EPSG:27700, metres) to WGS84 (EPSG:4326, degrees) and back by the seven-parameter
/// Helmert transformation (EPSG operation 1314), as PROJ does it without the OSTN15 grid. It differs from OSTN15
/// by up to about 5 m: nothing that a map of areas or cells shows.
/// </summary>
public static class BritishNationalGrid
{
    private const string Wkt =
        """
        PROJCS["OSGB36 / British National Grid",
          GEOGCS["OSGB36",
            DATUM["Ordnance_Survey_of_Great_Britain_1936",
              SPHEROID["Airy 1830",6377563.396,299.3249646],
              TOWGS84[446.448,-125.157,542.06,0.15,0.247,0.842,-20.489]],
            PRIMEM["Greenwich",0],
            UNIT["degree",0.0174532925199433]],
          PROJECTION["Transverse_Mercator"],
          PARAMETER["latitude_of_origin",49],
          PARAMETER["central_meridian",-2],
          PARAMETER["scale_factor",0.9996012717],
          PARAMETER["false_easting",400000],
          PARAMETER["false_northing",-100000],
          UNIT["metre",1],
          AUTHORITY["EPSG","27700"]]
        """;

    private static readonly MathTransform ToDegreesTransform;
    private static readonly MathTransform ToMetresTransform;

    static BritishNationalGrid()
    {
        var grid = new CoordinateSystemFactory().CreateFromWkt(Wkt);
        var transformations = new CoordinateTransformationFactory();
        ToDegreesTransform = transformations
            .CreateFromCoordinateSystems(grid, GeographicCoordinateSystem.WGS84).MathTransform;
        ToMetresTransform = transformations
            .CreateFromCoordinateSystems(GeographicCoordinateSystem.WGS84, grid).MathTransform;
    }

    /// <summary>Longitude and latitude in degrees of an easting and northing in metres.</summary>
    public static (double Longitude, double Latitude) ToDegrees(double easting, double northing) =>
        ToDegreesTransform.Transform(easting, northing);

    /// <summary>Easting and northing in metres of a longitude and latitude in degrees.</summary>
    public static (double Easting, double Northing) ToMetres(double longitude, double latitude) =>
        ToMetresTransform.Transform(longitude, latitude);
}
