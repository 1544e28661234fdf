using System.Globalization;
using Geo.Core.Database;
using Geo.Core.Measures;
using Geo.Statistics.Control;

namespace Geo.Core.Jobs;

/// <summary>
/// Looks at what was taken in: months that are missing, a month with more or fewer rows than its source usually has, more records without a
/// place than usual, codes that are not known, sources that are late. Demonstration data is not looked at.
/// </summary>
public static class DataQuality
{
    /// <summary>Earlier months that a month is judged by, and the fewest that tell anything.</summary>
    private const int MonthsBefore = 24;

    private const int FewestBefore = 12;

    /// <summary>The limits of a share hold all but 1 in 500 months by chance; a smaller rise than this is nobody's business.</summary>
    private const double ShareLevel = 0.998;

    private const double ShareRise = 0.02;

    private static readonly string[] Kinds = [FindingKind.MissingMonth, FindingKind.RowCount, FindingKind.NotLocated, FindingKind.UnknownCodes, FindingKind.Late];

    public static async Task<StepResult> CheckAsync(StepRun run, CancellationToken cancellationToken)
    {
        var batches = await BatchesAsync(run.Database, cancellationToken);
        var cube = await CountCube.LoadAsync(run.Database, cancellationToken);
        var found = batches.GroupBy(batch => batch.Slug, StringComparer.Ordinal).SelectMany(source => Of([.. source]))
            .Concat(cube.Sources.Select(source => Freshness.Of(source, Freshness.Today(run.Time))).Where(freshness => freshness.IsLate)
                .Select(freshness => new Finding(FindingKind.Late, freshness.Source.Slug, null, freshness.Late)))
            .ToList();
        var fresh = await Findings.StoreAsync(run.Database, Kinds, null, found, run.Time.GetUtcNow(), cancellationToken);
        foreach (var finding in fresh)
            run.Say(finding.Message);
        return new(found.Count == 0 ? "" : $"Found {Count(found.Count)} about the data, {(fresh.Count == 0 ? "none" : fresh.Count.ToString("N0", CultureInfo.InvariantCulture))} new.", batches.Count);
    }

    private static string Count(int found) => found == 1 ? "1 thing to know" : string.Create(CultureInfo.InvariantCulture, $"{found:N0} things to know");

    /// <param name="months">The months of one source in order.</param>
    internal static IEnumerable<Finding> Of(IReadOnlyList<MonthRows> months)
    {
        var (slug, name) = (months[0].Slug, months[0].Name);
        foreach (var (first, last) in Month.Gaps([.. months.Select(month => month.Month)]))
        {
            for (var month = first; month <= last; month = month.Plus(1))
                yield return new(FindingKind.MissingMonth, slug, month, $"{name}: {month} is missing.");
        }

        var latest = months[^1];
        var before = months.Take(months.Count - 1).TakeLast(MonthsBefore).ToList();
        if (before.Count >= FewestBefore)
        {
            var usual = XmrChart.Of([.. before.Select(month => (double)month.Rows)]).Segments[0];
            if (latest.Rows < usual.Lower || latest.Rows > usual.Upper)
            {
                yield return new(FindingKind.RowCount, slug, latest.Month, string.Create(
                    CultureInfo.InvariantCulture, $"{name}: {latest.Month} has {latest.Rows:N0} rows; by the {before.Count} months before, {usual.LowerForDisplay:N0} to {usual.Upper:N0} are usual."));
            }

            var (rows, without) = (before.Sum(month => (long)month.Rows), before.Sum(month => (long)month.NotLocated));
            if (rows > 0 && latest.Rows > 0 && (double)latest.NotLocated / latest.Rows is var share && (double)without / rows is var usualShare
                && share > usualShare + ShareRise && share > (usualShare is > 0 and < 1 ? Funnel.OfProportion(usualShare, latest.Rows, ShareLevel).Upper : usualShare))
            {
                yield return new(FindingKind.NotLocated, slug, latest.Month, string.Create(
                    CultureInfo.InvariantCulture, $"{name}: {share * 100:0.0}% of {latest.Month} have no place; in the {before.Count} months before it was {usualShare * 100:0.0}%."));
            }
        }

        foreach (var month in months.Where(month => month.UnknownCodes > 0))
        {
            yield return new(FindingKind.UnknownCodes, slug, month.Month, string.Create(
                CultureInfo.InvariantCulture, $"{name}: {month.Month} has {month.UnknownCodes:N0} code(s) that are not known, in {month.RowsWithUnknown:N0} row(s) that were set aside (column {month.Columns}); ./geo batches --quarantine {month.Batch} lists them."));
        }
    }

    private static async Task<IReadOnlyList<MonthRows>> BatchesAsync(GeoDatabase database, CancellationToken cancellationToken)
    {
        await using var command = database.Writer.CreateCommand(SqlFile.Read("Jobs/DataQuality.sql"));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var batches = new List<MonthRows>();
        while (await reader.ReadAsync(cancellationToken))
        {
            batches.Add(new(
                reader.GetString(0), reader.GetString(1), Month.Of(reader.GetFieldValue<DateOnly>(2)), reader.GetInt32(3), reader.GetInt32(4), reader.GetInt32(5),
                (int)reader.GetInt64(6), (int)reader.GetInt64(7), reader.GetString(8)));
        }

        return batches;
    }
}

/// <param name="UnknownCodes">Distinct values that are not known.</param>
internal sealed record MonthRows(string Slug, string Name, Month Month, int Batch, int Rows, int NotLocated, int UnknownCodes, int RowsWithUnknown, string Columns);
