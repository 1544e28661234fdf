using System.Text;
using Geo.Core.Footing;

namespace Geo.Core.Tests.Footing;

/// <summary>A small made-up document, and what the linter says of it: a line per finding.</summary>
internal static class Linted
{
    /// <summary>Text with a tab where a row has <c>|</c>.</summary>
    public static FootingReport Text(params string[] lines) => Of("report.txt", string.Join('\n', lines).Replace("|", "\t", StringComparison.Ordinal));

    public static FootingReport Csv(params string[] lines) => Of("report.csv", string.Join('\n', lines));

    public static FootingReport Of(string name, string text) => FootingLint.Run([ReadDocument.Of(name, Encoding.UTF8.GetBytes(text))]);

    public static IReadOnlyList<string> Told(this FootingReport report) =>
        [.. report.Findings.Select(finding => $"{finding.Line} {finding.Rule} {finding.Printed} → {finding.Follows}")];
}
