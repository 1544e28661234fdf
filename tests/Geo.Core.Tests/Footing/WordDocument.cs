using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Geo.Core.Tests.Footing;

/// <summary>A made-up Word document: paragraphs, and rows of a table where a line has <c>|</c>.</summary>
internal static class WordDocument
{
    public static byte[] Of(params string[] lines)
    {
        using var stream = new MemoryStream();
        using (var word = WordprocessingDocument.Create(stream, WordprocessingDocumentType.Document))
        {
            var body = new Body();
            foreach (var line in lines)
            {
                if (!line.Contains('|', StringComparison.Ordinal))
                    body.Append(Paragraph(line));
                else if (body.LastChild is Table table)
                    table.Append(Row(line));
                else
                    body.Append(new Table(Row(line)));
            }

            word.AddMainDocumentPart().Document = new DocumentFormat.OpenXml.Wordprocessing.Document(body);
        }

        return stream.ToArray();
    }

    // Word splits a line into runs wherever it was edited.
    private static Paragraph Paragraph(string text) => new(
        new Run(new Text(text[..(text.Length / 2)]) { Space = SpaceProcessingModeValues.Preserve }), new Run(new Text(text[(text.Length / 2)..]) { Space = SpaceProcessingModeValues.Preserve }));

    private static TableRow Row(string line) => new(line.Split('|').Select(cell => new TableCell(Paragraph(cell))));
}
