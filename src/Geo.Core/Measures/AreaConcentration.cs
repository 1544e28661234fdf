using Geo.Core.Exports;
using Geo.Statistics.Concentration;

namespace Geo.Core.Measures;

/// <summary>How few areas have how much of a measure.</summary>
public sealed record AreaConcentration
{
    public required Origin Origin { get; init; }

    /// <summary>The most first; the two shares run from 0 to 1 and are of all areas and records up to this one.</summary>
    public required IReadOnlyList<(CubeArea Area, long Count, LorenzPoint UpTo)> Rows { get; init; }

    /// <summary>How many areas hold half of the records.</summary>
    public required ConcentrationResult Half { get; init; }

    public string Explanation => Origin.Explain(Notes);

    /// <summary>What was and was not counted.</summary>
    internal IEnumerable<string?> Notes =>
        ["Records with a location in an area; not those without one.", $"Boundaries: {Origin.Set.Name}.", "Areas differ in size, so that some have more although nothing happens more often there."];

    /// <exception cref="QuestionException">The question cannot be answered; says why and what can be asked.</exception>
    public static AreaConcentration Ask(CountCube cube, MeasureQuestion question)
    {
        question = question with { Compare = null, Area = null };
        var asked = question.In(cube, question.FindMeasureOfRecords());
        var counts = new long[asked.Set.Buckets];
        asked.Set.Count(asked.Measure, asked.Period.First, asked.Period.Last, counts);
        counts = counts[..asked.Set.Areas.Count];
        var half = PlaceConcentration.Of(counts) ?? throw new QuestionException(QuestionFault.Incomplete, "measure", $"There are no {asked.Measure.Unit} in any area in {asked.Period.Name}.", []);
        var curve = PlaceConcentration.Lorenz(counts);
        return new AreaConcentration
        {
            Origin = asked.Origin, Half = half,
            Rows = [.. asked.Set.Areas.Select((area, i) => (Area: area, Count: counts[i])).OrderByDescending(row => row.Count).ThenBy(row => row.Area.Code, StringComparer.Ordinal).Select((row, i) => (row.Area, row.Count, curve[i + 1]))],
        };
    }
}

/// <summary>How few areas have how much, as it is printed; the note of the first line explains the table.</summary>
public static class AreaConcentrationExport
{
    private static readonly ExportColumn[] Columns =
    [
        new("rank", ColumnKind.Plain), new("code", ColumnKind.Text), new("name", ColumnKind.Text), new("count", ColumnKind.Count),
        new("share_of_areas", "Share of areas up to here, %", ColumnKind.PerCent), new("share_of_records", "Share of records up to here, %", ColumnKind.PerCent),
    ];

    public static ExportTable Of(AreaConcentration concentration)
    {
        var (origin, half) = (concentration.Origin, concentration.Half);
        return new()
        {
            FileName = origin.FileName("concentration"), Columns = Columns, Explanation = concentration.Explanation, IsDemonstration = origin.IsDemonstration,
            Title = $"{origin.Measure.Name}, {origin.Period.Name}: half are in {half.PlacesForShare:N0} of {half.Places:N0} areas",
            Rows = concentration.Rows.Select((row, i) => new ExportRow(
                [i + 1, row.Area.Code, row.Area.Name, row.Count, Rounding.Share(100 * row.UpTo.ShareOfPlaces), Rounding.Share(100 * row.UpTo.ShareOfEvents)])
            { BearsExplanation = i == 0 }),
            About = origin.About("Shares of the areas and of the records in them", concentration.Notes),
        };
    }
}
