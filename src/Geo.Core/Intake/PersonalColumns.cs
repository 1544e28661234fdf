using System.Text.RegularExpressions;

namespace Geo.Core.Intake;

/// <summary>Columns that must never come in: who somebody is, or where they live.</summary>
internal static partial class PersonalColumns
{
    public const string Rule = "The column looks like a name, a date of birth, an address or a number that identifies a person; Geo keeps no such thing.";

    public static bool LooksPersonal(string column) => Pattern().IsMatch(Words().Replace(column, "${before} ${after}").Replace('_', ' ').Replace('-', ' ').Trim());

    [GeneratedRegex("(?<before>[a-z])(?<after>[A-Z])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Words();

    [GeneratedRegex(
        @"^name$|\b(sur|fore|first|last|middle|full|maiden|given|family|person|victim|suspect|offender|child|client|patient|officer)\s?names?\b|\bd\.?o\.?b\b|\b(date of )?birth( ?date)?\b|\bnhs\b|\b(tele)?phone\b|\bmobile\b|\be ?mail\b|\baddress\b|\bpost ?code\b(?! (district|sector))|\bnino?\b|\bnational insurance\b|\bpassport\b|\bnarrative\b|\bnotes?\b|\bfree text\b|\bcomments?\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pattern();
}
