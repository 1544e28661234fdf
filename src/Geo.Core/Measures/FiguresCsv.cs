using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace Geo.Core.Measures;

/// <summary>Writes tables of figures as CSV (RFC 4180): numbers plain and invariant, rounded as <see cref="Rounding"/> says, texts that a spreadsheet takes for no formula.</summary>
internal sealed class FiguresCsv : IDisposable
{
    private readonly CsvWriter _csv;

    public FiguresCsv(TextWriter writer, IEnumerable<string> columns)
    {
        _csv = new CsvWriter(writer, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\r\n" }, leaveOpen: true);
        foreach (var column in columns)
            _csv.WriteField(column);
        _csv.NextRecord();
    }

    /// <summary>What every line says of demonstration data.</summary>
    public static string Note(Origin origin) => origin.IsDemonstration ? "Demonstration data" : "";

    public FiguresCsv Number(long? value) => Field(value?.ToString(CultureInfo.InvariantCulture) ?? "");

    public FiguresCsv Number(decimal? value) => Field(value?.ToString(CultureInfo.InvariantCulture) ?? "");

    /// <summary>Three columns: the count before, the change, and the change in per cent, which is N/A from zero.</summary>
    public FiguresCsv Change(long? previous, long? change, double? perCent) => Number(previous).Change(previous is null ? null : change, perCent);

    /// <summary>Two columns: the change, and the change in per cent, which is N/A from zero.</summary>
    public FiguresCsv Change(long? change, double? perCent)
    {
        Number(change);
        return change is not null && perCent is null ? Field(Rounding.NotApplicable) : Number(Rounding.ChangePerCent(perCent));
    }

    /// <remarks>A spreadsheet takes a cell that begins like this for a formula; the apostrophe makes it text again.</remarks>
    public FiguresCsv Text(string? value) => Field(value is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n', ..] ? $"'{value}" : value ?? "");

    public void End() => _csv.NextRecord();

    public void Dispose()
    {
        _csv.Flush();
        _csv.Dispose();
    }

    private FiguresCsv Field(string field)
    {
        _csv.WriteField(field);
        return this;
    }
}
