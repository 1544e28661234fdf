using System.Globalization;
using Geo.Core.Exports;

namespace Geo.Core.Measures;

/// <summary>What a table made of an origin says of itself wherever it is printed.</summary>
internal static class OriginExport
{
    /// <summary>The facts behind a table.</summary>
    /// <param name="denominator">What rates and shares are of.</param>
    /// <param name="notes">What was and was not counted, as in the explanation.</param>
    public static IReadOnlyList<ExportFact> About(this Origin origin, string denominator, IEnumerable<string?> notes) =>
    [
        new("Measure", origin.Measure.Name),
        new("Definition", origin.Measure.Description),
        new("What is counted", Counted(origin.Measure)),
        new("Period", $"{origin.Period.Name} ({origin.Period.Span})"),
        new("Compared with", origin.Compare is { } compare ? $"{compare.Name} ({compare.Span})" : "Nothing"),
        new("As at", $"{origin.AsAt.ToString("d MMMM yyyy HH:mm", CultureInfo.InvariantCulture)} UTC, data version {origin.Version}"),
        .. origin.Sources.Select(source => new ExportFact("Batches", Batches(source))),
        new("Boundaries", Boundaries(origin)),
        new("Denominator", denominator),
        new("Protection", origin.Measure.Protection == "sensitive"
            ? "Sensitive: a small count may point to a person. Counts are printed as they are, so handle this file accordingly."
            : "Ordinary: counts are printed as they are."),
        new("Caveats", string.Join(' ', notes.OfType<string>())),
        new("Months without data", origin.Missing.Count == 0 ? "None" : string.Join(", ", origin.Missing)),
    ];

    private static string Counted(Measure measure) => measure.Counting switch
    {
        Counting.People => "People, each once however many records tell of them",
        Counting.Flags => $"{Capital(measure.Unit)}, once for each mark that they bear",
        _ => Capital(measure.Unit),
    };

    private static string Batches(SourceMonths source)
    {
        var months = source.Months.Count == 0 ? "no months" : $"{source.Months.Count:N0} monthly batches, {source.Months[0]} to {source.Months[^1]}";
        return $"{source.Agency}, {source.Feed}: {months}{(source.Licence.Length > 0 ? $" ({source.Licence})" : "")}{(source.IsDemonstration ? "; invented" : "")}";
    }

    private static string Boundaries(Origin origin)
    {
        var set = origin.Set;
        var force = (set.ValidFrom, set.ValidTo) switch
        {
            ({ } from, { } to) => $", in force from {from:yyyy-MM-dd} until {to:yyyy-MM-dd}",
            ({ } from, null) => $", in force from {from:yyyy-MM-dd}",
            (null, { } to) => $", in force until {to:yyyy-MM-dd}",
            _ => "",
        };
        return $"{set.Name} ({set.Kind.Replace('-', ' ')}){force}{(set.Source.Length > 0 ? $"; {set.Source}" : "")}{(set.IsDemonstration ? "; schematic" : "")}";
    }

    private static string Capital(string unit) => unit.Length == 0 ? "Records" : char.ToUpperInvariant(unit[0]) + unit[1..];
}
