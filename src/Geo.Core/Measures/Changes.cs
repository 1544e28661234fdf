using Geo.Core.Exports;
using Geo.Statistics.Change;

namespace Geo.Core.Measures;

/// <summary>Changes as tables print them.</summary>
internal static class Changes
{
    public static readonly ExportColumn Change = new("change", "Change", ColumnKind.Count, IsSigned: true);
    public static readonly ExportColumn PerCent = new("change_per_cent", "Change, %", ColumnKind.PerCent, IsSigned: true);

    /// <summary>The count before, the change, and the change in per cent.</summary>
    public static readonly IReadOnlyList<ExportColumn> Columns = [new("previous", "Previous", ColumnKind.Count), Change, PerCent];

    /// <summary>Three cells: the count before, the change, and the change in per cent, which is N/A from zero.</summary>
    public static ExportCell[] Cells(long? previous, long? change, double? perCent) => [previous, .. Cells(previous is null ? null : change, perCent)];

    /// <summary>Two cells: the change, and the change in per cent, which is N/A from zero.</summary>
    public static ExportCell[] Cells(long? change, double? perCent) =>
        [change, change is not null && perCent is null ? ExportCell.NotApplicable : (ExportCell)Rounding.ChangePerCent(perCent)];

    /// <summary>How a total compares, as a clause of a title.</summary>
    public static string Clause(long? previous, long count, double? perCent, Period? compare)
    {
        if (previous is not { } before || compare is null)
            return "";
        if (count == before)
            return $", as many as in {compare.Name}";
        var much = Rounding.ChangePerCent(perCent) is { } part ? $"{Math.Abs(part)}%" : $"{Math.Abs(count - before):N0}";
        return $", {(count > before ? "up" : "down")} {much} on {compare.Name}";
    }

    /// <summary>As <see cref="Clause(long?, long, double?, Period?)"/>, with what is said of chance.</summary>
    public static string Clause(ChangeVerdict? verdict, Period? compare) => verdict is null ? ""
        : $"{Clause(verdict.Previous, verdict.Current, verdict.PerCent, compare)}{(verdict.IsSignal || verdict.Difference == 0 ? "" : ", within what chance explains")}";
}
