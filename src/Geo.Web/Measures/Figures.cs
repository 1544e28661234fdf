using System.Globalization;
using Geo.Core.Measures;

namespace Geo.Web.Measures;

/// <summary>Figures as they are shown, rounded as <see cref="Rounding"/> says.</summary>
internal static class Figures
{
    public const string NotApplicable = LeagueTableCsv.NotApplicable;

    // Most shares and rates of a table are below this: their texts are kept, because an uncached answer spends its time on them.
    private const int KeptHundredths = 10_000;

    private static readonly string?[] Kept = new string?[KeptHundredths];

    public static string? Share(double? share) => Text(share, Rounding.ShareDecimals);

    public static string? Rate(double? rate) => Text(rate, Rounding.RateDecimals);

    /// <summary>With its sign, <c>N/A</c> from zero, null without a comparison.</summary>
    public static string? ChangePerCent(LeagueTableRow row)
    {
        if (row.Previous is null)
            return null;
        return row.ChangePerCent is { } change
            ? Rounding.Round(change, Rounding.ChangeDecimals).ToString("+#,0.0;-#,0.0;0.0", CultureInfo.InvariantCulture)
            : NotApplicable;
    }

    public static string Count(long? count) => count?.ToString("#,0", CultureInfo.InvariantCulture) ?? "";

    /// <summary>A change with its sign.</summary>
    public static string Signed(long? change) => change?.ToString("+#,0;-#,0;0", CultureInfo.InvariantCulture) ?? "";

    private static string? Text(double? value, int decimals)
    {
        if (value is not { } figure)
            return null;
        var rounded = Rounding.Round(figure, decimals);
        if (decimals == 2 && rounded is >= 0 and < KeptHundredths / 100)
            return Kept[(int)(rounded * 100)] ??= rounded.ToString("0.00", CultureInfo.InvariantCulture);
        return rounded.ToString(decimals == 1 ? "#,0.0" : "#,0.00", CultureInfo.InvariantCulture);
    }
}
