using System.Globalization;
using System.Net;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using Geo.Core.Exports;
using Geo.Core.Intake;
using Geo.Testing;
using Geo.Web.Tests.Hosting;
using Shouldly;
using Xunit;

namespace Geo.Web.Tests.Measures;

/// <summary>Every table as an Excel workbook, beside what the same table is as CSV.</summary>
[Collection(Demonstration.Name)]
public sealed class ExportApiTests(DemonstrationHost host)
{
    [DatabaseTheory]
    [InlineData("league-tables/recorded-crime", "?period=2023-24&compare=year-before&top=10", "league-table-recorded-crime-2023-04-to-2024-03")]
    [InlineData("trends/recorded-crime", "?period=2023-24", "trend-recorded-crime-2023-04-to-2024-03")]
    [InlineData("breakdowns/recorded-crime", "?period=2023-24&compare=year-before&by=subgroup", "breakdown-recorded-crime-2023-04-to-2024-03")]
    [InlineData("movers/recorded-crime", "?period=2023-24", "movers-recorded-crime-2023-04-to-2024-03")]
    [InlineData("signals/asb-incidents", "?period=2024-03", "signals-asb-incidents-2024-03")]
    [InlineData("exceptions/recorded-crime,asb-incidents", "?period=2024-03", "exceptions-recorded-crime-and-asb-incidents-2024-03")]
    [InlineData("tables/recorded-crime", "?rows=group&columns=year&period=2022-04..2024-03", "table-recorded-crime-2022-04-to-2024-03")]
    [InlineData("stocks/child-protection", "?by=category-of-abuse&period=2024-03", "stock-child-protection-2024-03")]
    [InlineData("funnels/protection-notices", "?period=2023-24", null)]
    [InlineData("rates/looked-after", "?period=2018-03", "rate-looked-after-2018-03")]
    [InlineData("indicators/restraint-incidents", "", "indicator-restraint-incidents")]
    [InlineData("heat-maps/recorded-crime", "?period=2024-03&cell=1000", "heat-map-recorded-crime-2024-03")]
    [InlineData("hot-spots/recorded-crime", "?period=2023-24&cell=1000", "hot-spots-recorded-crime-2023-04-to-2024-03")]
    [InlineData("repeat-places/residential-burglary", "?period=2023-24", "repeat-places-residential-burglary-2023-04-to-2024-03")]
    [InlineData("near-repeats/residential-burglary", "?period=2023-24", "near-repeats-residential-burglary-2023-04-to-2024-03")]
    public async Task Workbook_HoldsTheCellsOfTheCsv_AndSaysWhatTheyRestOn(string table, string question, string? name)
    {
        var csv = await host.TextAsync($"/api/v1/{table}.csv{question}");
        using var response = await host.Client.GetAsync($"/api/v1/{table}.xlsx{question}");
        var bytes = await response.Content.ReadAsByteArrayAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        if (name is not null)
            response.Content.Headers.ContentDisposition!.FileName.ShouldBe($"{name}.xlsx");
        using var book = SpreadsheetDocument.Open(new MemoryStream(bytes), isEditable: false);
        new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019).Validate(book).Select(error => error.Description).ShouldBeEmpty();
        book.WorkbookPart!.Workbook.Descendants<Sheet>().Select(sheet => (sheet.Name!.Value, sheet.State)).ShouldBe([("Data", null), ("About", null)]);
        Cells(bytes).ShouldBe(Lines(csv));
        var about = ((WorksheetPart)book.WorkbookPart.GetPartById("rIdAbout")).Worksheet.InnerText;
        foreach (var fact in (string[])["Definition", "As at", "data version", "Caveats", "Explanation", $"/api/v1/{table}{question}"])
            about.ShouldContain(fact);
        foreach (var fact in table.StartsWith("indicators", StringComparison.Ordinal) ? [] : (string[])["Batches", "batch", "Boundaries", "Denominator", "Protection", "counts are printed as they are"])
            about.ShouldContain(fact);
        (about + ((WorksheetPart)book.WorkbookPart.GetPartById("rIdData")).Worksheet.InnerText).Split(DemonstrationMark.Banner).Length.ShouldBeGreaterThan(2, "both sheets bear the mark");
    }

    [DatabaseFact]
    public async Task About_NamesTheBatchesOfTheMonthsThatWereCounted_AsTheListOfBatchesHasThem()
    {
        var batches = (await host.JsonAsync("/api/v1/batches?state=current"))["batches"]!.AsArray();
        string Run(string first, string last)
        {
            var ids = batches.Where(batch => (string?)batch!["feed"] == "offence extract" && string.CompareOrdinal((string?)batch["month"], first) >= 0 && string.CompareOrdinal((string?)batch["month"], last) <= 0).Select(batch => (int)batch!["id"]!).Order().ToList();
            ids.Count.ShouldBe(12);
            (ids[^1] - ids[0]).ShouldBe(11, "they were taken in one after the other");
            return $"batches {ids[0]} to {ids[^1]} ({first} to {last})";
        }

        var about = await AboutAsync("/api/v1/league-tables/recorded-crime.xlsx?period=2023-24&compare=year-before");

        about.ShouldContain($"offence extract: {Run("2023-04", "2024-03")}; {Run("2022-04", "2023-03")} (");
        about.ShouldContain("; invented");
    }

    [DatabaseTheory]
    [InlineData("league-tables/recorded-crime", "Ordinary: counts are printed as they are.")]
    [InlineData("league-tables/domestic-abuse", "Sensitive: a small count may point to a person. All counts are printed as they are, so handle this file accordingly.")]
    [InlineData("heat-maps/domestic-abuse", "Sensitive: a small count may point to a person. Cells with fewer than 5 records are left out of the lines, not of the total. The other counts are printed as they are, so handle this file accordingly.")]
    [InlineData("repeat-places/domestic-abuse", "Sensitive: a small count may point to a person. Places with fewer than 5 records are left out, and numbers before that are lower. The other counts are printed as they are, so handle this file accordingly.")]
    public async Task About_SaysWhatOfASensitiveMeasureIsLeftOut(string table, string protection) =>
        (await AboutAsync($"/api/v1/{table}.xlsx?period=2023-24")).ShouldContain(protection);

    private async Task<string> AboutAsync(string address)
    {
        using var book = SpreadsheetDocument.Open(new MemoryStream(await host.Client.GetByteArrayAsync(address)), isEditable: false);
        return ((WorksheetPart)book.WorkbookPart!.GetPartById("rIdAbout")).Worksheet.InnerText;
    }

    [DatabaseFact]
    public async Task Workbook_IsTheSameBytesAgain_AndNotModified()
    {
        const string address = "/api/v1/league-tables/recorded-crime.xlsx?period=2024-03";
        using var first = await host.Client.GetAsync(address);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await host.Client.SendAsync(request);
        using var wanted = new HttpRequestMessage(HttpMethod.Get, "/api/v1/league-tables/recorded-crime?period=2024-03");
        wanted.Headers.TryAddWithoutValidation("Accept", XlsxWriter.ContentType);
        using var negotiated = await host.Client.SendAsync(wanted);

        second.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        first.Headers.GetValues("Geo-Explanation").Single().ShouldContain("Demonstration data");
        (await negotiated.Content.ReadAsByteArrayAsync()).ShouldBe(await first.Content.ReadAsByteArrayAsync());
    }

    private static List<string> Cells(byte[] workbook)
    {
        var folder = Directory.CreateTempSubdirectory("geo-exports-");
        try
        {
            var path = Path.Combine(folder.FullName, "table.xlsx");
            File.WriteAllBytes(path, workbook);
            using var rows = new SheetRows(ExtractFiles.Of([path])[0], null);
            rows.Read().ShouldBeTrue(); // the mark of demonstration data
            rows.Read().ShouldBeTrue();
            var columns = rows.Count;
            var lines = new List<string>();
            while (rows.Read())
                lines.Add(string.Join('|', Enumerable.Range(0, columns).Select(column => Plain(rows[column]))));
            return lines;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Without the header and the note, which the other sheet tells.</summary>
    private static List<string> Lines(string csv)
    {
        using var reader = new CsvHelper.CsvReader(new StringReader(csv), CultureInfo.InvariantCulture);
        reader.Read();
        var lines = new List<string>();
        while (reader.Read())
            lines.Add(string.Join('|', reader.Parser.Record!.SkipLast(1).Select(Plain)));
        return lines;
    }

    /// <summary>Numbers without the noughts that a format shows.</summary>
    private static string Plain(string cell) => decimal.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? $"{number:0.##########}" : cell;
}
