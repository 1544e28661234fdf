using System.CommandLine;
using Geo.Cli.Hosting;
using Geo.Core;
using Geo.Core.Footing;

namespace Geo.Cli.Footing;

/// <summary><c>geo lint</c></summary>
internal static class LintCommand
{
    public static Command Make(Shell shell)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Documents: .docx, .csv (a table with a header, or rows of measure, period, value), or text with a tab between the cells of a table. Several are also compared.",
            Arity = ArgumentArity.OneOrMore,
        };
        return new Command("lint", "Re-derive the totals, shares and changes of reports and list what does not follow. Exit code 1 when something does not.") { files }
            .Does(shell, async (asked, cancellationToken) =>
            {
                var report = await FootingLint.RunAsync(asked.GetRequiredValue(files), cancellationToken);
                if (asked.GetValue(Commands.Json))
                    shell.Json(new { report.Documents, checkedFigures = report.CheckedInAll, report.Checked, report.Findings });
                else
                    Tell(shell, report);
                return report.Foots ? ExitCode.Done : ExitCode.Refused;
            });
    }

    private static void Tell(Shell shell, FootingReport report)
    {
        if (report.Findings.Count > 0)
        {
            shell.Table(["Document", ">Line", "What", "Printed", "Follows", "How", "Rule"], report.Findings.Select(finding => (string[])
            [
                finding.Document, $"{finding.Line}", FootingWords.Of(finding.Severity), Fault.Shown(finding.Printed), Fault.Shown(finding.Follows),
                finding.Derivation, FootingWords.Of(finding.Rule),
            ]));
        }

        shell.Say($"{report.CheckedInAll:N0} {(report.CheckedInAll == 1 ? "figure" : "figures")} re-derived in {string.Join(", ", report.Documents)}: {Tally(report, Severity.Wrong)} wrong, {Tally(report, Severity.Disagrees)} in disagreement{Remarks(report)}.");
    }

    private static string Remarks(FootingReport report) => Tally(report, Severity.Remark) switch { 0 => "", 1 => ", 1 remark", var remarks => $", {remarks} remarks" };

    private static int Tally(FootingReport report, Severity severity) => report.Findings.Count(finding => finding.Severity == severity);
}
