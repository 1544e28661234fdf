using System.Globalization;
using Geo.Core.Measures;

namespace Geo.Web.Measures;

/// <summary>Figures as they are shown, rounded as <see cref="Rounding"/> says.</summary>
internal static class Figures
{
    public const string NotApplicable = Rounding.NotApplicable;

    public static string? Share(double? share) => Rounding.Share(share)?.ToString("#,0.00", CultureInfo.InvariantCulture);

    public static string? Rate(double? rate) => Rounding.Rate(rate)?.ToString("#,0.00", CultureInfo.InvariantCulture);

    /// <summary>With its sign, <c>N/A</c> from zero, null without a comparison.</summary>
    public static string? ChangePerCent(LeagueTableRow row)
    {
        if (row.Previous is null)
            return null;
        return Rounding.ChangePerCent(row.ChangePerCent)?.ToString("+#,0.0;-#,0.0;0.0", CultureInfo.InvariantCulture) ?? NotApplicable;
    }

    public static string Count(long? count) => count?.ToString("#,0", CultureInfo.InvariantCulture) ?? "";

    /// <summary>A change with its sign.</summary>
    public static string Signed(long? change) => change?.ToString("+#,0;-#,0;0", CultureInfo.InvariantCulture) ?? "";
}
