namespace Geo.Core.Demonstration.Police;

internal enum ChangeKind
{
    Late,
    Cancelled,
    Reclassified,

    /// <summary>From March into April, the next year.</summary>
    MovedOn,

    /// <summary>From April into March, the year before.</summary>
    MovedBack,
    Marked,
    Unmarked,
    Relocated,
}

/// <summary>So many records of a code that the later extract tells differently.</summary>
/// <param name="To">What it is reclassified to.</param>
/// <param name="Mark">A mark that they bear, gain or lose.</param>
/// <param name="Month">The month they lie in, where it matters.</param>
internal sealed record Change(string Classification, ChangeKind Kind, PoliceYear Year, string Code, string To, Marks Mark, Month? Month, int Count);

/// <summary>What differs between the two extracts of the police (geodata/demo/changes.csv).</summary>
internal static class Changes
{
    public const string Offences = "home-office";
    public const string Incidents = "asb-type";
    public const string DomesticIncidents = "domestic-incident";

    public static IReadOnlyList<Change> Load() => DemonstrationTables.Read("changes.csv", row => new Change(
        row.GetField("classification")!, Enum.Parse<ChangeKind>(row.GetField("kind")!.Replace("-", "", StringComparison.Ordinal), ignoreCase: true),
        PoliceYear.Of(row.GetField("year")!), row.GetField("code")!, row.GetField("to")!,
        row.GetField("mark") switch { "" => Marks.None, "hate" => Marks.Hate, "domestic-abuse" => Marks.DomesticAbuse, var mark => throw new InvalidOperationException($"changes.csv: no mark '{mark}'.") },
        Core.Month.TryParse(row.GetField("month")!, out var month) ? month : null, row.GetField<int>("count")));

    /// <summary>By how much a year's offences grow, counted where a code and the marks of a change are counted.</summary>
    /// <param name="month">Of this month only.</param>
    public static int Net(this IEnumerable<Change> changes, PoliceYear year, Func<string, bool> code, Marks mark = Marks.None, Month? month = null) =>
        changes.Where(change => change.Classification == Offences).Sum(change => change.Count * change switch
        {
            { Kind: ChangeKind.Late } => In(change, year, month) && code(change.Code) && Bears(change, mark) ? 1 : 0,
            { Kind: ChangeKind.Cancelled } => In(change, year, month) && code(change.Code) && Bears(change, mark) ? -1 : 0,
            { Kind: ChangeKind.Reclassified } => In(change, year, month) && Bears(change, mark) ? (code(change.To) ? 1 : 0) - (code(change.Code) ? 1 : 0) : 0,
            { Kind: ChangeKind.MovedOn } when code(change.Code) && Bears(change, mark) => Moved(change.Year, change.Year.End, 1, year, month),
            { Kind: ChangeKind.MovedBack } when code(change.Code) && Bears(change, mark) => Moved(change.Year, change.Year.First, -1, year, month),
            { Kind: ChangeKind.Marked } => In(change, year, month) && mark != Marks.None && change.Mark == mark && code(change.Code) ? 1 : 0,
            { Kind: ChangeKind.Unmarked } => In(change, year, month) && mark != Marks.None && change.Mark == mark && code(change.Code) ? -1 : 0,
            _ => 0,
        });

    private static bool Bears(Change change, Marks mark) => mark == Marks.None || change.Mark == mark;

    private static bool In(Change change, PoliceYear year, Month? month) => change.Year == year && (month is null || change.Month == month);

    private static int Moved(PoliceYear from, Month leaving, int by, PoliceYear year, Month? month)
    {
        if (from == year && (month is null || month == leaving))
            return -1;
        return from.Index + by == year.Index && (month is null || month == leaving.Plus(by)) ? 1 : 0;
    }
}
