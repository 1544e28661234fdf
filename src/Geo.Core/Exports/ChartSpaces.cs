using System.Globalization;
using DocumentFormat.OpenXml;
using A = DocumentFormat.OpenXml.Drawing;
using C = DocumentFormat.OpenXml.Drawing.Charts;

namespace Geo.Core.Exports;

/// <summary>Native charts of documents and slides, each with the workbook that it is edited from (ECMA-376 part 1, 21.2).</summary>
internal static class ChartSpaces
{
    public const string Namespace = "http://schemas.openxmlformats.org/drawingml/2006/chart";

    private const string Book = "rIdBook";
    private const uint CategoryAxisId = 1, ValueAxisId = 2;
    private const int MostLabelled = 15; // bars; more would run into each other

    /// <summary>Puts a chart and its workbook into a file.</summary>
    /// <param name="folder">Of the document or slides: <c>/word</c>, <c>/ppt</c>.</param>
    /// <param name="number">Which of the file's charts it is, from 1.</param>
    /// <returns>The path of the chart's part.</returns>
    public static string Add(OfficePackage package, string folder, int number, ExportChart chart, bool isDemonstration)
    {
        var book = $"{folder}/embeddings/chart{number}.xlsx";
        var path = $"{folder}/charts/chart{number}.xml";
        package.Add(path, "application/vnd.openxmlformats-officedocument.drawingml.chart+xml", Space(chart, XlsxWriter.HeaderRow(isDemonstration))).Relate(Book, "package", book);
        package.AddBytes(book, XlsxWriter.ContentType, stream => stream.Write(XlsxWriter.Bytes(chart.Table(isDemonstration))));
        return path;
    }

    /// <summary>What stands in a document or slide in the chart's place.</summary>
    public static A.Graphic Reference(string id) => new(new A.GraphicData(new C.ChartReference { Id = id }) { Uri = Namespace });

    private static C.ChartSpace Space(ExportChart chart, int headerRow)
    {
        var isBar = chart.Kind == ChartKind.Bar;
        var series = chart.Series.Select((_, i) => Series(chart, i, headerRow));
        OpenXmlCompositeElement plot = isBar
            ? new C.BarChart([new C.BarDirection { Val = C.BarDirectionValues.Bar }, new C.BarGrouping { Val = C.BarGroupingValues.Clustered }, new C.VaryColors { Val = false }, .. series,
                new C.GapWidth { Val = 50 }, new C.AxisId { Val = CategoryAxisId }, new C.AxisId { Val = ValueAxisId }])
            : new C.LineChart([new C.Grouping { Val = C.GroupingValues.Standard }, new C.VaryColors { Val = false }, .. series,
                new C.ShowMarker { Val = true }, new C.AxisId { Val = CategoryAxisId }, new C.AxisId { Val = ValueAxisId }]);
        var space = new C.ChartSpace(
            new C.EditingLanguage { Val = HouseStyle.Language }, new C.RoundedCorners { Val = false },
            new C.Chart([
                new C.AutoTitleDeleted { Val = true }, // its title is text above it, which has room, and is heard
                new C.PlotArea(new C.Layout(), plot, CategoryAxis(isBar), ValueAxis(chart, isBar)),
                .. chart.Series.Count > 1 ? (OpenXmlElement[])[new C.Legend(new C.LegendPosition { Val = C.LegendPositionValues.Bottom }, new C.Overlay { Val = false })] : [],
                new C.PlotVisibleOnly { Val = true }, new C.DisplayBlanksAs { Val = C.DisplayBlanksAsValues.Gap },
            ]),
            new C.TextProperties(new A.BodyProperties(), new A.ListStyle(), new A.Paragraph(new A.ParagraphProperties(Letters(new A.DefaultRunProperties(), HouseStyle.ChartSize)), new A.EndParagraphRunProperties { Language = HouseStyle.Language })),
            new C.ExternalData(new C.AutoUpdate { Val = false }) { Id = Book });
        return space;
    }

    private static OpenXmlCompositeElement Series(ExportChart chart, int at, int headerRow)
    {
        var (series, column, last) = (chart.Series[at], (char)('B' + at), headerRow + chart.Categories.Count);
        string Cells(char of) => $"{XlsxWriter.DataSheet}!${of}${headerRow + 1}:${of}${last}";
        OpenXmlElement[] name =
        [
            new C.Index { Val = (uint)at }, new C.Order { Val = (uint)at },
            new C.SeriesText(new C.StringReference(new C.Formula($"{XlsxWriter.DataSheet}!${column}${headerRow}"), Names([series.Name]))),
        ];
        OpenXmlElement[] figures =
        [
            new C.CategoryAxisData(new C.StringReference(new C.Formula(Cells('A')), Names(chart.Categories))),
            new C.Values(new C.NumberReference(new C.Formula(Cells(column)), Numbers(series.Values))),
        ];
        var fill = new A.SolidFill(new A.RgbColorModelHex { Val = HouseStyle.SeriesColour(at) });
        return chart.Kind == ChartKind.Bar
            ? new C.BarChartSeries([.. name, new C.ChartShapeProperties(fill), new C.InvertIfNegative { Val = false }, .. chart.Categories.Count * chart.Series.Count <= MostLabelled ? (OpenXmlElement[])[Labels()] : [], .. figures])
            : new C.LineChartSeries([
                .. name, new C.ChartShapeProperties(new A.Outline(fill, new A.PresetDash { Val = at % 2 == 0 ? A.PresetLineDashValues.Solid : A.PresetLineDashValues.Dash }) { Width = 28_575 }),
                new C.Marker(new C.Symbol { Val = at % 2 == 0 ? C.MarkerStyleValues.Circle : C.MarkerStyleValues.Square }, new C.Size { Val = 5 }, new C.ChartShapeProperties((A.SolidFill)fill.CloneNode(deep: true))),
                .. figures, new C.Smooth { Val = false },
            ]);
    }

    private static C.StringCache Names(IReadOnlyList<string> names) => new(
        [new C.PointCount { Val = (uint)names.Count }, .. names.Select((name, i) => new C.StringPoint(new C.NumericValue(OfficeText.Clean(ExportCell.Harmless(name)))) { Index = (uint)i })]);

    private static C.NumberingCache Numbers(IReadOnlyList<decimal?> values) => new(
    [
        new C.FormatCode("General"), new C.PointCount { Val = (uint)values.Count },
        .. values.Index().Where(value => value.Item is not null).Select(value => new C.NumericPoint(new C.NumericValue(value.Item!.Value.ToString(CultureInfo.InvariantCulture))) { Index = (uint)value.Index }),
    ]);

    private static C.DataLabels Labels() => new(
        new C.ShowLegendKey { Val = false }, new C.ShowValue { Val = true }, new C.ShowCategoryName { Val = false }, new C.ShowSeriesName { Val = false }, new C.ShowPercent { Val = false }, new C.ShowBubbleSize { Val = false });

    /// <summary>Of bars the first category stands on top, so the axis runs downwards.</summary>
    private static C.CategoryAxis CategoryAxis(bool isBar) => new(
        new C.AxisId { Val = CategoryAxisId }, new C.Scaling(new C.Orientation { Val = isBar ? C.OrientationValues.MaxMin : C.OrientationValues.MinMax }), new C.Delete { Val = false },
        new C.AxisPosition { Val = isBar ? C.AxisPositionValues.Left : C.AxisPositionValues.Bottom }, new C.NumberingFormat { FormatCode = "General", SourceLinked = false },
        new C.MajorTickMark { Val = C.TickMarkValues.None }, new C.MinorTickMark { Val = C.TickMarkValues.None }, new C.TickLabelPosition { Val = C.TickLabelPositionValues.Low }, Line(HouseStyle.Muted),
        new C.CrossingAxis { Val = ValueAxisId }, new C.Crosses { Val = C.CrossesValues.AutoZero }, new C.AutoLabeled { Val = true });

    private static C.ValueAxis ValueAxis(ExportChart chart, bool isBar) => new(
        new C.AxisId { Val = ValueAxisId }, Scaling(chart, isBar), new C.Delete { Val = false },
        new C.AxisPosition { Val = isBar ? C.AxisPositionValues.Bottom : C.AxisPositionValues.Left }, new C.MajorGridlines(Line(HouseStyle.Surface)), Title(chart.Unit, isUpright: !isBar),
        new C.NumberingFormat { FormatCode = chart.Series.All(series => series.Values.All(value => value is null or { Scale: 0 })) ? "#,##0" : "General", SourceLinked = false },
        new C.MajorTickMark { Val = C.TickMarkValues.None }, new C.MinorTickMark { Val = C.TickMarkValues.None }, new C.TickLabelPosition { Val = C.TickLabelPositionValues.NextTo }, Line(HouseStyle.Surface),
        new C.CrossingAxis { Val = CategoryAxisId }, new C.Crosses { Val = isBar ? C.CrossesValues.Maximum : C.CrossesValues.AutoZero });

    private static C.ChartShapeProperties Line(string colour) => new(new A.Outline(new A.SolidFill(new A.RgbColorModelHex { Val = colour })) { Width = 9525 });

    private static C.Title Title(string text, bool isUpright) => new(
        new C.ChartText(new C.RichText(
            isUpright ? new A.BodyProperties { Rotation = -90 * 60_000, Vertical = A.TextVerticalValues.Horizontal } : new A.BodyProperties(), new A.ListStyle(), new A.Paragraph(
                new A.ParagraphProperties(Letters(new A.DefaultRunProperties { Bold = false }, HouseStyle.ChartSize)),
                new A.Run(Letters(new A.RunProperties { Language = HouseStyle.Language, Bold = false }, HouseStyle.ChartSize), new A.Text(OfficeText.Clean(text)))))),
        new C.Overlay { Val = false });

    /// <summary>Bars begin at zero, whatever the program that draws them would choose.</summary>
    private static C.Scaling Scaling(ExportChart chart, bool isBar)
    {
        var scaling = new C.Scaling(new C.Orientation { Val = C.OrientationValues.MinMax });
        if (isBar && chart.Series.All(series => series.Values.All(value => value is null or >= 0)))
            scaling.Append(new C.MinAxisValue { Val = 0 });
        return scaling;
    }

    private static T Letters<T>(T properties, int size) where T : A.TextCharacterPropertiesType
    {
        properties.FontSize = size * 100;
        properties.Append(new A.SolidFill(new A.RgbColorModelHex { Val = HouseStyle.Text }), new A.LatinFont { Typeface = HouseStyle.Font });
        return properties;
    }
}
