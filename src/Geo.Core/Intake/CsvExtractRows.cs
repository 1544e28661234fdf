using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace Geo.Core.Intake;

/// <summary>The rows of a CSV file. Without a description, a tab or a comma divides the columns, whichever is there.</summary>
internal sealed class CsvExtractRows(InputFile file, SourceDescription? source) : IExtractRows
{
    private readonly CsvParser _csv = new(new StreamReader(file.Open(), Encoding.UTF8, detectEncodingFromByteOrderMarks: true), new CsvConfiguration(CultureInfo.InvariantCulture)
    {
        Mode = CsvMode.RFC4180, Delimiter = source?.Delimiter ?? ",", DetectDelimiter = source is null, DetectDelimiterValues = [",", "\t"],
        MaxFieldSize = 1 << 20, BadDataFound = null, DetectColumnCountChanges = false, IgnoreBlankLines = true,
    });

    public string Delimiter => _csv.Delimiter;

    public int Line => _csv.RawRow;

    public int Count => _csv.Count;

    public string this[int column] => _csv[column];

    public bool Read()
    {
        while (_csv.Read())
        {
            if (Line >= (source?.HeaderRow ?? 1))
                return true;
        }

        return false;
    }

    public void Dispose() => _csv.Dispose();
}
