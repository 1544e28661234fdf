using System.Globalization;
using Geo.Core.Records;

namespace Geo.Core.Intake;

/// <summary>Coordinates that a source gives, checked for the ways in which they go wrong.</summary>
internal static class Positions
{
    private const string Leave = "Correct it at the source, or leave both coordinates blank.";
    private const string LeaveBlank = "Correct it at the source, or leave the cell blank.";
    private const double LeastLongitude = -9.5;
    private const double MostLongitude = 2.5;
    private const double LeastLatitude = 49;
    private const double MostLatitude = 61.5;
    private const double EastmostMetres = 660_000;
    private const double NorthmostMetres = 1_220_000;

    /// <summary>Metres of the British National Grid (EPSG:27700), kept as centimetres.</summary>
    public static RowFault? Grid(double? easting, double? northing, out Position? position)
    {
        position = null;
        if (easting is null && northing is null)
            return null;
        var value = Value(easting, northing);
        if (easting is not { } east || northing is not { } north)
            return new("half-a-place", "", value, "Both coordinates are given or both are blank.", "Correct it at the source.");
        if (east == 0 && north == 0)
            return new("grid-origin", "", value, "The point is the origin of the National Grid; the source had no place.", "Leave both coordinates blank for a record without a place.");
        if (Math.Abs(east) <= 10 && north is >= 49 and <= 61.5)
            return new("wrong-crs", "", value, "These are degrees (WGS84), not metres of the National Grid.", "Give easting and northing.");
        if (east is > EastmostMetres and <= NorthmostMetres && north is >= 0 and <= EastmostMetres)
            return new("swapped-coordinates", "", value, "Easting and northing are swapped.", "Exchange the two columns at the source.");
        if (east is < 0 or > EastmostMetres || north is < 0 or > NorthmostMetres)
            return new("outside-united-kingdom", "", value, "The point lies outside the National Grid of Great Britain.", Leave);
        position = new Position(Position.Grid, (int)Math.Round(east * 100), (int)Math.Round(north * 100));
        return null;
    }

    /// <summary>Degrees (WGS84), kept as millionths; leaves the position where none are given.</summary>
    public static RowFault? Degrees(double? longitude, double? latitude, ref Position? position)
    {
        if (longitude is null && latitude is null)
            return null;
        if (longitude is not { } east || latitude is not { } north)
            return new("half-a-place", "", Value(longitude, latitude), "Both coordinates are given or both are blank.", "Correct it at the source.");
        if (Fault(east, north) is { } fault)
            return fault;
        position = new Position(Position.Wgs84, (int)Math.Round(east * 1e6), (int)Math.Round(north * 1e6));
        return null;
    }

    /// <summary>A location that is told only roughly.</summary>
    public static RowFault? Coarse(ColumnUse use, string text, DateOnly day, WardNames wards, out CoarseLocation location)
    {
        location = new(KindOf(use), text);
        if (!location.IsWellFormed)
        {
            return use switch
            {
                ColumnUse.Lsoa => new("bad-lsoa", "", text, "A code of an LSOA is written as in E01028900.", LeaveBlank),
                ColumnUse.GridSquare => new("bad-grid-square", "", text, "A square of 1 km is written as in SJ4912, and lies in Great Britain.", LeaveBlank),
                _ => new("bad-postcode-district", "", text, "A postcode district is written as in SY1.", LeaveBlank),
            };
        }

        if (use != ColumnUse.Area)
            return null;
        if (wards.Code(text, day) is { } code)
        {
            location = location with { Code = code };
            return null;
        }

        var (name, set) = wards.Nearest(text, day);
        return new("unknown-area", "", text, $"{set} has no such ward, or two of the name.", $"Is {name} meant? Correct it at the source, or declare it in geodata/catalogue/area_aliases.csv.");
    }

    /// <summary>What is wrong with a longitude and a latitude, or null.</summary>
    public static RowFault? Fault(double longitude, double latitude)
    {
        if (longitude is >= LeastLongitude and <= MostLongitude && latitude is >= LeastLatitude and <= MostLatitude && !IsGridOrigin(longitude, latitude))
            return null;
        var value = Value(longitude, latitude);
        if (longitude == 0 && latitude == 0)
            return new("null-island", "Longitude", value, "The point 0, 0 lies in the Gulf of Guinea; the source had no place.", "Leave both coordinates blank for a record without a place.");
        if (IsGridOrigin(longitude, latitude))
            return new("grid-origin", "Longitude", value, "The point is the origin of the National Grid (easting 0, northing 0); the source had no place.", "Leave both coordinates blank for a record without a place.");
        if (longitude is >= LeastLatitude and <= MostLatitude && latitude is >= LeastLongitude and <= MostLongitude)
            return new("swapped-coordinates", "Longitude", value, "Latitude and longitude are swapped.", "Exchange the two columns at the source.");
        if (longitude is >= 1000 && latitude is >= 1000)
            return new("wrong-crs", "Longitude", value, "These are metres of the National Grid, not degrees.", "Give longitude and latitude (WGS84).");
        return new("outside-united-kingdom", "Longitude", value, "The point lies outside the United Kingdom.", Leave);
    }

    private static string KindOf(ColumnUse use) => use switch
    {
        ColumnUse.Lsoa => CoarseLocation.Lsoa,
        ColumnUse.GridSquare => CoarseLocation.GridSquare,
        ColumnUse.PostcodeDistrict => CoarseLocation.PostcodeDistrict,
        _ => CoarseLocation.Ward,
    };

    private static bool IsGridOrigin(double longitude, double latitude) => Math.Abs(longitude + 7.557) < 0.002 && Math.Abs(latitude - 49.767) < 0.002;

    private static string Value(double? first, double? second) => string.Create(CultureInfo.InvariantCulture, $"{first}, {second}");
}
