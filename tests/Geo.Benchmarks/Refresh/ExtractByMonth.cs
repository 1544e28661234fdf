using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Geo.Core;
using Geo.Core.Intake;

namespace Geo.Benchmarks.Refresh;

/// <summary>The rows of a source's extracts by the month that they are of.</summary>
internal sealed class ExtractByMonth
{
    private readonly string _header = "";
    private readonly SortedDictionary<Month, StringBuilder> _rows = [];

    public ExtractByMonth(SourceDescription description, IReadOnlyList<string> texts)
    {
        Description = description;
        var recorded = description.Having(ColumnUse.Recorded).Single();
        foreach (var text in texts)
        {
            using var parser = new CsvParser(new StringReader(text), new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = description.Delimiter });
            parser.Read();
            (_header, var column) = (parser.RawRecord, Array.IndexOf(parser.Record!, recorded.Name));
            while (parser.Read())
            {
                var month = Month.Of(DateOnly.FromDateTime(DateTime.ParseExact(parser[column], recorded.Format, CultureInfo.InvariantCulture)));
                if (!_rows.TryGetValue(month, out var rows))
                    _rows.Add(month, rows = new StringBuilder());
                rows.Append(parser.RawRecord);
            }
        }
    }

    public SourceDescription Description { get; }

    public Month Last => _rows.Keys.Last();

    public bool Has(Month month) => _rows.ContainsKey(month);

    public string Of(Month month) => _header + _rows[month];

    public string Until(Month last) => _header + string.Concat(_rows.Where(month => month.Key <= last).Select(month => month.Value));
}
