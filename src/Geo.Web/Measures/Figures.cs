using System.Globalization;
using Geo.Core.Measures;

namespace Geo.Web.Measures;

/// <summary>Figures as they are shown: one decimal, rounded half away from zero from the unrounded value.</summary>
internal static class Figures
{
    // Shares and rates below this are looked up: most of what a table shows, and what an answer spends its time on.
    private const int Ready = 2_000;

    private static readonly string[] Tenths = [.. Enumerable.Range(0, Ready).Select(tenths => string.Create(CultureInfo.InvariantCulture, $"{tenths / 10}.{tenths % 10}"))];

    public static string? OneDecimal(double? value)
    {
        if (value is not { } figure)
            return null;
        var rounded = Rounding.Round(figure, 1);
        return rounded is >= 0 and < Ready / 10 ? Tenths[(int)(rounded * 10)] : rounded.ToString("#,0.0", CultureInfo.InvariantCulture);
    }

    /// <summary>With its sign, <c>N/A</c> from zero, null without a comparison.</summary>
    public static string? ChangePerCent(LeagueTableRow row)
    {
        if (row.Previous is null)
            return null;
        if (row.ChangePerCent is not { } change)
            return LeagueTableCsv.NotApplicable;
        var text = OneDecimal(Math.Abs(change))!;
        return text == "0.0" ? text : (change > 0 ? "+" : "-") + text;
    }

    public static string Count(long? count) => count?.ToString("#,0", CultureInfo.InvariantCulture) ?? "";

    /// <summary>A change with its sign.</summary>
    public static string Signed(long? change) => change?.ToString("+#,0;-#,0;0", CultureInfo.InvariantCulture) ?? "";
}
