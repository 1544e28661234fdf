using Geo.Core;
using Geo.Core.Intake;
using Geo.Core.Refresh;

namespace Geo.Web.Intake;

/// <summary>A month that an upload brings, or would.</summary>
/// <param name="Before">The batch that counted before, where there was one.</param>
/// <param name="SetAside">Rows that break a rule.</param>
public sealed record UploadedMonth(string File, string Source, Month Month, LandedState State, Batch Batch, Batch? Before, IReadOnlyList<QuarantinedRow> SetAside);

/// <summary>What an upload brings, or would; the same for street-level files and partners' extracts.</summary>
/// <param name="Refused">Files of it that are refused.</param>
/// <param name="PassedOver">What stands in it and is not taken in.</param>
/// <param name="NotKept">Columns that are not taken in.</param>
/// <param name="Missing">Places that no boundary set tells.</param>
public sealed record UploadReport(
    IReadOnlyList<UploadedMonth> Months, IReadOnlyList<Fault> Refused, IReadOnlyList<string> PassedOver, IReadOnlyList<string> NotKept, IReadOnlyList<MissingPolygons> Missing, bool DemonstrationRemoved)
{
    /// <summary>Months that are new or differ from what is known.</summary>
    public int Changes => Months.Count(month => month.State != LandedState.AlreadyImported);

    public static UploadReport Of(ImportReport report, IReadOnlyList<string> passedOver) => new(
        [.. report.Files.Select(file => file.Landed).OfType<LandedFile>().Select(landed => new UploadedMonth(landed.File, landed.Source.Slug, Month.Of(landed.Batch.Month), landed.State, landed.Batch, landed.Superseded, landed.SetAside))],
        [.. report.Files.SelectMany(file => file.Refusal?.Faults ?? [])], passedOver, [], [], report.DemonstrationRemoved);

    public static UploadReport Of(ExtractReport report) => new(
        [.. report.Files.Select(file => file.Landed).OfType<LandedExtract>().SelectMany(landed => landed.Months.Select(month => new UploadedMonth(landed.File, landed.Source.Slug, month.Month, month.State, month.Batch, month.Superseded, month.SetAside)))],
        [.. report.Files.SelectMany(file => file.Refusal?.Faults ?? [])], [], [.. report.Files.SelectMany(file => file.Landed?.NotKept ?? [])], [.. report.Files.SelectMany(file => file.Landed?.Missing ?? [])], report.DemonstrationRemoved);

    /// <summary>What becomes of a month, in words.</summary>
    /// <param name="wasKept">Whether it happened, or would.</param>
    public static string Outcome(UploadedMonth month, bool wasKept) => month.State switch
    {
        LandedState.New => wasKept ? $"new: batch {month.Batch.Id}" : "would be new",
        LandedState.Replaced => wasKept ? $"batch {month.Batch.Id} replaces batch {month.Before?.Id}" : $"would replace batch {month.Before?.Id}",
        _ => $"unchanged since batch {month.Batch.Id}",
    };
}
