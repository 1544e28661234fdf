using System.Globalization;

namespace Geo.Core.Jobs;

/// <summary>What people are told of beside findings.</summary>
internal static class AlertKind
{
    public const string Failure = "failure";
}

/// <summary>One message about everything that is to be told.</summary>
/// <param name="Sections">A heading with its lines.</param>
/// <param name="More">Where to read on; empty for nowhere.</param>
internal sealed record AlertMessage(string Subject, IReadOnlyList<(string Heading, IReadOnlyList<string> Lines)> Sections, string More)
{
    /// <summary>Lines of a section: a chat has no room for a county's wards, and the pages have them all.</summary>
    private const int MostLines = 30;

    private static readonly (string Kind, string One, string Several, string Heading)[] Words =
    [
        (AlertKind.Failure, "failure", "failures", "Failures"), (FindingKind.RefusedFile, "refused file", "refused files", "Refused files"),
        (FindingKind.Late, "late source", "late sources", "Late sources"), (FindingKind.Signal, "signal", "signals", "Signals"),
        (FindingKind.HotSpot, "new hot spot", "new hot spots", "New hot spots"),
    ];

    /// <summary>As a mail has it.</summary>
    public string Text => string.Join("\r\n\r\n", Sections.Select(section => string.Join("\r\n", section.Lines.Select(line => $"- {line}").Prepend(section.Heading).Where(line => line.Length > 0))).Append(More).Where(text => text.Length > 0)) + "\r\n";

    public static AlertMessage Test(string address) => new("Geo: a test", [("", ["This is a test of the alerts; nothing has happened."])], ReadOn(address));

    public static AlertMessage Of(IReadOnlyList<(string Kind, string Message)> alerts, string address)
    {
        var kinds = Words.Select(words => (words, lines: alerts.Where(alert => alert.Kind == words.Kind).Select(alert => OneLine(alert.Message)).ToList())).Where(kind => kind.lines.Count > 0).ToList();
        return new(
            $"Geo: {string.Join(", ", kinds.Select(kind => kind.lines.Count == 1 ? $"1 {kind.words.One}" : string.Create(CultureInfo.InvariantCulture, $"{kind.lines.Count:N0} {kind.words.Several}")))}",
            [.. kinds.Select(kind => (kind.words.Heading, Most(kind.lines)))], ReadOn(address));
    }

    private static string ReadOn(string address) => address.Length > 0 ? $"More: {address.TrimEnd('/')}/data/jobs" : "";

    private static IReadOnlyList<string> Most(IReadOnlyList<string> lines) =>
        lines.Count <= MostLines ? lines : [.. lines.Take(MostLines), string.Create(CultureInfo.InvariantCulture, $"and {lines.Count - MostLines:N0} more.")];

    /// <summary>A name out of a file begins no line of its own.</summary>
    private static string OneLine(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter));
}
