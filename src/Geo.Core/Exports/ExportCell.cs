using System.Globalization;

namespace Geo.Core.Exports;

/// <summary>A cell of a table: a text, a number that is held with exactly the decimals that are printed, or nothing.</summary>
public readonly record struct ExportCell
{
    /// <summary>What stands where a figure cannot be: a change in per cent from zero.</summary>
    public const string NotApplicableText = "N/A";

    private const int MostDecimals = 6;

    private ExportCell(string? text, decimal? number) => (Text, Number) = (text is { Length: > 0 } ? text : null, number);

    public static ExportCell Blank => default;

    public static ExportCell NotApplicable => NotApplicableText;

    public string? Text { get; }

    public decimal? Number { get; }

    public bool IsBlank => Text is null && Number is null;

    /// <summary>How many decimals its number is printed with.</summary>
    public int Decimals => Number is { } number ? Math.Min((int)number.Scale, MostDecimals) : 0;

    public static implicit operator ExportCell(string? text) => new(text, null);

    public static implicit operator ExportCell(long? number) => new(null, number);

    public static implicit operator ExportCell(decimal? number) => new(null, number);

    /// <summary>As a machine reads it: numbers plain and invariant, texts that a spreadsheet takes for no formula.</summary>
    public override string ToString() => Number is { } number ? number.ToString(CultureInfo.InvariantCulture) : Harmless(Text);

    /// <summary>As people read it.</summary>
    public string Printed(ExportColumn column) => Number is { } number ? number.ToString(Format(column), CultureInfo.InvariantCulture) : Text ?? "";

    /// <remarks>
    /// A spreadsheet takes a cell that begins like this for a formula, some also in the wide letters of East Asia; the apostrophe makes it text again. A workbook's cell is
    /// text by its type and would need none, but Excel saves it as CSV without one, where it is a formula to whoever opens that.
    /// </remarks>
    internal static string Harmless(string? text) => text is ['=' or '+' or '-' or '@' or '\uFF1D' or '\uFF0B' or '\uFF0D' or '\uFF20' or '\t' or '\r' or '\n' or '\0', ..] ? $"'{text}" : text ?? "";

    /// <summary>The format of its number, the same in .NET and in a workbook.</summary>
    internal string Format(ExportColumn column) => Format(column.Kind, column.IsSigned, Decimals);

    internal static string Format(ColumnKind kind, bool isSigned, int decimals)
    {
        var format = $"{(kind == ColumnKind.Plain ? "0" : "#,##0")}{(decimals > 0 ? "." : "")}{new string('0', decimals)}";
        return isSigned ? $"+{format};-{format};{(decimals > 0 ? $"0.{new string('0', decimals)}" : "0")}" : format;
    }
}
