namespace Geo.Core.Footing;

/// <summary>Where a sentence and the table it tells of print two values.</summary>
internal static class TextAndTable
{
    /// <summary>A sentence this many lines before a table introduces it.</summary>
    private const int Introduces = 15;

    private const decimal NearlyShare = 0.05m;

    /// <param name="totalsOfShares">By table, the figures that its shares are of: its own total may be less than those.</param>
    public static IEnumerable<Finding> In(Document document, Candidates candidates, ILookup<PrintedTable, Candidate> totalsOfShares)
    {
        var changes = document.Statements.SelectMany(ChangeClaims.Changes).Where(change => change.IsTied).ToList();
        return document.Tables.SelectMany(table => OfTotal(document, table, candidates, changes, totalsOfShares)).Concat(OfRows(document, candidates, changes));
    }

    /// <summary>The total that a table's introduction states, where it is nearly the table's own: 500 before a table that totals 496.</summary>
    private static IEnumerable<Finding> OfTotal(Document document, PrintedTable table, Candidates candidates, List<SaidChange> changes, ILookup<PrintedTable, Candidate> totalsOfShares)
    {
        var shape = new TableShape(table);
        if (table.Rows.LastOrDefault(row => row.IsTotal) is not { } total || shape.Counts.Count == 0 || shape.Figure(total, shape.Counts[0]) is not { } printed)
            yield break;
        var said = candidates.SaidBetween(table.FirstLine - Introduces, table.FirstLine - 1).Where(count => !document.HasTableBetween(count.Line, table.FirstLine)).ToList();
        if (said.Exists(count => count.Value == printed.Value) || said.Find(count => IsNearly(count.Value, printed.Value)) is not { } other || totalsOfShares[table].Any(candidate => candidate.Line == other.Line && candidate.Value == other.Value))
            yield break;
        yield return Disagreement(document, other.Line, other.Number.Text, printed.Text, $"the table's {total.Label}, line {total.Line}");

        if (TotalClaims.DifferenceColumns(table, shape) is not [var column, ..] || shape.Figure(total, column) is not { } inTable)
            yield break;
        if (changes.Find(change => change.Statement.Line == other.Line && change.Offset > other.Offset) is { } change && change.Count != Math.Abs(inTable.Value))
        {
            yield return Disagreement(
                document, other.Line, $"n={PrintedNumber.Told(change.Count)}", PrintedNumber.Told(Math.Abs(inTable.Value)),
                $"the change in the table's {total.Label}, line {total.Line}; before it were {PrintedNumber.Told(change.Previous(other.Value))} and {PrintedNumber.Told(printed.Value - inTable.Value)}");
        }
    }

    /// <summary>A row that a sentence names and whose count it has, with another change.</summary>
    private static IEnumerable<Finding> OfRows(Document document, Candidates candidates, List<SaidChange> changes)
    {
        foreach (var change in changes)
        {
            if (candidates.Before(change.Statement, change.Offset, 1).FirstOrDefault() is not { } current)
                continue;
            foreach (var (table, row) in candidates.Named(current.Statement))
            {
                var shape = new TableShape(table);
                if (TotalClaims.DifferenceColumns(table, shape) is not [var column, ..] || shape.Figure(row, column) is not { } inTable || shape.Figure(row, shape.Counts[0])?.Value != current.Value)
                    continue;
                if (Math.Abs(inTable.Value) != change.Count)
                    yield return Disagreement(document, change.Statement.Line, $"n={PrintedNumber.Told(change.Count)}", PrintedNumber.Told(Math.Abs(inTable.Value)), $"the change of {row.Label} in the table, line {row.Line}");
                break;
            }
        }
    }

    private static bool IsNearly(decimal one, decimal other) => one != other && other >= 20 && Math.Abs(one - other) <= other * NearlyShare;

    private static Finding Disagreement(Document document, int line, string printed, string follows, string derivation) =>
        new(document.Name, line, Severity.Disagrees, FootingRule.SentenceAndTable, printed, follows, derivation);
}
