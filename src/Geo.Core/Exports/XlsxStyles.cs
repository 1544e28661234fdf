using DocumentFormat.OpenXml.Spreadsheet;

namespace Geo.Core.Exports;

/// <summary>The styles of a workbook's cells: which there are, and the number that each is known by in a sheet.</summary>
internal static class XlsxStyles
{
    public const int Text = 0;
    public const int Mark = 1;
    public const int FactName = 2;
    public const int FactValue = 3;

    private const int FirstFormat = 164; // those below are Excel's own
    private const int Decimals = 7;
    private const uint Plain = 0, Bold = 1, OnBrand = 2, OnBanner = 3; // fonts
    private const uint NoFill = 0, BrandFill = 2, BannerFill = 3;
    private const uint NoBorder = 0, TopBorder = 1;

    /// <summary>Every way to print a number: signed or not, with separators or without, and the decimals.</summary>
    private static readonly string[] Formats =
    [
        .. from isSigned in (bool[])[false, true]
           from kind in (ColumnKind[])[ColumnKind.Count, ColumnKind.Plain]
           from decimals in Enumerable.Range(0, Decimals)
           select ExportCell.Format(kind, isSigned, decimals),
    ];

    public static int Header(ColumnKind kind) => kind == ColumnKind.Text ? 4 : 5;

    /// <summary>Of a text; in a column of numbers, where it says N/A, it stands as they do.</summary>
    public static int Of(ColumnKind kind, bool isFooting) => (kind == ColumnKind.Text ? 6 : 8) + (isFooting ? 1 : 0);

    public static int Of(ExportColumn column, int decimals, bool isFooting) =>
        10 + (2 * (((((column.IsSigned ? 1 : 0) * 2) + (column.Kind == ColumnKind.Plain ? 1 : 0)) * Decimals) + decimals)) + (isFooting ? 1 : 0);

    public static Stylesheet Sheet() => new(
        new NumberingFormats(Formats.Select((format, i) => new NumberingFormat { NumberFormatId = (uint)(FirstFormat + i), FormatCode = format })) { Count = (uint)Formats.Length },
        new Fonts(Font(HouseStyle.Text), Font(HouseStyle.Text, isBold: true), Font(HouseStyle.OnBrand, isBold: true), Font(HouseStyle.OnBanner, isBold: true)) { Count = 4 },
        new Fills(
            new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 }), // the first two are Excel's own
            Filled(HouseStyle.Brand), Filled(HouseStyle.Banner))
        { Count = 4 },
        new Borders(
            new Border(new LeftBorder(), new RightBorder(), new TopBorder(), new BottomBorder(), new DiagonalBorder()),
            new Border(new LeftBorder(), new RightBorder(), new TopBorder(new Color { Rgb = $"FF{HouseStyle.Border}" }) { Style = BorderStyleValues.Thin }, new BottomBorder(), new DiagonalBorder()))
        { Count = 2 },
        new CellStyleFormats(new CellFormat { NumberFormatId = 0, FontId = Plain, FillId = NoFill, BorderId = NoBorder }) { Count = 1 },
        Cells(),
        new CellStyles(new CellStyle { Name = "Normal", FormatId = 0, BuiltinId = 0 }) { Count = 1 });

    private static CellFormats Cells()
    {
        CellFormat[] formats =
        [
            Cell(Plain), Cell(OnBanner, BannerFill), Cell(Bold, top: true), Cell(Plain, wraps: true, top: true),
            Cell(OnBrand, BrandFill, wraps: true), Cell(OnBrand, BrandFill, wraps: true, right: true),
            Cell(Plain), Cell(Bold, border: TopBorder), Cell(Plain, right: true), Cell(Bold, border: TopBorder, right: true),
            .. Formats.SelectMany((_, i) => (CellFormat[])[Cell(Plain, format: FirstFormat + i), Cell(Bold, border: TopBorder, format: FirstFormat + i)]),
        ];
        return new CellFormats(formats) { Count = (uint)formats.Length };
    }

    private static CellFormat Cell(uint font, uint fill = NoFill, uint border = NoBorder, bool wraps = false, bool top = false, bool right = false, int format = 0)
    {
        var cell = new CellFormat
        {
            NumberFormatId = (uint)format, FontId = font, FillId = fill, BorderId = border, FormatId = 0,
            ApplyFont = true, ApplyFill = fill != NoFill, ApplyBorder = border != NoBorder, ApplyNumberFormat = format > 0,
        };
        if (!wraps && !top && !right)
            return cell;
        cell.ApplyAlignment = true;
        cell.Append(new Alignment { WrapText = wraps ? true : null, Vertical = top ? VerticalAlignmentValues.Top : null, Horizontal = right ? HorizontalAlignmentValues.Right : null });
        return cell;
    }

    private static Font Font(string colour, bool isBold = false)
    {
        var font = new Font(new FontSize { Val = HouseStyle.BodySize }, new Color { Rgb = $"FF{colour}" }, new FontName { Val = HouseStyle.Font });
        if (isBold)
            font.PrependChild(new Bold());
        return font;
    }

    private static Fill Filled(string colour) => new(new PatternFill(new ForegroundColor { Rgb = $"FF{colour}" }, new BackgroundColor { Indexed = 64 }) { PatternType = PatternValues.Solid });
}
