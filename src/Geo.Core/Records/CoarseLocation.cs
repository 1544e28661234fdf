using System.Text.RegularExpressions;

namespace Geo.Core.Records;

/// <summary>A location that a source tells only roughly.</summary>
/// <param name="Kind">A kind of area, or <see cref="GridSquare"/>.</param>
internal readonly partial record struct CoarseLocation(string Kind, string Code)
{
    public const string GridSquare = "grid-square";
    public const string Lsoa = "lsoa";
    public const string PostcodeDistrict = "postcode-district";
    public const string Ward = "ward";

    private const int HundredKilometres = 100_000;
    private const int EastmostHundred = 6;
    private const int NorthmostHundred = 12;

    /// <summary>Whether a code of this kind can be so written.</summary>
    public bool IsWellFormed => Kind switch
    {
        Lsoa => LsoaCode().IsMatch(Code),
        PostcodeDistrict => DistrictCode().IsMatch(Code),
        GridSquare => SouthWest is not null,
        _ => true,
    };

    /// <summary>The south-west corner of a square of 1 km such as SJ4912, in metres (EPSG:27700); null where there is no such square.</summary>
    public (int East, int North)? SouthWest
    {
        get
        {
            if (!SquareCode().IsMatch(Code))
                return null;
            var (first, second) = (Letter(Code[0]), Letter(Code[1]));
            var east = ((first + 3) % 5 * 5) + (second % 5);
            var north = 19 - (first / 5 * 5) - (second / 5);
            if (east > EastmostHundred || north is < 0 or > NorthmostHundred)
                return null;
            return ((east * HundredKilometres) + (Kilometres(2) * 1_000), (north * HundredKilometres) + (Kilometres(4) * 1_000));
        }
    }

    /// <summary>The grid's letters leave out I.</summary>
    private static int Letter(char letter) => letter - 'A' - (letter > 'I' ? 1 : 0);

    private int Kilometres(int at) => ((Code[at] - '0') * 10) + Code[at + 1] - '0';

    [GeneratedRegex(@"^([EWS]01|N20)\d{6}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LsoaCode();

    [GeneratedRegex(@"^[A-Z]{1,2}\d[A-Z\d]?$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex DistrictCode();

    [GeneratedRegex(@"^[HJNOST][A-HJ-Z]\d{4}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex SquareCode();
}
