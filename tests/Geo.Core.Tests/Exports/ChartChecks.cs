using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Shouldly;
using C = DocumentFormat.OpenXml.Drawing.Charts;

namespace Geo.Core.Tests.Exports;

/// <summary>What holds of every chart: what it shows is what stands in the cells that it names.</summary>
internal static class ChartChecks
{
    public static void ShouldHoldTheNumbersOfItsWorkbook(ChartPart chart)
    {
        chart.ChartSpace.Descendants<C.ExternalData>().Single().Id!.Value.ShouldBe(chart.GetIdOfPart(chart.EmbeddedPackagePart!));
        using var stream = chart.EmbeddedPackagePart!.GetStream();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        using var book = SpreadsheetDocument.Open(copy, isEditable: false);
        book.ShouldBeValid();
        var id = book.WorkbookPart!.Workbook.Descendants<Sheet>().First().Id!.Value!;
        var cells = ((WorksheetPart)book.WorkbookPart.GetPartById(id)).Worksheet.Descendants<Cell>().ToDictionary(cell => cell.CellReference!.Value!, cell => cell.InnerText);

        var references = chart.ChartSpace.Descendants<C.Formula>().ToList();
        references.Count.ShouldBe(3 * chart.ChartSpace.Descendants<C.SeriesText>().Count());
        foreach (var formula in references)
        {
            var parts = formula.Text.Split('!', ':');
            parts[0].ShouldBe("Data");
            var (column, first, last) = (parts[1].Split('$')[1], int.Parse(parts[1].Split('$')[2], provider: null), int.Parse(parts[^1].Split('$')[2], provider: null));
            var shown = formula.Parent!.Descendants<C.NumericValue>().ToDictionary(value => value.Parent switch { C.StringPoint text => text.Index!.Value, C.NumericPoint number => number.Index!.Value, _ => throw new InvalidOperationException() }, value => value.Text);
            for (var row = first; row <= last; row++)
                shown.GetValueOrDefault((uint)(row - first), "").ShouldBe(cells[$"{column}{row}"]);
        }
    }
}
