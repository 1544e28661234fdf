using System.Globalization;
using Geo.Core.Intake;
using Geo.Core.Records;

namespace Geo.Testing;

/// <summary>An extract of any shipped source: the columns that a test names, the others blank, or valid until a test spoils them.</summary>
public sealed class SourceFile(string source)
{
    private readonly List<string> _more = [];
    private readonly List<string> _lines = [];

    public SourceDescription Source { get; } = SourceDescription.Find(source);

    public ColumnDescription Recorded => Of(ColumnUse.Recorded);

    public ColumnDescription Category => Of(ColumnUse.Category);

    /// <summary>The category of valid rows.</summary>
    public Category Counted => Catalogue.Of(Source.Classification).First(category => category.Code == Category.Values.GetValueOrDefault(CategoryCell, CategoryCell));

    private string CategoryCell => Category.Values.Count > 0 ? Category.Values.First().Key : Catalogue.Of(Source.Classification).First().Code;

    public SourceFile Row(params (string Column, string Cell)[] cells) => Line(cells, _ => "");

    /// <summary>A row of a key and a day that keeps the rules, with these cells instead of its own.</summary>
    public SourceFile Valid(string key, DateTime day, params (string Column, string Cell)[] cells) => Line(cells, column => column.Is switch
    {
        ColumnUse.Key => key,
        ColumnUse.Recorded => Written(day),
        ColumnUse.Category => CategoryCell,
        _ when column.Blank => "",
        _ when column.Values.Count > 0 => column.Values.First().Key,
        _ => "x",
    });

    /// <summary>A row with a word in its first cell and nothing else.</summary>
    public SourceFile Word(string word) => Row((Source.Columns[0].Name, word));

    /// <summary>A column more, behind the others and blank.</summary>
    public SourceFile Column(string name)
    {
        _more.Add(name);
        return this;
    }

    /// <summary>A day as the source writes it.</summary>
    public string Written(DateTime day) => day.ToString(Recorded.Format, CultureInfo.InvariantCulture);

    public string Text() => string.Join("\r\n", _lines.Select(line => line + new string(',', _more.Count)).Prepend(string.Join(',', Source.Columns.Select(column => column.Name).Concat(_more)))) + "\r\n";

    /// <summary>Writes it into a folder.</summary>
    /// <param name="declared">How many records its sender says that it holds.</param>
    /// <returns>What an import takes.</returns>
    public IReadOnlyList<InputFile> In(string folder, int? declared = null)
    {
        var path = Path.Combine(folder, $"{Source.Source}.csv");
        File.WriteAllText(path, Text());
        return ExtractFiles.Of([path], declared);
    }

    private SourceFile Line((string Column, string Cell)[] cells, Func<ColumnDescription, string> otherwise)
    {
        var row = cells.ToDictionary(cell => cell.Column, cell => cell.Cell, StringComparer.Ordinal);
        _lines.Add(string.Join(',', Source.Columns.Select(column => row.Remove(column.Name, out var cell) ? cell : otherwise(column))));
        return row.Count == 0 ? this : throw new ArgumentException($"{Source.Source} has no column {row.Keys.First()}.", nameof(cells));
    }

    private ColumnDescription Of(ColumnUse use) => Source.Columns.First(column => column.Is == use);
}
