using System.Globalization;
using Geo.Core.Exports;

namespace Geo.Core.Measures;

/// <summary>What a table made of an origin says of itself wherever it is printed.</summary>
internal static class OriginExport
{
    /// <summary>The facts behind a table.</summary>
    /// <param name="denominator">What rates and shares are of.</param>
    /// <param name="notes">What was and was not counted, as in the explanation.</param>
    /// <param name="leftOut">What of a sensitive measure this table leaves out, as a sentence; null where all is printed.</param>
    public static IReadOnlyList<ExportFact> About(this Origin origin, string denominator, IEnumerable<string?> notes, string? leftOut = null) =>
    [
        new("Measure", origin.Measure.Name),
        new("Definition", origin.Measure.Description),
        new("What is counted", Counted(origin.Measure)),
        new("Period", $"{origin.Period.Name} ({origin.Period.Span})"),
        new("Compared with", origin.Compare is { } compare ? $"{compare.Name} ({compare.Span})" : "Nothing"),
        new("As at", $"{origin.AsAt.ToString("d MMMM yyyy HH:mm", CultureInfo.InvariantCulture)} UTC, data version {origin.Version}"),
        .. origin.Sources.Select(source => new ExportFact("Batches", Batches(origin, source))),
        .. origin.Sources.Where(source => source.Months.Count > 0).Select(source => new ExportFact("Data to", DataTo(source, origin.AsAt))),
        new("Boundaries", Boundaries(origin)),
        new("Denominator", denominator),
        new("Protection", origin.Measure.Protection == "sensitive"
            ? $"Sensitive: a small count may point to a person. {(leftOut is null ? "All" : $"{leftOut} The other")} counts are printed as they are, so handle this file accordingly."
            : "Ordinary: counts are printed as they are."),
        new("Caveats", notes.OfType<string>().DefaultIfEmpty("None").Aggregate((all, note) => $"{all} {note}")),
        new("Months without data", origin.Missing.Count == 0 ? "None" : string.Join(", ", origin.Missing)),
    ];

    private static string Counted(Measure measure) => measure.Counting switch
    {
        Counting.People => "People, each once however many records tell of them",
        Counting.Flags => $"{Capital(measure.Unit)}, once for each mark that they bear",
        _ => Capital(measure.Unit),
    };

    /// <summary>Those of the months that are counted: their numbers are those of the list of batches.</summary>
    private static string Batches(Origin origin, SourceMonths source)
    {
        // What lasts may have begun in any month before.
        var periods = origin.Measure.Lasts && source.Months.Count > 0 ? [origin.Period with { First = source.Months[0] }] : new[] { origin.Period }.Concat(origin.Compare is { } compare ? [compare] : []);
        var counted = periods.Select(period => Batches(source, period)).OfType<string>().DefaultIfEmpty("none in these months");
        return $"{source.Agency}, {source.Feed}: {string.Join("; ", counted)}{(source.Licence.Length > 0 ? $" ({source.Licence})" : "")}{(source.IsDemonstration ? "; invented" : "")}";
    }

    private static string? Batches(SourceMonths source, Period period)
    {
        var counted = source.Months.Zip(source.Batches).Where(batch => batch.First >= period.First && batch.First <= period.Last).ToList();
        if (counted.Count == 0)
            return null;
        var (numbers, runs) = (counted.Select(batch => batch.Second).Order().ToList(), new List<string>());
        for (var (first, i) = (0, 0); i < numbers.Count; i++)
        {
            if (i + 1 < numbers.Count && numbers[i + 1] == numbers[i] + 1)
                continue;
            runs.Add(first == i ? $"{numbers[i]}" : $"{numbers[first]} to {numbers[i]}");
            first = i + 1;
        }

        return $"{(counted.Count == 1 ? "batch" : "batches")} {string.Join(", ", runs)} ({counted[0].First}{(counted.Count == 1 ? "" : $" to {counted[^1].First}")})";
    }

    /// <summary>By the moment that the figures are as at, so that the same figures give the same file.</summary>
    private static string DataTo(SourceMonths source, DateTimeOffset asAt)
    {
        var freshness = Freshness.Of(source, DateOnly.FromDateTime(asAt.UtcDateTime));
        return $"{source.Agency}, {source.Feed}: {freshness.Age} when published{(freshness.LateFrom is { } late ? string.Create(CultureInfo.InvariantCulture, $"; late from {late:d MMMM yyyy} unless newer records came since") : "")}";
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
