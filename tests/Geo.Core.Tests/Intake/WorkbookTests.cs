using Geo.Core.Intake;
using Geo.Core.Refresh;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Intake;

/// <summary>Extracts that come as Excel workbooks.</summary>
public sealed class WorkbookTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    public static TheoryData<bool> DateSystems => [false, true];

    [DatabaseTheory]
    [MemberData(nameof(DateSystems))]
    public async Task Workbook_WithTypedCells_IsTheSameAsItsCsv(bool is1904)
    {
        var csv = new ExtractFile()
            .Row("1001", "03/02/2024", ("easting", "350500.5"), ("occurred_from", "02/02/2024 23:30"), ("knife", "Y"), ("outcome", "Charged & bailed"))
            .Row("1002", "29/02/2024", ("knife", "N"));
        var workbook = new SpreadsheetFile { Is1904 = is1904 }.Sheet("Offences",
        [
            OffenceSheet.Header,
            OffenceSheet.Row(1001.0, new DateTime(2024, 2, 3), ("easting", 350500.5), ("occurred_from", new DateTime(2024, 2, 2, 23, 30, 0)), ("knife", true), ("outcome", "Charged & bailed")),
            null,
            OffenceSheet.Row(new Formula("1002"), new Formula(new DateTime(2024, 2, 29)), ("easting", 350500.00000000006), ("northing", new Formula(310500)), ("knife", false)),
            ["", null],
        ]);
        await ImportAsync(csv.In(database.NewFolder()));

        var landed = await ImportAsync(workbook.In(database.NewFolder()));

        landed.Months.ShouldHaveSingleItem().State.ShouldBe(LandedState.AlreadyImported);
    }

    [DatabaseFact]
    public async Task Sheet_IsTheFirstThatCanBeSeen_OrTheOneThatIsNamed_BelowItsTitle()
    {
        var workbook = new SpreadsheetFile()
            .Sheet("Empty", [[null]], "hidden")
            .Sheet("Notes", [["Ward", "Count"], ["Abbey", 3]])
            .Sheet("Data", [["ASB of March 2024"], null, ["Ref", "Day", "Kind"], ["1", new DateTime(2024, 3, 1), "nuisance"], ["2", "02/03/2024", "personal"]], merged: "A1:C1");
        var description = Asb();
        var notes = await RefusedAsync(description, workbook);
        (description.Sheet, description.HeaderRow) = ("Data", 3);

        var landed = await ImportAsync(workbook.In(database.NewFolder()), description);

        notes.ShouldContain("offences.xlsx, line 1, value 'Ward,Count': This is not the header of sheet-test.");
        landed.Months.ShouldHaveSingleItem().Batch.RowsAccepted.ShouldBe(2);
        (await database.ScalarAsync<string>($"select string_agg(row_number::text, ',' order by row_number) from records.record where batch_id = {landed.Months[0].Batch.Id}")).ShouldBe("4,5");
    }

    [Fact]
    public async Task Draft_ReadsTheTypesOfCells()
    {
        var folder = Directory.CreateTempSubdirectory("geo-test-").FullName;
        var file = new SpreadsheetFile().Sheet("x", [["ref", "day", "at"], ["1", new DateTime(2024, 2, 3), new DateTime(2024, 2, 3, 17, 5, 0)], ["2", new DateTime(2024, 2, 4), new DateTime(2024, 2, 3, 17, 6, 0)]]).In(folder)[0];

        (await DraftDescription.OfAsync(file, default)).ShouldEndWith("""
            rhythm: monthly # the file holds 2024-02 alone; there are monthly, quarterly, yearly
            late-after: 45 days # from the end of the month that is due; its sender knows
            columns:
              - { name: ref, is: key }
              - { name: day, is: recorded, format: "dd/MM/yyyy" }
              - { name: at, is: occurred-from, format: "dd/MM/yyyy HH:mm" }

            """.ReplaceLineEndings("\n"));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Rows_OfALongSheet_StreamBy()
    {
        var folder = Directory.CreateTempSubdirectory("geo-test-").FullName;
        var file = new SpreadsheetFile().Sheet("x", Enumerable.Range(1, 40_000).Select(i => (object?[])[i, new DateTime(2024, 2, 3), "8N", 350500.5, $"outcome {i % 10}", .. Enumerable.Repeat<object?>("N", 21)]).Prepend(["ref"])).In(folder)[0];
        var rows = 0;

        using (var sheet = ExtractRows.Open(file, null))
        {
            while (sheet.Read())
                rows++;
            sheet.Line.ShouldBe(40_001);
        }

        rows.ShouldBe(40_001);
        Directory.Delete(folder, recursive: true);
    }

    private static SourceDescription Asb() => SourceDescription.Read(
        new StringReader("""
            source: sheet-test
            agency: A
            feed: F
            classification: asb-type
            columns:
              - { name: Ref, is: key }
              - { name: Day, is: recorded, format: dd/MM/yyyy }
              - { name: Kind, is: category }
            """), "x.yaml");

    private Task<LandedExtract> ImportAsync(IReadOnlyList<InputFile> files, SourceDescription? source = null) => database.TakeInAsync(source ?? SourceDescription.Find("police-offences"), files);

    private async Task<string> RefusedAsync(SourceDescription source, SpreadsheetFile workbook) =>
        (await Should.ThrowAsync<RefusedException>(() => ImportAsync(workbook.In(database.NewFolder()), source))).Message;
}
