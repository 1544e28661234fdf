namespace Geo.Core.Footing;

/// <summary>What was checked and what was found.</summary>
/// <param name="Documents">Names, in the order given.</param>
/// <param name="Checked">How many printed figures were re-derived, by rule.</param>
/// <param name="Findings">By document and line.</param>
public sealed record FootingReport(IReadOnlyList<string> Documents, IReadOnlyDictionary<FootingRule, int> Checked, IReadOnlyList<Finding> Findings)
{
    public int CheckedInAll => Checked.Values.Sum();

    /// <summary>Whether nothing is wrong or in disagreement; there may be remarks.</summary>
    public bool Foots => Findings.All(finding => finding.Severity == Severity.Remark);
}

/// <summary>Re-derives every total, share, change and per cent of documents and lists what does not follow.</summary>
/// <remarks>
/// Rounding is half away from zero to the printed decimals, from unrounded values; a change from zero has no per cent. What a figure
/// should equal is taken from the document itself; where it does not say, nothing is claimed, so silence is no proof.
/// </remarks>
public static class FootingLint
{
    /// <param name="paths">Documents: .docx, .csv, or text with a tab between the cells of a table. Several are also held against each other.</param>
    /// <exception cref="RefusedException">A file cannot be read as a document.</exception>
    public static async Task<FootingReport> RunAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        var documents = new List<Document>();
        foreach (var path in paths)
            documents.Add(await ReadDocument.FromAsync(path, cancellationToken));
        return Run(documents);
    }

    /// <param name="documents">Documents by name, whose ending says what they are.</param>
    /// <exception cref="RefusedException">One cannot be read as a document.</exception>
    public static FootingReport Of(IReadOnlyList<(string Name, byte[] Bytes)> documents) => Run([.. documents.Select(document => ReadDocument.Of(document.Name, document.Bytes))]);

    internal static FootingReport Run(IReadOnlyList<Document> documents)
    {
        var order = documents.Select((document, at) => (document.Name, at)).DistinctBy(item => item.Name).ToDictionary(item => item.Name, item => item.at);
        var read = documents.Select(document => (document, claims: DocumentClaims.Of(document))).ToList();
        var findings = read.SelectMany(item => In(item.document, item.claims)).Concat(TwoValues.Between(documents)).Concat(NamedPlaces.Between(documents)).Distinct();
        return new FootingReport(
            [.. documents.Select(document => document.Name)],
            read.SelectMany(item => item.claims.All).CountBy(claim => claim.Follows.Rule).OrderBy(rule => rule.Key).ToDictionary(),
            [.. findings.OrderBy(finding => order[finding.Document]).ThenBy(finding => finding.Line)]);
    }

    private static IEnumerable<Finding> In(Document document, DocumentClaims claims) =>
    [
        .. claims.All.Select(claim => claim.Check(document.Name)).OfType<Finding>(),
        .. document.Statements.SelectMany(statement => DateFindings.In(document.Name, statement.Line, statement.Text)),
        .. document.Statements.SelectMany(statement => LostWords.In(document.Name, statement.Line, statement.Text)),
        .. document.Tables.SelectMany(table => table.Rows).SelectMany(row => row.Cells.SelectMany(cell => DateFindings.In(document.Name, row.Line, cell.Text))),
        .. TextAndTable.In(document, claims.Candidates, claims.TotalsOfShares),
        .. TwoValues.Within(document),
        .. NearlySame.In(document),
        .. SkippedNumbers.In(document),
        .. Spellings.In(document),
    ];
}
