using System.IO.Compression;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Geo.Core.Exports;
using Shouldly;

namespace Geo.Core.Tests.Exports;

/// <summary>Tables and documents to be written, and what holds of every file.</summary>
internal static class Sample
{
    public static readonly ExportColumn[] Columns =
    [
        new("rank", ColumnKind.Plain), new("name", ColumnKind.Text), new("count", ColumnKind.Count), new("share", "Share, %", ColumnKind.PerCent),
        new("change", "Change", ColumnKind.Count, IsSigned: true), new("change_per_cent", "Change, %", ColumnKind.PerCent, IsSigned: true), new("population_year", ColumnKind.Plain),
    ];

    /// <summary>A picture of one white point.</summary>
    public static readonly byte[] Png = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mP8/x8AAwMCAO+ip1sAAAAASUVORK5CYII=");

    public static ExportTable Table(int rows = 3, bool isDemonstration = true, string? name = null) => new()
    {
        FileName = "league-table-crime-2024-03", Title = "Crime, March 2024: most in Area 1, 1,234 of 5,000", Columns = Columns, IsDemonstration = isDemonstration,
        Rows =
        [
            .. Enumerable.Range(1, rows).Select(i => new ExportRow([i, name ?? $"Area {i}", 1234 - i, 12.30m, i == 2 ? ExportCell.Blank : -66, i == 2 ? ExportCell.NotApplicable : -5.1m, 2015])),
            new ExportRow([ExportCell.Blank, "Total", 5000, 100.00m, 12, 0.2m, 2015]) { IsFooting = true, BearsExplanation = true },
        ],
        Explanation = "Crime, March 2024. Source: an agency. As at 1 April 2024 09:00 UTC, data version 7.", Link = "https://geo.example/league-tables/crime?period=2024-03&top=3",
        About = [new("Measure", "Crime"), new("Definition", "Records that are crime."), new("Caveats", "=none")],
    };

    public static ExportDocument Document(bool isDemonstration = true, int rows = 30) => new()
    {
        FileName = "dashboard", Title = "Community safety dashboard", Subtitle = "What is recorded", Explanation = "March 2024. As at 1 April 2024 09:00 UTC, data version 7.", Link = "https://geo.example/dashboards/mine", IsDemonstration = isDemonstration,
        Sections =
        [
            new ExportSection
            {
                Heading = "Where crime is", Explanation = Table().Explanation, Link = Table().Link, Paragraphs = ["There were 5,000 offences.", "Most of them & more <in> the middle\u0001."],
                Charts = [Bars], Drawings = [Map], Tables = [Table(rows, isDemonstration)],
            },
            new ExportSection { Heading = "How it changes", Explanation = "Counts by month.", Link = "/trends/crime", Charts = [Line], Tables = [Table(3, isDemonstration, "=cmd|' /C calc'!A0")] },
        ],
    };

    /// <summary>A ward with a hole, a hatched one, pixels and a name.</summary>
    public static ExportDrawing Map => new("Crime by ward", 200, 100,
    [
        new DrawnShape("Area 1", [[(0, 0), (100, 0), (100, 100), (0, 100)], [(40, 40), (60, 40), (60, 60)]], new("#bd0026"), "#505a5f", 1),
        new DrawnShape("Area 2", [[(100, 0), (200, 50), (100, 100)]], new("#fd8d3c", DrawnPattern.Hatch)), new DrawnPixels(Png, 0, 0, 200, 100), new DrawnText("Area 1 & more", 50, 50, 10, IsBold: true, IsCentred: true),
    ], "A map of wards; the darkest is Area 1.");

    public static ExportChart Bars => new()
    {
        Kind = ChartKind.Bar, Title = "Area 1 has the most crime", CategoryName = "Ward", Categories = ["Area 1", "Area 2", "Area 3"], Series = [new("March 2024", [1233, 1232, 1231])], Unit = "offences", Alternative = "Bars: Area 1 has 1,233.",
    };

    public static ExportChart Line => new()
    {
        Kind = ChartKind.Line, Title = "Crime falls in winter", CategoryName = "Month", Categories = ["January", "February", "March", "April"], Unit = "offences", Alternative = "Two lines that fall.",
        Series = [new("This year", [120, 95.5m, null, 60]), new("The year before", [130, 100, 90, 80])],
    };

    public static byte[] Written(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return stream.ToArray();
    }

    public static void ShouldBeValid(this OpenXmlPackage package) => new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019).Validate(package)
        .Select(error => $"{error.Part?.Uri} {error.Path?.XPath}: {error.Description}").ShouldBeEmpty();

    /// <summary>The names of its parts.</summary>
    public static IReadOnlyList<string> Entries(byte[] file)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        zip.Entries.ShouldAllBe(entry => entry.LastWriteTime.Year == 1980);
        return [.. zip.Entries.Select(entry => entry.FullName)];
    }
}
