using Geo.Core.Database;
using Geo.Core.Exports;
using Geo.Core.Measures;
using Geo.Statistics;
using Geo.Statistics.Change;
using Geo.Statistics.NearRepeat;

namespace Geo.Core.HotSpots;

/// <summary>Pairs of records in a band of distance and a band of time.</summary>
/// <param name="FromMetres">Included.</param>
/// <param name="ToMetres">Not included.</param>
/// <param name="FromDays">Included.</param>
/// <param name="ToDays">Included.</param>
/// <param name="Pairs">Of records.</param>
/// <param name="Expected">Pairs by chance: the mean over the shuffled days.</param>
/// <param name="Ratio">Pairs over those expected; null where none are.</param>
/// <param name="PValue">Of this band alone, one-sided.</param>
/// <param name="AdjustedPValue">Corrected for looking at all bands (Benjamini and Hochberg).</param>
/// <param name="IsFlagged">Whether this band alone has clearly more than chance gives.</param>
public sealed record NearRepeatBand(int FromMetres, int ToMetres, int FromDays, int ToDays, long Pairs, double Expected, double? Ratio, double PValue, double AdjustedPValue, bool IsFlagged)
{
    private const double Significance = 0.05;

    /// <summary>Whether it is beyond chance although all bands were looked at.</summary>
    public bool IsFinding => IsFlagged && AdjustedPValue < Significance;

    /// <summary>Such as <c>1 to 100 m away within 7 days</c>.</summary>
    public string Name => $"{(FromMetres == 0 ? "at the same place" : $"{FromMetres} to {ToMetres} m away")} {(FromDays == 0 ? $"within {ToDays} days" : $"{FromDays} to {ToDays} days later")}";

    internal string Likelier => $"{Name} is {Rounding.Round(Ratio!.Value, 1)} times as likely as by chance";

    internal static NearRepeatBand Of(KnoxBand band, double adjusted) => new((int)band.FromMetres, (int)band.ToMetres, band.FromDays, band.ToDays - 1, band.Pairs, band.ExpectedPairs, band.Ratio, band.PValue, adjusted, band.IsFlagged);
}

/// <summary>Whether one record of a measure makes another nearby soon after more likely: Knox's test.</summary>
public sealed record NearRepeats
{
    /// <summary>How distance may be measured; the first is the usual one.</summary>
    public static readonly IReadOnlyList<string> Distances = ["manhattan", "euclidean"];

    /// <summary>Fewer records than these give too few pairs.</summary>
    public const int FewestRecords = 30;

    /// <summary>The pairs grow with the square of the records: so many in one street take seconds.</summary>
    public const int MostRecords = 2000;

    public const int Permutations = 999;

    private const ulong Seed = 1;

    // Both hold their lower end and not their upper.
    private static readonly double[] Metres = [0, 1, 100, 200, 400];
    private static readonly int[] Days = [0, 8, 15, 29];

    private static readonly string Sql = SqlFile.Read("HotSpots/NearRepeats.sql");

    public required Origin Origin { get; init; }

    /// <summary>The one area that is looked at; null for all of the set.</summary>
    public required CubeArea? Area { get; init; }

    public required MapFooting Footing { get; init; }

    /// <summary>Why nothing was tested; null where it was.</summary>
    public required string? Withheld { get; init; }

    /// <summary>One of <see cref="Distances"/>.</summary>
    public required string Distance { get; init; }

    /// <summary>Those that were tested: with a point and a day. 0 where the table is withheld.</summary>
    public required int Records { get; init; }

    /// <summary>Those of them that tell no day on which it happened, so that the day of recording stands for it.</summary>
    public required int OnRecordedDay { get; init; }

    /// <summary>Distance by distance; empty where the table is withheld.</summary>
    public required IReadOnlyList<NearRepeatBand> Bands { get; init; }

    /// <summary>What was found, as a report says it; null where the table is withheld.</summary>
    public string? Finding => Withheld is not null ? null : $"{Origin.Measure.Name}: {(Bands.Where(band => band.IsFinding).ToList(), Bands.Count(band => band.IsFlagged)) switch
    {
        ([var nearest, .. var others], _) => $"after one, another {nearest.Likelier} ({Evidence(nearest)}).{Also(others)}",
        (_, 0) => $"nothing shows that one makes another nearby soon after more likely; in none of the {Bands.Count} bands of distance and time are there clearly more pairs than chance gives. This does not prove that there are no near repeats.",
        (_, var flagged) => $"nothing shows for certain that one makes another nearby soon after more likely; {flagged} of the {Bands.Count} bands of distance and time {(flagged == 1 ? "has" : "have")} clearly more pairs than chance gives when looked at alone, but with {Bands.Count} looked at chance may explain that.",
    }}";

    public string Explanation => Origin.Explain(Notes);

    /// <summary>What was and was not counted.</summary>
    internal IEnumerable<string?> Notes =>
    [
        Origin.Of(Area), Footing.Explanation, Withheld,
        Withheld is null ? $"Knox's test of {Records:N0} records: pairs by distance and days apart, held against {Permutations} shuffles of the days over the records. A band is flagged that has at least {KnoxTest.FlagRatio} times the pairs of chance with p below 0.05; those are told as found that are beyond chance although all {Bands.Count} are looked at (false discovery rate 5%)." : null,
        Withheld is null ? $"Distances are {(Distance == Distances[0] ? "along the axes of the grid (Manhattan), nearer to the way through streets" : "in a straight line (Euclidean)")}." : null,
        Withheld is null ? OnRecordedDay == 0 ? "The day is that on which it happened or began." : $"The day is that on which it happened or began; for {OnRecordedDay:N0} of the {Records:N0} records, which tell none, the day of recording." : null,
        Withheld is null ? "Records of one incident count each and look like repeats at the same place." : null,
    ];

    /// <param name="question">Its area, or else all of the set, is the ground.</param>
    /// <param name="distance">One of <see cref="Distances"/>.</param>
    /// <exception cref="QuestionException">The question cannot be answered; says why and what can be asked.</exception>
    public static async Task<NearRepeats> AskAsync(GeoDatabase database, CountCube cube, MeasureQuestion question, string distance, CancellationToken cancellationToken)
    {
        var measure = PointRecords.FindMeasure(cube, question);
        if (!Distances.Contains(distance))
            throw new QuestionException(QuestionFault.Invalid, "distance", $"'{Fault.Shown(distance)}' is not how distance is measured.", Distances);
        var asked = (question with { Compare = null }).In(cube, measure);
        var found = await PointRecords.ReadAsync(database, Sql, asked, asked.Period.First, asked.Period.Last, [MostRecords + 1], reader => new Found(
            new(reader.GetDouble(0), reader.GetDouble(1)), reader.IsDBNull(2) ? null : reader.GetFieldValue<DateOnly>(2), reader.GetBoolean(3), reader.GetInt64(4)), cancellationToken);
        var footing = MapFooting.Of(asked, asked.Period, found.Count == 0 ? 0 : found[0].InAll);
        var dated = found.Where(record => record.Day is not null).ToList();
        var withheld = footing.Withheld() ?? (dated.Count < FewestRecords ? $"{dated.Count} {(dated.Count == 1 ? "record has" : "records have")} a point and a day, fewer than the {FewestRecords} that near repeats can be told from chance by." : null);
        if (withheld is null && found.Count > MostRecords)
            throw new QuestionException(QuestionFault.Invalid, "period", $"{footing.Mapped:N0} records are more than the {MostRecords:N0} that are tested at once; take a shorter period, one area or a narrower measure.", []);
        return new NearRepeats
        {
            Origin = asked.Origin, Area = asked.Area, Footing = footing, Withheld = withheld, Distance = distance,
            Records = withheld is null ? dated.Count : 0, OnRecordedDay = withheld is null ? dated.Count(record => record.IsRecordedDay) : 0, Bands = withheld is null ? Test(dated, distance) : [],
        };
    }

    private static IReadOnlyList<NearRepeatBand> Test(List<Found> dated, string distance)
    {
        var events = dated.Select(record => new DatedPoint(record.Point, record.Day!.Value.DayNumber)).ToArray();
        var metric = distance == Distances[0] ? DistanceMetric.Manhattan : DistanceMetric.Euclidean;
        var bands = KnoxTest.Of(events, Metres, Days, Seed, metric, Permutations, threads: 1); // on all processors it would keep other requests waiting
        var adjusted = FalseDiscovery.Adjust([.. bands.Select(band => band.PValue)]);
        return [.. bands.Select((band, i) => NearRepeatBand.Of(band, adjusted[i]))];
    }

    private static string Also(IReadOnlyList<NearRepeatBand> others) => others.Count == 0 ? "" : $" Also {string.Join("; ", others.Select(band => $"{band.Name}: {Rounding.Round(band.Ratio!.Value, 1)} times ({Evidence(band)})"))}.";

    private static string Evidence(NearRepeatBand band) => $"{band.Pairs:N0} {(band.Pairs == 1 ? "pair" : "pairs")} where chance gives {Rounding.Round(band.Expected, band.Expected >= 1 ? 1 : 3)}, p = {band.PValue:0.000}";

    /// <param name="Day">Null where the source tells none.</param>
    /// <param name="InAll">Records there are, those beyond the limit included.</param>
    private sealed record Found(PlanePoint Point, DateOnly? Day, bool IsRecordedDay, long InAll);
}

/// <summary>Near repeats as they are printed, a line a band; the note of the last line tells what was found and explains the table.</summary>
public static class NearRepeatsExport
{
    private static readonly ExportColumn[] Columns =
    [
        new("band", ColumnKind.Text), new("from_metres", ColumnKind.Plain), new("to_metres", ColumnKind.Plain), new("from_days", ColumnKind.Plain), new("to_days", ColumnKind.Plain), new("pairs", ColumnKind.Count),
        new("expected", "Expected by chance", ColumnKind.Number), new("ratio", ColumnKind.Number), new("p_value", "p of this band alone", ColumnKind.Number), new("adjusted_p_value", "p, all bands looked at", ColumnKind.Number),
        new("flagged", ColumnKind.Text),
    ];

    public static ExportTable Of(NearRepeats repeats) => new()
    {
        FileName = repeats.Origin.FileName("near-repeats"), Columns = Columns, Explanation = repeats.Explanation, Finding = repeats.Finding, IsDemonstration = repeats.Origin.IsDemonstration,
        Title = $"{repeats.Origin.Measure.Name}, {repeats.Origin.Period.Name}: {Headline(repeats)}",
        Rows =
        [
            .. repeats.Bands.Select(Row),
            new ExportRow(["All bands", .. Enumerable.Repeat(ExportCell.Blank, Columns.Length - 1)]) { IsFooting = true, BearsExplanation = true },
        ],
        About = repeats.Origin.About("None: pairs of records", repeats.Notes),
    };

    private static string Headline(NearRepeats repeats) => repeats.Withheld is not null ? "not tested for near repeats"
        : repeats.Bands.FirstOrDefault(band => band.IsFinding) is { } nearest ? $"after one, another {nearest.Likelier}"
        : $"nothing shows {(repeats.Bands.Any(band => band.IsFlagged) ? "for certain " : "")}that one makes another nearby soon after more likely";

    private static ExportRow Row(NearRepeatBand band) => new(
    [
        band.Name, band.FromMetres, band.ToMetres, band.FromDays, band.ToDays, band.Pairs, Rounding.Round(band.Expected, 3), band.Ratio is { } ratio ? Rounding.Round(ratio, 2) : ExportCell.Blank,
        Rounding.Round(band.PValue, 3), Rounding.Round(band.AdjustedPValue, 3), band.IsFlagged ? "yes" : "no",
    ]);
}
