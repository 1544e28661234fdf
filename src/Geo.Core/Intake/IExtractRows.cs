namespace Geo.Core.Intake;

/// <summary>The rows of an extract, whatever holds them, as text; the header is the first. Blank rows are passed over.</summary>
internal interface IExtractRows : IDisposable
{
    /// <summary>Line of the file, or row of the sheet.</summary>
    int Line { get; }

    int Count { get; }

    string this[int column] { get; }

    /// <exception cref="RefusedException">The file is damaged, or what stands there cannot be read as rows.</exception>
    bool Read();
}

internal static class ExtractRows
{
    public static bool IsWorkbook(InputFile file) => Path.GetExtension(file.FileName).StartsWith(".xl", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="RefusedException">As <see cref="FileInspection.RunAsync"/>, or the file is no workbook whose name says so.</exception>
    public static Task<FileInspection> InspectAsync(InputFile file, CancellationToken cancellationToken) =>
        IsWorkbook(file) ? Workbook.InspectAsync(file, cancellationToken) : FileInspection.RunAsync(file, cancellationToken);

    /// <param name="source">Null while it is still to be described.</param>
    public static IExtractRows Open(InputFile file, SourceDescription? source) => IsWorkbook(file) ? new SheetRows(file, source) : new CsvExtractRows(file, source);

    public static string[] Record(this IExtractRows rows) => [.. Enumerable.Range(0, rows.Count).Select(column => rows[column])];
}
