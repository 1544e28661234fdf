using System.Text;

namespace Geo.Core;

/// <summary>One thing wrong with what somebody gave us, told so that they can mend it.</summary>
/// <param name="Code">Short stable name, such as <c>month-differs</c>.</param>
/// <param name="File">File name (for an entry of a ZIP: <c>archive.zip!entry.csv</c>), or the name of a parameter.</param>
/// <param name="Line">1-based line, where there is one.</param>
/// <param name="Column">Column, property or parameter, where there is one.</param>
/// <param name="Value">The offending value, shortened.</param>
/// <param name="Rule">What is required, in a sentence.</param>
/// <param name="Remedy">What to do, in a sentence.</param>
public sealed record Fault(string Code, string File, long? Line, string? Column, string? Value, string Rule, string Remedy)
{
    private const int LongestValue = 80;

    public override string ToString()
    {
        var text = new StringBuilder(File);
        if (Line is { } line)
            text.Append(", line ").Append(line);
        if (Column is { Length: > 0 } column)
            text.Append(", column ").Append(column);
        if (Value is not null)
            text.Append(", value '").Append(Shown(Value)).Append('\'');
        return text.Append(": ").Append(Rule).Append(' ').Append(Remedy).ToString().TrimEnd();
    }

    /// <summary>A value fit for a message: shortened, and nothing that could move a cursor or reverse a line.</summary>
    public static string Shown(string value)
    {
        var shortened = value.Length <= LongestValue ? value : value[..LongestValue] + "…";
        return string.Concat(shortened.Select(letter =>
            char.IsControl(letter) || char.GetUnicodeCategory(letter) == System.Globalization.UnicodeCategory.Format ? '\uFFFD' : letter));
    }
}

/// <summary>Input was refused and nothing of it was stored.</summary>
public sealed class RefusedException(IReadOnlyList<Fault> faults, Exception? cause = null)
    : Exception(string.Join(Environment.NewLine, faults.Select(fault => fault.ToString())), cause)
{
    public RefusedException(Fault fault, Exception? cause = null)
        : this([fault], cause)
    {
    }

    public IReadOnlyList<Fault> Faults { get; } = faults;
}
