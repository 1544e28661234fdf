using System.CommandLine;
using Geo.Cli.Hosting;
using Geo.Core;
using Geo.Core.Dashboards;
using Geo.Core.Exports;
using Geo.Core.Measures;

namespace Geo.Cli.Dashboards;

/// <summary><c>geo export</c></summary>
internal static class ExportCommand
{
    public static Command Make(Shell shell)
    {
        var file = new Argument<string>("DASHBOARD") { Description = "A YAML file, such as dashboards/annual-report.yaml." };
        var period = new Option<string?>("--period") { Description = $"{Period.Forms} Without it: the dashboard's own." };
        var compare = new Option<string?>("--compare") { Description = $"The period to compare with, {MeasureQuestion.YearBefore}, or none. Without it: the dashboard's own.", HelpName = "PERIOD" };
        var output = new Option<string>("--out") { Description = "Where to write it: a path that ends in .docx or .pptx.", Required = true, HelpName = "FILE" };
        return new Command("export", "Write a dashboard as a Word document or as slides, with charts that can be edited.") { file, period, compare, output }
            .Does(shell, async (asked, database, cancellationToken) =>
            {
                var (path, target) = (asked.GetRequiredValue(file), asked.GetRequiredValue(output));
                if (!File.Exists(path))
                    throw new RefusedException(new Fault("not-found", path, null, null, null, "There is no such file.", "Check the path; the shipped dashboards are in the folder dashboards."));
                var dashboard = DashboardFile.Read(Path.GetFileNameWithoutExtension(path), await File.ReadAllTextAsync(path, cancellationToken), Path.GetFileName(path));
                var against = asked.GetValue(compare) ?? dashboard.Compare;
                var filter = new DashboardFilter(asked.GetValue(period) ?? dashboard.Period, against == "none" ? null : against, null);
                Action<Stream, ExportDocument> write = Path.GetExtension(target).ToUpperInvariant() switch
                {
                    ".DOCX" => DocxWriter.Write,
                    ".PPTX" => PptxWriter.Write,
                    _ => throw new RefusedException(new Fault("unknown-form", "--out", null, null, target, "A dashboard is written as .docx or .pptx.", "End the path with one of them.")),
                };
                var cube = await CountCube.LoadAsync(database, cancellationToken);
                var answers = await DashboardAnswers.AskAsync(database, cube, dashboard, filter, cancellationToken);
                var notes = await Notes.Of(dashboard, filter, cube).ReadAsync(database, cancellationToken);
                await using (var stream = File.Create(target))
                    write(stream, DashboardDocument.Of(dashboard, filter, cube, answers, notes, null, new Dictionary<int, ExportSection>()));
                foreach (var (panel, reason) in dashboard.Panels.Zip(answers).Where(pair => pair.Second.Reason is not null).Select(pair => (pair.First, pair.Second.Reason)))
                    shell.Say($"Left out, line {panel.Line}: {reason}");
                shell.Say($"{target}: {dashboard.Title}, {filter.Period}, {answers.Count(answer => answer.Answer is not null)} of {dashboard.Panels.Count} panels.");
                return ExitCode.Done;
            });
    }
}
