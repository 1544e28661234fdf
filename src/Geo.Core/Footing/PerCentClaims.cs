namespace Geo.Core.Footing;

/// <summary>What the percentages of a table should equal: a change between two columns, a share of another column, or a share of a total.</summary>
/// <remarks>Which of these a column holds is what most of its cells follow from; the cells that do not are the claims that fail.</remarks>
internal static class PerCentClaims
{
    public static IEnumerable<Reading> Of(PrintedTable table, TableShape shape, Candidates candidates)
    {
        foreach (var column in shape.PerCents)
        {
            var reading = Readings(table, shape, column, candidates).Where(read => IsCredible(read, shape.IsNamed(column))).MaxBy(read => read.Score);
            if (reading is not null)
                yield return reading;
        }
    }

    private static IEnumerable<Reading> Readings(PrintedTable table, TableShape shape, int column, Candidates candidates)
    {
        var differences = TotalClaims.DifferenceColumns(table, shape);
        var counts = shape.Counts.Where(count => !differences.Contains(count)).ToList();
        var pairs = counts.SelectMany(one => counts.Where(other => other != one).Select(other => (one, other))).ToList();
        if (shape.MayBeChange(column))
        {
            foreach (var (current, previous) in pairs)
                yield return new Reading([.. Each(table, shape, column, row => Both(shape, row, current, previous) is [var to, var from] ? Expression.ChangePerCent(to.Value, from.Value) : null)]);
        }

        if (!shape.MayBeShare(column))
            yield break;
        foreach (var (part, whole) in pairs)
            yield return new Reading([.. Each(table, shape, column, row => Both(shape, row, part, whole) is [var count, var total] ? Expression.Share(count.Value, total.Value, "") : null)]);
        foreach (var count in counts)
        {
            var largest = table.Rows.Max(row => shape.Figure(row, count)?.Value ?? 0);
            foreach (var total in candidates.Around(table.FirstLine, Candidates.Section + table.Rows.Count).Where(total => total.Value >= largest))
                yield return new Reading([.. Each(table, shape, column, row => shape.Figure(row, count) is { } part ? Expression.Share(part.Value, total.Value, total.Told) : null)], total);
        }
    }

    // One cell may agree by chance; a reading needs three that could have contradicted it, or two where the header says what they are.
    private static bool IsCredible(Reading reading, bool isNamed)
    {
        var telling = reading.Claims.Where(claim => claim.Printed.Value != 0 || !claim.Holds).ToList();
        var held = telling.Count(claim => claim.Holds);
        var testable = telling.Count(claim => claim.Holds || claim.Follows.Value is not null);
        return held * 3 >= testable * 2 && (held >= 3 || (held == 2 && (isNamed || testable == 2)));
    }

    private static IReadOnlyList<PrintedNumber> Both(TableShape shape, PrintedRow row, int one, int other) =>
        shape.Figure(row, one) is { } first && shape.Figure(row, other) is { } second ? [first, second] : [];

    private static IEnumerable<Claim> Each(PrintedTable table, TableShape shape, int column, Func<PrintedRow, Expression?> expression)
    {
        foreach (var row in table.Rows)
        {
            if (expression(row) is not { } follows)
                continue;
            if (shape.Figure(row, column) is { } printed)
                yield return new Claim(row.Line, printed, follows);
            else if (row[column].IsNotApplicable && follows.Value is null)
                yield return new Claim(row.Line, PrintedNumber.NoPerCent, follows);
        }
    }
}

/// <summary>A column of percentages, read as following from certain columns or from a total.</summary>
internal sealed record Reading(IReadOnlyList<Claim> Claims, Candidate? Total = null)
{
    /// <summary>Of two readings that explain as much, the one with fewer failures is right, and then the first.</summary>
    public int Score { get; } = (1000 * Claims.Count(claim => claim.Holds)) - Claims.Count(claim => !claim.Holds);
}
