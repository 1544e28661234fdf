using System.Globalization;
using Geo.Core.Exports;

namespace Geo.Core.Measures;

/// <summary>A reconciliation as it is printed: the count before, each reason, the count after, whose note explains the table.</summary>
public static class ReconciliationExport
{
    private static readonly ExportColumn[] Columns = [new("line", ColumnKind.Text), new("what", "What", ColumnKind.Text), new("records", ColumnKind.Count)];

    public static ExportTable Of(Reconciliation told) => new()
    {
        FileName = $"reconciliation-{told.Measure.Slug}-{told.Period.Span.Replace("..", "-to-", StringComparison.Ordinal)}", Title = told.Finding, Columns = Columns, Explanation = told.Explanation, IsDemonstration = told.IsDemonstration,
        Rows =
        [
            new(["before", $"as at {Reconciliation.Shown(told.Before)}", told.CountBefore]),
            .. told.Reasons.Select(reason => new ExportRow([reason.Name, reason.Words, reason.Count])),
            new ExportRow(["after", $"as at {Reconciliation.Shown(told.After)}", told.CountAfter]) { IsFooting = true, BearsExplanation = true },
        ],
        About =
        [
            new("Measure", told.Measure.Name), new("Definition", told.Measure.Description), new("Period", $"{told.Period.Name} ({told.Period.Span})"),
            new("Moved inside the area", told.Relocated.ToString("N0", CultureInfo.InvariantCulture)),
        ],
    };
}
