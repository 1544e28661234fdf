using System.CommandLine;
using System.Text.Json;
using Geo.Cli.Hosting;
using Geo.Core;
using Geo.Core.Dashboards;
using Geo.Core.Database;
using Geo.Core.Exports;
using Geo.Core.Measures;

namespace Geo.Cli.Dashboards;

/// <summary><c>geo export</c>: a dashboard as a file. The web host, where it runs, makes it, maps included; a file of one's own is written here, without maps.</summary>
internal static class ExportCommand
{
    private const string Pdf = "pdf";

    private static readonly string[] Formats = ["docx", "pptx", Pdf];

    public static Command Make(Shell shell)
    {
        var name = new Argument<string>("DASHBOARD") { Description = "The name of a dashboard, such as annual-report, or a YAML file." };
        var period = new Option<string?>("--period") { Description = $"{Period.Forms} Without it: the dashboard's own." };
        var compare = new Option<string?>("--compare") { Description = $"The period to compare with, {MeasureQuestion.YearBefore}, or none. Without it: the dashboard's own.", HelpName = "PERIOD" };
        var area = new Option<string?>("--area") { Description = "One area to narrow it to, as a kind and a code, such as town:T1.", HelpName = "KIND:CODE" };
        var format = new Option<string?>("--format") { Description = $"{string.Join(", ", Formats)}. Without it: how the path of --out ends, or docx." };
        var output = new Option<string?>("--out") { Description = "Where to write it. Without it: in the current folder, named after dashboard and period.", HelpName = "FILE" };
        return new Command("export", "Write a dashboard as a Word document, as slides, with charts that can be edited, or as PDF.") { name, period, compare, area, format, output }
            .Does(shell, async (asked, database, cancellationToken) =>
            {
                var form = Form(asked.GetValue(format), asked.GetValue(output));
                var wanted = asked.GetRequiredValue(name);
                var filter = new Asked(asked.GetValue(period), asked.GetValue(compare), asked.GetValue(area), form, asked.GetValue(output));
                if (!IsFile(wanted) && shell.WebHost is { } host)
                    return await FetchAsync(shell, host, wanted, filter, cancellationToken);
                if (form == Pdf)
                    throw new RefusedException(new Fault("no-web-host", wanted, null, null, null, IsFile(wanted) ? "A PDF is printed by the web host, of the dashboards that it shows." : "A PDF is printed by the web host, which does not run.", "Start it with ./geo up, and name the dashboard without folder and ending."));
                return await WriteAsync(shell, database, wanted, filter, cancellationToken);
            });
    }

    private static bool IsFile(string wanted) => wanted.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || wanted.Contains('/', StringComparison.Ordinal);

    private static string Form(string? format, string? output)
    {
        var form = format ?? (output is null ? "docx" : Path.GetExtension(output).TrimStart('.').ToLowerInvariant());
        return Formats.Contains(form) ? form
            : throw new RefusedException(new Fault("unknown-form", format is null ? "--out" : "--format", null, null, format ?? output, "A dashboard is written as .docx, .pptx or .pdf.", "End the path with one of them, or say --format."));
    }

    private static async Task<int> FetchAsync(Shell shell, Uri host, string dashboard, Asked asked, CancellationToken cancellationToken)
    {
        using var client = new HttpClient(new HttpClientHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = host, Timeout = TimeSpan.FromMinutes(2) };
        var query = string.Join('&', new[] { ("period", asked.Period), ("compare", asked.Compare), ("area", asked.Area) }.Where(pair => pair.Item2 is not null).Select(pair => $"{pair.Item1}={Uri.EscapeDataString(pair.Item2!)}"));
        HttpResponseMessage response;
        try
        {
            response = await client.GetAsync(new Uri($"/dashboards/{Uri.EscapeDataString(dashboard)}.{asked.Format}?{query}", UriKind.Relative), cancellationToken);
        }
        catch (HttpRequestException error)
        {
            throw new RefusedException(new Fault("no-web-host", host.ToString(), null, null, null, $"The web host does not answer: {error.Message}.", "./geo status tells what runs."), error);
        }

        using (response)
        {
            if (response.StatusCode == System.Net.HttpStatusCode.NotFound)
                throw Unknown(dashboard);
            if (!response.IsSuccessStatusCode)
                throw new RefusedException(new Fault("not-exported", dashboard, null, null, null, await DetailAsync(response, cancellationToken), ""));
            var target = asked.Output ?? response.Content.Headers.ContentDisposition?.FileName?.Trim('"') ?? $"{dashboard}.{asked.Format}";
            await using (var file = File.Create(target))
                await response.Content.CopyToAsync(file, cancellationToken);
            shell.Say($"{target}: {dashboard}, written by {host.Authority}.");
            return ExitCode.Done;
        }
    }

    private static async Task<int> WriteAsync(Shell shell, GeoDatabase database, string wanted, Asked asked, CancellationToken cancellationToken)
    {
        var path = IsFile(wanted) ? wanted : Path.Combine(Folder, $"{wanted}.yaml");
        if (!File.Exists(path))
            throw IsFile(wanted) ? new RefusedException(new Fault("not-found", path, null, null, null, "There is no such file.", "Check the path; the shipped dashboards have names: ./geo export annual-report.")) : Unknown(wanted);
        var dashboard = DashboardFile.Read(Path.GetFileNameWithoutExtension(path), await File.ReadAllTextAsync(path, cancellationToken), Path.GetFileName(path));
        var against = asked.Compare ?? dashboard.Compare;
        var filter = new DashboardFilter(asked.Period ?? dashboard.Period, against == "none" ? null : against, asked.Area?.Split(':', 2) is [var kind, var code] ? (kind, code) : null);
        var cube = await CountCube.LoadAsync(database, cancellationToken);
        var answers = await DashboardAnswers.AskAsync(database, cube, dashboard, filter, cancellationToken);
        var target = asked.Output ?? $"{DashboardDocument.FileName(dashboard, filter)}.{asked.Format}";
        var document = DashboardDocument.Of(dashboard, filter, cube, answers, await Notes.Of(dashboard, filter, cube).ReadAsync(database, cancellationToken), null, new Dictionary<int, ExportSection>());
        await using (var stream = File.Create(target))
        {
            if (asked.Format == "pptx")
                PptxWriter.Write(stream, document);
            else
                DocxWriter.Write(stream, document);
        }

        foreach (var (panel, reason) in dashboard.Panels.Zip(answers).Where(pair => pair.Second.Answer is null).Select(pair => (pair.First, pair.Second.Reason)))
            shell.Say($"Left out, line {panel.Line}: {reason ?? $"a panel of kind {panel.Kind} is made by the web host; ./geo up starts it, and ./geo export NAME asks it."}");
        shell.Say($"{target}: {dashboard.Title}, {filter.Period}, {answers.Count(answer => answer.Answer is not null)} of {dashboard.Panels.Count} panels.");
        return ExitCode.Done;
    }

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "dashboards");

    private static RefusedException Unknown(string name)
    {
        var shipped = Directory.Exists(Folder) ? string.Join(", ", Directory.EnumerateFiles(Folder, "*.yaml").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)) : "";
        return new(new Fault("not-found", name, null, null, null, "There is no dashboard of that name.", $"Shipped are {shipped}; a file of your own is named with its ending, .yaml."));
    }

    /// <summary>What the host tells of a problem.</summary>
    private static async Task<string> DetailAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.GetProperty("detail").GetString() ?? text;
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException)
        {
            return $"The web host answered {(int)response.StatusCode}.";
        }
    }

    private sealed record Asked(string? Period, string? Compare, string? Area, string Format, string? Output);
}
