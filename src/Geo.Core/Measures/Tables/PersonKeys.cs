using System.Globalization;
using Geo.Core.Records;

namespace Geo.Core.Measures.Tables;

/// <summary>What a source tells of a person, as the keys of a table.</summary>
/// <param name="Roles">What the person was: bits of <see cref="Victim"/>, <see cref="Suspect"/>, <see cref="Subject"/>.</param>
internal readonly record struct Person(int Roles, short? Age, string AgeBand, string Sex, string Ethnicity)
{
    public const int Victim = 1;
    public const int Suspect = 2;
    public const int Subject = 4;

    private const int LastBand = 7; // 70+

    public TableKey Key(string dimension) => dimension switch
    {
        "role" => Role(),
        "age" => Band(),
        "sex" => TableKey.Named(Sex),
        "ethnic-group" => Ethnicity.Length == 0 ? TableKey.NotStated : Ethnicities.GroupOf(Ethnicity),
        _ => TableKey.Named(Ethnicity),
    };

    private TableKey Role() => Roles switch
    {
        Victim | Suspect => new("suspect-and-victim", "Suspect and victim", 1),
        Suspect => new("suspect", "Suspect", 2),
        Victim => new("victim", "Victim", 3),
        Subject => new("subject", "Subject", 4),
        0 => TableKey.NotStated,
        _ => new("several", "Several", 5),
    };

    private TableKey Band()
    {
        if (Age is not { } age)
            return AgeBand.Length == 0 ? TableKey.NotStated : new(AgeBand, AgeBand, int.TryParse(AgeBand.Split('-', '+')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first) ? first : 200);
        var band = Math.Min(age / 10, LastBand);
        var name = band == LastBand ? $"{band * 10}+" : $"{band * 10}-{(band * 10) + 9}";
        return new(name, name, band * 10);
    }
}
