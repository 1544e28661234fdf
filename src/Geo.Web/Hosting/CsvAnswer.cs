using System.IO.Pipelines;
using System.Text;
using Geo.Core.Exports;

namespace Geo.Web.Hosting;

/// <summary>Tables as CSV answers.</summary>
internal static class CsvAnswer
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public static void Write(PipeWriter body, ExportTable table) => Write(body.AsStream(leaveOpen: true), table);

    public static void Write(Stream body, ExportTable table)
    {
        using var text = new StreamWriter(body, Utf8, bufferSize: 4096, leaveOpen: true);
        CsvTableWriter.Write(text, table);
    }
}
