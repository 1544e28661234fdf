using System.Text;
using Geo.Core;
using Geo.Testing;

namespace Geo.Benchmarks.Intake;

/// <summary>The nine real months again and again, each time as other months: only the month is replaced, byte for byte.</summary>
internal static class ShiftedMonths
{
    private static readonly Month First = Month.Of(2011, 1);

    /// <summary>Writes files of consecutive months.</summary>
    /// <returns>The paths, in order of month, and the number of rows in all of them.</returns>
    public static (IReadOnlyList<string> Files, int Rows) Write(string folder, int months)
    {
        var real = RealData.Months.Select(month => (Month: month, Text: Encoding.Latin1.GetString(File.ReadAllBytes(RealData.StreetFile(month))))).ToList();
        var files = new List<string>();
        var rows = 0;
        for (var i = 0; i < months; i++)
        {
            var (month, text) = real[i % real.Count];
            var shifted = First.Plus(i);
            var path = Path.Combine(folder, $"{shifted}-west-mercia-street.csv");
            File.WriteAllBytes(path, Encoding.Latin1.GetBytes(text.Replace($",{month},", $",{shifted},", StringComparison.Ordinal)));
            files.Add(path);
            rows += text.AsSpan().TrimEnd("\r\n").Count('\n'); // line ends after the header
        }

        return (files, rows);
    }
}
