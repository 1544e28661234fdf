using Geo.Core.Intake;

namespace Geo.Testing;

/// <summary>An extract of the police's offences, small and valid until a test spoils it. On <c>SmallMap.Draw("AB")</c>: records lie in A unless said otherwise.</summary>
public sealed class ExtractFile
{
    private readonly List<string> _lines = [];

    public SourceDescription Source { get; } = SourceDescription.Find("police-offences");

    public List<string> Columns { get; private set; } = [.. SourceDescription.Find("police-offences").Columns.Select(column => column.Name)];

    /// <summary>A row with these cells instead of the usual ones.</summary>
    public ExtractFile Row(string reference, string recorded, params (string Column, string Cell)[] cells)
    {
        var row = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["crime_reference"] = reference, ["recorded_date"] = recorded, ["offence_code"] = "8N", ["easting"] = "350500", ["northing"] = "310500",
        };
        foreach (var (column, cell) in cells)
            row[column] = cell;
        _lines.Add(string.Join(',', Columns.Select(column => row.GetValueOrDefault(column, ""))));
        return this;
    }

    public ExtractFile Line(string line)
    {
        _lines.Add(line);
        return this;
    }

    public ExtractFile With(Action<List<string>> columns)
    {
        columns(Columns);
        return this;
    }

    public string Text() => string.Join("\r\n", _lines.Prepend(string.Join(',', Columns))) + "\r\n";

    /// <summary>Writes it into a folder.</summary>
    /// <returns>What an import takes.</returns>
    public IReadOnlyList<InputFile> In(string folder)
    {
        var path = Path.Combine(folder, "offences.csv");
        File.WriteAllText(path, Text());
        return ExtractFiles.Of([path]);
    }
}
