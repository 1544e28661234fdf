namespace Geo.Core.Footing;

/// <summary>What a table's totals and differences should equal.</summary>
internal static class TotalClaims
{
    /// <summary>Totals below their rows. A row of totals ends a block; the next block starts after it.</summary>
    public static IEnumerable<Claim> OfRows(PrintedTable table, TableShape shape)
    {
        var block = new List<PrintedRow>();
        var blockTotals = new List<PrintedRow>();
        foreach (var row in table.Rows)
        {
            if (!row.IsTotal)
            {
                block.Add(row);
                continue;
            }

            // A grand total right below other totals is the sum of those.
            var parts = block.Count > 0 ? block : blockTotals;
            foreach (var claim in parts.Count > 1 ? Columns(row, parts, shape) : [])
                yield return claim;
            if (block.Count > 0)
                blockTotals.Add(row);
            block = [];
        }
    }

    /// <summary>Columns that are the sum of those before them, or the difference of two, in most rows.</summary>
    public static IEnumerable<Claim> OfColumns(PrintedTable table, TableShape shape) =>
        shape.Counts.Skip(2).SelectMany(column => Best(table, shape, column));

    /// <summary>The columns of a table that hold the sum of those before them.</summary>
    public static IReadOnlyList<int> SumColumns(PrintedTable table, TableShape shape) =>
        [.. shape.Counts.Skip(2).Where(column => Sums(table, shape, column) is { } sums && IsMost(sums))];

    /// <summary>The columns of a table that hold the difference of two before them.</summary>
    public static IReadOnlyList<int> DifferenceColumns(PrintedTable table, TableShape shape) =>
        [.. shape.Counts.Skip(2).Where(column => Differences(table, shape, column) is { } differences && IsMost(differences))];

    private static List<Claim> Best(PrintedTable table, TableShape shape, int column)
    {
        var readings = new[] { Differences(table, shape, column), Sums(table, shape, column) };
        return readings.Where(IsMost).MaxBy(reading => reading.Count(claim => claim.Holds)) ?? [];
    }

    private static List<Claim> Sums(PrintedTable table, TableShape shape, int column)
    {
        var addends = shape.Counts.Where(other => other < column).ToList();
        return [.. Each(table, shape, column, row =>
        {
            var parts = addends.Select(other => shape.Figure(row, other)).OfType<PrintedNumber>().ToList();
            return parts.Count > 0 ? Expression.Sum(parts) : null;
        })];
    }

    private static List<Claim> Differences(PrintedTable table, TableShape shape, int column)
    {
        var before = shape.Counts.Where(other => other < column).ToList();
        var pairs = before.SelectMany(current => before.Where(previous => previous != current).Select(previous => (current, previous)));
        return pairs
            .Select(pair => Each(table, shape, column, row =>
                shape.Figure(row, pair.current) is { } current && shape.Figure(row, pair.previous) is { } previous ? Expression.Difference(current.Value, previous.Value) : null).ToList())
            .MaxBy(reading => reading.Count(claim => claim.Holds)) ?? [];
    }

    private static IEnumerable<Claim> Each(PrintedTable table, TableShape shape, int column, Func<PrintedRow, Expression?> expression)
    {
        foreach (var row in table.Rows)
        {
            if (shape.Figure(row, column) is { } printed && expression(row) is { } follows)
                yield return new Claim(row.Line, printed, follows);
        }
    }

    // Three rows of four, and more than a chance or two: a column that is a sum is one in nearly all rows.
    private static bool IsMost(List<Claim> reading) =>
        reading.Count(claim => claim.Holds && claim.Printed.Value != 0) >= 2 && reading.Count(claim => claim.Holds) * 4 >= reading.Count * 3;

    private static IEnumerable<Claim> Columns(PrintedRow total, List<PrintedRow> rows, TableShape shape)
    {
        foreach (var column in shape.Counts.Concat(shape.PerCents))
        {
            var parts = rows.Select(row => shape.Figure(row, column)).OfType<PrintedNumber>().ToList();
            if (shape.Figure(total, column) is { } printed && parts.Count > 1 && (!printed.IsPerCent || IsSumOfPercents(printed, parts)))
                yield return new Claim(total.Line, printed, Expression.Sum(parts));
        }
    }

    /// <summary>The per cent of a total row is the average of its rows as often as their sum; only a sum lies above all of them, near what they add to.</summary>
    private static bool IsSumOfPercents(PrintedNumber total, List<PrintedNumber> parts) =>
        parts.TrueForAll(part => part.Value >= 0 && part.Value < total.Value) && Math.Abs(parts.Sum(part => part.Value) - total.Value) <= 10;
}
