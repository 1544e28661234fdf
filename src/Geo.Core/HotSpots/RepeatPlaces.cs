using Geo.Core.Database;
using Geo.Core.Exports;
using Geo.Core.Measures;
using Geo.Statistics.Concentration;
using Npgsql;

namespace Geo.Core.HotSpots;

/// <summary>A place with two or more records.</summary>
/// <param name="Rank">1 for the most; of equal ones that with the latest month comes first.</param>
/// <param name="Reference">National Grid reference, exact to 10 m.</param>
/// <param name="Name">As the source has it; null where it has none.</param>
/// <param name="Previous">Records in the period before; null where that has no data, or too few to be told.</param>
/// <param name="First">Month of the first record in the period.</param>
/// <param name="Last">Month of the last record in the period.</param>
public sealed record RepeatPlace(int Rank, string Reference, string? Name, string Area, long Count, long? Previous, Month First, Month Last);

/// <summary>How records are spread over places, those that are not listed included.</summary>
/// <param name="Places">With one record or more.</param>
/// <param name="Repeats">With two or more.</param>
/// <param name="Records">At places.</param>
/// <param name="RecordsAtRepeats">At places with two or more.</param>
/// <param name="PlacesForHalf">The fewest places that have half of the records.</param>
public sealed record PlaceTotals(int Places, int Repeats, long Records, long RecordsAtRepeats, int PlacesForHalf)
{
    /// <summary>Of the records at places, those at places with two or more, in per cent; null without records.</summary>
    public double? ShareAtRepeats => Records == 0 ? null : 100.0 * RecordsAtRepeats / Records;

    /// <summary>The places with half of the records as per cent of those with one or more; null without records.</summary>
    public double? PerCentForHalf => Places == 0 ? null : 100.0 * PlacesForHalf / Places;
}

/// <summary>The places where a measure happened again and again.</summary>
public sealed record RepeatPlaces
{
    /// <summary>Places that are listed where no number is asked for.</summary>
    public const int UsualTop = 20;

    private const int Fewest = 2;
    private const int ReferenceMetres = 10;

    private static readonly string Sql = SqlFile.Read("HotSpots/RepeatPlaces.sql");

    public required Origin Origin { get; init; }

    /// <summary>The one area that is looked at; null for all of the set.</summary>
    public required CubeArea? Area { get; init; }

    public required MapFooting Footing { get; init; }

    /// <summary>Why nothing is listed; null where something may be.</summary>
    public required string? Withheld { get; init; }

    /// <summary>As many months before the period, whether or not there are data for them.</summary>
    public required Period Before { get; init; }

    /// <summary>Whether there are data for every month before.</summary>
    public required bool IsBeforeKnown { get; init; }

    /// <summary>The most records first.</summary>
    public required IReadOnlyList<RepeatPlace> Rows { get; init; }

    /// <summary>Null where the table is withheld.</summary>
    public required PlaceTotals? Totals { get; init; }

    public string Explanation => Origin.Explain(Notes);

    /// <summary>What was and was not counted.</summary>
    internal IEnumerable<string?> Notes =>
    [
        Origin.Of(Area), Footing.Explanation, Withheld, Totals is null ? null : Told(Totals),
        "A place is a point as the source tells it: several addresses may share one, and records of one incident count each.",
        Withheld is null && CellProtection.IsSensitive(Origin.Measure) ? $"Places with fewer than {CellProtection.Fewest} records are not listed, nor is a number before that is lower." : null,
        Withheld is null ? IsBeforeKnown ? $"The period before is {Before.Name}." : $"There are no data for all of {Before.Name}, so the period before is left out." : null,
    ];

    /// <param name="question">Its area, or else all of the set, is the ground; its top is the number of places to list.</param>
    /// <exception cref="QuestionException">The question cannot be answered; says why and what can be asked.</exception>
    public static async Task<RepeatPlaces> AskAsync(GeoDatabase database, CountCube cube, MeasureQuestion question, CancellationToken cancellationToken)
    {
        var measure = PointRecords.FindMeasure(cube, question);
        var asked = (question with { Compare = null }).In(cube, measure);
        var period = asked.Period;
        var before = new Period(period.First.Plus(-period.Months), period.First.Plus(-1), "");
        var held = cube.MonthsOf(measure);
        var isKnown = before.Each.All(held.Contains);
        var least = Enumerable.Range(Fewest, CellProtection.Fewest).First(count => CellProtection.MayShow(measure, count));
        var counted = await PointRecords.ReadAsync(
            database, Sql, asked, before.First, period.Last, [period.First.FirstDay, least, question.Top ?? UsualTop], reader => Counted(reader, asked, isKnown), cancellationToken);
        var footing = MapFooting.Of(asked, period, counted.Sum(row => row.Records * row.Places));
        var withheld = footing.Withheld();
        return new RepeatPlaces
        {
            Origin = asked.Origin, Area = asked.Area, Footing = footing, Withheld = withheld, Before = before, IsBeforeKnown = isKnown,
            Rows = withheld is null ? [.. counted.Select(row => row.Listed).OfType<RepeatPlace>()] : [], Totals = withheld is null ? TotalsOf(counted) : null,
        };
    }

    private static Alike Counted(NpgsqlDataReader reader, Asked asked, bool isBeforeKnown)
    {
        var (measure, count, places) = (asked.Measure, reader.GetInt64(0), reader.GetInt64(1));
        if (reader.IsDBNull(2))
            return new(count, (int)places, null);
        var (name, previous) = (reader.GetString(5), reader.GetInt64(7));
        return new(count, 1, new RepeatPlace(
            (int)reader.GetInt64(2), GridReference.Of(new(reader.GetDouble(3), reader.GetDouble(4)), ReferenceMetres), name.Length > 0 ? name : null, asked.Set.Areas.First(area => area.Id == reader.GetInt32(6)).Name,
            count, isBeforeKnown && CellProtection.MayShow(measure, previous) ? previous : null, Month.Of(reader.GetFieldValue<DateOnly>(8)), Month.Of(reader.GetFieldValue<DateOnly>(9))));
    }

    private static PlaceTotals TotalsOf(IReadOnlyList<Alike> counted)
    {
        var each = counted.SelectMany(row => Enumerable.Repeat(row.Records, row.Places)).ToArray();
        var repeats = each.Where(records => records >= Fewest).ToArray();
        return new PlaceTotals(each.Length, repeats.Length, each.Sum(), repeats.Sum(), each.Length == 0 ? 0 : PlaceConcentration.Of(each)!.PlacesForShare);
    }

    private static string Told(PlaceTotals totals) => totals.ShareAtRepeats is not { } share ? "No place has a record."
        : $"{totals.Places:N0} {(totals.Places == 1 ? "place has" : "places have")} a record or more and {totals.Repeats:N0} two or more, with {totals.RecordsAtRepeats:N0} of the {totals.Records:N0} records ({Rounding.Round(share, 0):0}%). "
        + $"Half of the records are at {totals.PlacesForHalf:N0} of the places with a record ({Rounding.Round(totals.PerCentForHalf!.Value, 0):0}%); places without one are not known and not counted.";

    /// <summary>Places with the same number of records; or the one that is listed.</summary>
    private sealed record Alike(long Records, int Places, RepeatPlace? Listed);
}

/// <summary>Repeat places as they are printed; the last line is all records at a place, and its note explains the table.</summary>
public static class RepeatPlacesExport
{
    private static readonly ExportColumn[] Columns =
    [
        new("rank", ColumnKind.Plain), new("grid_reference", ColumnKind.Text), new("name", ColumnKind.Text), new("area", ColumnKind.Text), new("count", ColumnKind.Count),
        new("previous", ColumnKind.Count), new("first_month", ColumnKind.Text), new("last_month", ColumnKind.Text),
    ];

    public static ExportTable Of(RepeatPlaces places) => new()
    {
        FileName = places.Origin.FileName("repeat-places"), Columns = Columns, Explanation = places.Explanation, IsDemonstration = places.Origin.IsDemonstration,
        Title = $"{places.Origin.Measure.Name}, {places.Origin.Period.Name}: {Finding(places.Totals)}",
        Rows =
        [
            .. places.Rows.Select(row => new ExportRow([row.Rank, row.Reference, row.Name, row.Area, row.Count, row.Previous, $"{row.First}", $"{row.Last}"])),
            new ExportRow([ExportCell.Blank, ExportCell.Blank, "All places", ExportCell.Blank, places.Totals?.Records, ExportCell.Blank, ExportCell.Blank, ExportCell.Blank]) { IsFooting = true, BearsExplanation = true },
        ],
        About = places.Origin.About("Shares of the records at places, and of the places with a record", places.Notes, $"Places with fewer than {CellProtection.Fewest} records are left out, and numbers before that are lower."),
    };

    private static string Finding(PlaceTotals? totals) => totals switch
    {
        null => "places not listed",
        { Repeats: 0 } => "no place has two records or more",
        _ => $"{totals.Repeats:N0} {(totals.Repeats == 1 ? "place with two records or more has" : "places with two records or more have")} {totals.RecordsAtRepeats:N0} of the {totals.Records:N0} records",
    };
}
