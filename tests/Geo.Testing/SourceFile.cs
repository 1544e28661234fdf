using Geo.Core.Intake;

namespace Geo.Testing;

/// <summary>An extract of any shipped source: the columns that a test names, the others blank.</summary>
public sealed class SourceFile(string source)
{
    private readonly List<string> _lines = [];

    public SourceDescription Source { get; } = SourceDescription.Find(source);

    public SourceFile Row(params (string Column, string Cell)[] cells)
    {
        var row = cells.ToDictionary(cell => cell.Column, cell => cell.Cell, StringComparer.Ordinal);
        _lines.Add(string.Join(',', Source.Columns.Select(column => row.Remove(column.Name, out var cell) ? cell : "")));
        return row.Count == 0 ? this : throw new ArgumentException($"{Source.Source} has no column {row.Keys.First()}.", nameof(cells));
    }

    public string Text() => string.Join("\r\n", _lines.Prepend(string.Join(',', Source.Columns.Select(column => column.Name)))) + "\r\n";

    /// <summary>Writes it into a folder.</summary>
    /// <returns>What an import takes.</returns>
    public IReadOnlyList<InputFile> In(string folder)
    {
        var path = Path.Combine(folder, $"{Source.Source}.csv");
        File.WriteAllText(path, Text());
        return ExtractFiles.Of([path]);
    }
}
