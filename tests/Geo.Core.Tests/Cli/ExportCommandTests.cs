using DocumentFormat.OpenXml.Packaging;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Cli;

/// <summary>Dashboards as documents from the command line.</summary>
public sealed class ExportCommandTests
{
    [DatabaseFact]
    public async Task Export_WritesTheDashboard_AndTellsWhatItLeftOut()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ImportAreasAsync(SmallMap.Draw("AB"));
        await database.TakeInAsync(new ExtractFile().Row("1", "03/02/2024").Row("2", "04/02/2024", ("easting", "351500")).Row("3", "05/02/2023"));
        var dashboard = database.NewFile("mine.yaml", "title: Mine\nperiod: 2024-02\npanels:\n  - { kind: league-table, measure: recorded-crime }\n  - { kind: headline, measure: asb }\n  - { kind: text, text: Words }\n  - { kind: indicator, indicator: restraint-incidents }");
        var report = Path.Combine(database.NewFolder(), "report.docx");

        var run = await CommandRun.OfAsync(database.ConnectionString, "export", dashboard, "--out", report);
        var slides = await CommandRun.OfAsync(database.ConnectionString, "export", dashboard, "--out", Path.ChangeExtension(report, ".pptx"), "--period", "2024-02", "--compare", "year-before");
        var other = await CommandRun.OfAsync(database.ConnectionString, "export", dashboard, "--out", Path.ChangeExtension(report, ".pdf"));
        var text = await CommandRun.OfAsync(database.ConnectionString, "export", dashboard, "--out", Path.ChangeExtension(report, ".txt"));
        var nowhere = await CommandRun.OfAsync(database.ConnectionString, "export", "no.yaml", "--out", report);

        run.Output.ShouldContain("Left out, line 5: No street-level records have been imported; geo import brings them in.");
        run.Output.ShouldContain("Mine, 2024-02, 2 of 4 panels.");
        run.Output.ShouldContain("have been imported; geo indicators import brings them in.");
        using (var document = WordprocessingDocument.Open(report, false))
            document.MainDocumentPart!.Document!.InnerText.ShouldContain("Total recorded crime");
        using (var document = PresentationDocument.Open(Path.ChangeExtension(report, ".pptx"), false))
            document.PresentationPart!.SlideParts.Count().ShouldBeGreaterThan(2);
        slides.ExitCode.ShouldBe(0);
        other.Error.ShouldContain("A PDF is printed by the web host, of the dashboards that it shows.");
        text.Error.ShouldContain("A dashboard is written as .docx, .pptx or .pdf.");
        nowhere.Error.ShouldContain("There is no such file.");
    }

    [DatabaseFact]
    public async Task Export_OfAShippedName_WritesItForAnyYear_AndTellsOfMapsAndPdf()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ImportAreasAsync(SmallMap.Draw("AB"));
        await database.TakeInAsync(new ExtractFile().Row("1", "03/02/2024").Row("2", "04/02/2023"));
        var report = Path.Combine(database.NewFolder(), "report.docx");

        var run = await CommandRun.OfAsync(database.ConnectionString, "export", "annual-report", "--period", "2024-02", "--out", report);
        var pdf = await CommandRun.OfAsync(database.ConnectionString, "export", "annual-report", "--format", "pdf");
        var unknown = await CommandRun.OfAsync(database.ConnectionString, "export", "anual-report");

        run.Output.ShouldContain("a panel of kind map is made by the web host; ./geo up starts it, and ./geo export NAME asks it.");
        run.Output.ShouldContain("report.docx: What we know about crime, 2024-02, ");
        using (var document = WordprocessingDocument.Open(report, false))
            document.MainDocumentPart!.Document!.InnerText.ShouldContain("No protection-notice records", Case.Insensitive);
        pdf.Error.ShouldContain("A PDF is printed by the web host, which does not run.");
        pdf.Error.ShouldContain("Start it with ./geo up, and name the dashboard without folder and ending.");
        unknown.Error.ShouldContain("There is no dashboard of that name.");
        unknown.Error.ShouldContain("Shipped are adult-safeguarding, annual-report, childrens-safeguarding, community-safety, data-quality, locality; a file of your own is named with its ending, .yaml.");
    }
}
