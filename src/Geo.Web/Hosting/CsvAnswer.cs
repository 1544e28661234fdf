using System.IO.Pipelines;
using System.Text;
using Geo.Core.Measures;

namespace Geo.Web.Hosting;

/// <summary>Tables as CSV answers.</summary>
internal static class CsvAnswer
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public static void Write(PipeWriter body, Action<TextWriter> write)
    {
        using var text = new StreamWriter(body.AsStream(leaveOpen: true), Utf8, bufferSize: 4096);
        write(text);
    }

    /// <summary>Such as <c>trend-crime-2024-01-to-2024-03.csv</c>.</summary>
    public static string FileName(string table, Origin origin, string extension = "csv") =>
        $"{table}-{origin.Measure.Slug}-{origin.Period.Span.Replace("..", "-to-", StringComparison.Ordinal)}.{extension}";
}
