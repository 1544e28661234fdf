namespace Geo.Core.Footing;

/// <summary>A figure of which others may be a share.</summary>
/// <param name="Told">Where it stands, for people.</param>
/// <param name="IsSaid">A sentence states it; otherwise a table does.</param>
/// <param name="Offset">Where in the sentence; 0 in a table.</param>
internal sealed record Candidate(int Line, decimal Value, string Told, bool IsSaid, int Offset = 0);

/// <summary>The totals and counts of a document, as what shares and changes may refer to.</summary>
internal sealed class Candidates
{
    /// <summary>How many lines around a figure are about the same subject.</summary>
    public const int Section = 60;

    private const int SpokenOf = 30;

    private readonly Document _document;
    private readonly ByLine<Candidate> _all;
    private readonly ByLine<Mention> _said;
    private readonly ByLine<NamedRow> _rows;

    public Candidates(Document document)
    {
        _document = document;
        var said = document.Statements.SelectMany(Mentions.In).ToList();
        _all = ByLine.Of(said.Select(Of).Concat(document.Tables.SelectMany(Totals)), candidate => candidate.Line);
        _said = ByLine.Of(said, count => count.Line);
        _rows = ByLine.Of(document.Tables.SelectMany(table => table.Rows.Where(row => !row.IsTotal).Select(row => new NamedRow(table, row))), named => named.Row.Line);
    }

    /// <summary>Totals of the section around a line, the nearest first.</summary>
    public IEnumerable<Candidate> Around(int line, int section = Section) =>
        _all.Between(line - section, line + section).OrderBy(candidate => Math.Abs(candidate.Line - line));

    /// <summary>Of what a share in a sentence may be one: the totals around, and rows of tables that the sentence names.</summary>
    public IEnumerable<Candidate> Around(Statement statement) =>
        Around(statement.Line).Concat(Named(statement).SelectMany(named => Counts(named.Table, named.Row, $"{named.Row.Label}, line {named.Row.Line}")));

    /// <summary>Rows of tables around, whose name the sentence has.</summary>
    public IEnumerable<NamedRow> Named(Statement statement) =>
        _rows.Between(statement.Line - Section, statement.Line + Section).Where(named => named.Row.Label.Length >= 3 && statement.Text.Contains(named.Row.Label, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(named => named.Row.Label.Length);

    /// <summary>What a share without a named total is of: the last count before it that is not smaller, unless a table stands between.</summary>
    public Candidate? LastLarger(Statement statement, int offset, decimal count) =>
        Before(statement, offset, SpokenOf)
            .Where(said => said.Value >= count)
            .TakeWhile(said => !_document.HasTableBetween(said.Line, statement.Line))
            .Select(Of)
            .FirstOrDefault();

    /// <summary>The counts said before a place, the last first.</summary>
    public IEnumerable<Mention> Before(Statement statement, int offset, int lines) =>
        _said.Between(statement.Line - lines, statement.Line).Where(said => IsBefore(said, statement, offset)).Reverse();

    /// <summary>The counts said on some lines, in order.</summary>
    public IEnumerable<Mention> SaidBetween(int first, int last) => _said.Between(first, last);

    public static Candidate Of(Mention said) => new(said.Line, said.Value, $"line {said.Line}", IsSaid: true, said.Offset);

    private static bool IsBefore(Mention said, Statement statement, int offset) =>
        said.Line < statement.Line || (ReferenceEquals(said.Statement, statement) && said.Offset < offset);

    private static IEnumerable<Candidate> Totals(PrintedTable table) =>
        table.Rows.Where(row => row.IsTotal).SelectMany(row => Counts(table, row, $"{row.Label}, line {row.Line}"));

    private static IEnumerable<Candidate> Counts(PrintedTable table, PrintedRow row, string told)
    {
        var shape = new TableShape(table);
        var counts = shape.Counts.Select(column => shape.Figure(row, column)).OfType<PrintedNumber>().ToList();
        foreach (var count in counts)
            yield return new Candidate(row.Line, count.Value, told, IsSaid: false);

        // Columns of years: what is said of all years together is a share of their sum.
        if (counts.Count > 2 && TotalClaims.SumColumns(table, shape).Count + TotalClaims.DifferenceColumns(table, shape).Count == 0)
            yield return new Candidate(row.Line, counts.Sum(count => count.Value), $"{told}, all columns", IsSaid: false);
    }
}

internal sealed record NamedRow(PrintedTable Table, PrintedRow Row);

/// <summary>Things in the order of their lines, so that those around a line are found without a look at all.</summary>
internal sealed class ByLine<T>(List<T> things, List<int> lines)
{
    public IEnumerable<T> Between(int first, int last)
    {
        for (var at = FirstAt(first); at < things.Count && lines[at] <= last; at++)
            yield return things[at];
    }

    private int FirstAt(int line)
    {
        var (low, high) = (0, lines.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = lines[middle] < line ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}

internal static class ByLine
{
    public static ByLine<T> Of<T>(IEnumerable<T> things, Func<T, int> line)
    {
        var sorted = things.OrderBy(line).ToList();
        return new ByLine<T>(sorted, [.. sorted.Select(line)]);
    }
}
