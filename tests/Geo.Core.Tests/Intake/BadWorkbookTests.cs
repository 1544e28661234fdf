using System.IO.Compression;
using System.Text;
using Geo.Core.Intake;
using Geo.Core.Refresh;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Intake;

/// <summary>What is said of bad workbooks, to the letter (BadWorkbookTests.txt), and that the database stays as it was.</summary>
public sealed class BadWorkbookTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly Dictionary<string, Func<string, IReadOnlyList<InputFile>>> Cases = new()
    {
        ["hidden sheet"] = In(Good().Sheet("Raw data", [["Name"], ["Smith"], [""], ["Jones"]], "hidden")),
        ["very hidden sheet"] = In(Good().Sheet("Lists", [["Yes"]], "veryHidden")),
        ["pivot cache"] = In(Good().PivotCache(1_200)),
        ["no sheet that can be seen"] = In(new SpreadsheetFile().Sheet("x", [["a"]], "hidden")),
        ["header only"] = In(new SpreadsheetFile().Sheet("x", [OffenceSheet.Header])),
        ["empty sheet"] = In(new SpreadsheetFile().Sheet("x", [])),
        ["a name column"] = In(new SpreadsheetFile().Sheet("x", [[.. OffenceSheet.Header, "Surname"], OffenceSheet.Row("1", new DateTime(2024, 2, 3))])),
        ["merged header"] = In(new SpreadsheetFile().Sheet("x", [["crime_reference", "", .. OffenceSheet.Header[2..]]], merged: "A1:B1")),
        ["merged cells"] = In(One("1", new DateTime(2024, 2, 3), merged: "C2:C3")),
        ["formula that was never calculated"] = In(One("1", new Formula(null))),
        ["cell with an error"] = In(One("1", "#REF!")),
        ["date without a date's format"] = In(One("1", 45325)),
        ["date typed as text"] = In(One("1", "3rd Feb 2024")),
        ["31 September as text"] = In(One("1", "31/09/2023")),
        ["key with .0"] = In(One("12345.0", new DateTime(2024, 2, 3))),
        ["key of more than 15 digits"] = In(One(1234567890123456.0, new DateTime(2024, 2, 3))),
        ["truth in a column of codes"] = In(One("1", new DateTime(2024, 2, 3), ("victim_sex", true))),
        ["a cell beside the columns"] = In(new SpreadsheetFile().Sheet("x", [OffenceSheet.Header, [.. OffenceSheet.Row("1", new DateTime(2024, 2, 3)), "see note"]])),
        ["totals row"] = In(new SpreadsheetFile().Sheet("x", [OffenceSheet.Header, OffenceSheet.Row("1", new DateTime(2024, 2, 3)), ["Grand total", 340]])),
        ["macros"] = In(new SpreadsheetFile { Kind = "application/vnd.ms-excel.sheet.macroEnabled.main+xml" }.Sheet("x", [OffenceSheet.Header])),
        ["binary workbook"] = In(Good().Part("xl/workbook.bin", "x")),
        ["zip bomb"] = Bomb,
        ["sheet cut short"] = In(Good().Part("xl/worksheets/sheet1.xml", "<worksheet><sheetData><row r=\"1\"><c r=\"A1\"")),
        ["string that is not there"] = In(Good().Part("xl/worksheets/sheet1.xml", "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>999</v></c></row></sheetData></worksheet>")),
        ["no workbook inside"] = folder => Bytes(folder, "offences.xlsx", [0x50, 0x4B, 3, 4, 0, 0]),
        ["entity bomb"] = In(Good().Part("xl/worksheets/sheet1.xml", "<!DOCTYPE a [<!ENTITY a \"aaaa\">]><worksheet>&a;</worksheet>")),
        ["password"] = folder => Bytes(folder, "offences.xlsx", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. Encoding.Unicode.GetBytes("EncryptedPackage")]),
        ["old workbook"] = folder => Bytes(folder, "offences.xls", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. Encoding.Unicode.GetBytes("Workbook")]),
        ["CSV under another name"] = folder => Bytes(folder, "offences.xlsx", "crime_reference,recorded_date\r\n"u8.ToArray()),
        ["empty file"] = folder => Bytes(folder, "offences.xlsx", []),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [DatabaseTheory]
    [MemberData(nameof(Names))]
    public async Task Import_OfABadWorkbook_SaysWhatIsWrongAndLeavesTheDatabase(string name)
    {
        var before = await database.StateAsync();

        var report = await ImportExtract.RunAsync(database.Geo, SourceDescription.Find("police-offences"), Cases[name](database.NewFolder()), "tests", database.Clock, null, default);

        var refusal = report.Files.ShouldHaveSingleItem().Refusal.ShouldNotBeNull(name);
        refusal.Message.ReplaceLineEndings("\n").ShouldBe(Messages.Of("Intake/BadWorkbookTests.txt", name));
        (await database.StateAsync()).ShouldBe(before);
    }

    [Fact]
    public void Sheet_ThatIsNotThere_IsRefusedWithThoseThatAre()
    {
        var folder = Directory.CreateTempSubdirectory("geo-test-").FullName;
        var source = SourceDescription.Find("police-offences");
        source.Sheet = "Offences";

        Should.Throw<RefusedException>(() => ExtractRows.Open(Good().In(folder)[0], source)).Message
            .ShouldBe("offences.xlsx, value 'Offences': The workbook has no such sheet; it has x. Name one of them in the description of the source (sheet: …).");
        Directory.Delete(folder, recursive: true);
    }

    private static Func<string, IReadOnlyList<InputFile>> In(SpreadsheetFile workbook) => folder => workbook.In(folder);

    private static IReadOnlyList<InputFile> Bytes(string folder, string name, byte[] bytes)
    {
        File.WriteAllBytes(Path.Combine(folder, name), bytes);
        return ExtractFiles.Of([Path.Combine(folder, name)]);
    }

    private static IReadOnlyList<InputFile> Bomb(string folder)
    {
        using (var zip = ZipFile.Open(Path.Combine(folder, "offences.xlsx"), ZipArchiveMode.Create))
        using (var sheet = zip.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.Fastest).Open())
        {
            var megabyte = new byte[1 << 20];
            for (var i = 0; i < 257; i++)
                sheet.Write(megabyte);
        }

        return ExtractFiles.Of([Path.Combine(folder, "offences.xlsx")]);
    }

    private static SpreadsheetFile Good() => One("1", new DateTime(2024, 2, 3));

    private static SpreadsheetFile One(object key, object day, params (string, object?)[] cells) => One(key, day, "", cells);

    private static SpreadsheetFile One(object key, object day, string merged, params (string, object?)[] cells) =>
        new SpreadsheetFile().Sheet("x", [OffenceSheet.Header, OffenceSheet.Row(key, day, cells)], merged: merged);
}

/// <summary>Rows of police offences with typed cells.</summary>
internal static class OffenceSheet
{
    public static object?[] Header { get; } = [.. new ExtractFile().Columns];

    public static object?[] Row(object key, object day, params (string Column, object? Cell)[] cells)
    {
        var row = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["crime_reference"] = key, ["recorded_date"] = day, ["offence_code"] = "8N", ["easting"] = 350500, ["northing"] = 310500,
        };
        foreach (var (column, cell) in cells)
            row[column] = cell;
        return [.. Header.Select(column => row.GetValueOrDefault((string)column!))];
    }
}
