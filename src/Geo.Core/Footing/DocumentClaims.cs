namespace Geo.Core.Footing;

/// <summary>Every figure of a document that is known to follow from others.</summary>
/// <param name="TotalsOfShares">By table, the figures outside it that its shares are of.</param>
internal sealed record DocumentClaims(IReadOnlyList<Claim> All, Candidates Candidates, ILookup<PrintedTable, Candidate> TotalsOfShares)
{
    public static DocumentClaims Of(Document document)
    {
        var candidates = new Candidates(document);
        var shapes = document.Tables.Select(table => (table, shape: new TableShape(table))).ToList();
        var perCents = shapes.SelectMany(item => PerCentClaims.Of(item.table, item.shape, candidates).Select(reading => (item.table, reading))).ToList();
        var pairs = document.Statements.SelectMany(ChangeClaims.Pairs).ToList();
        return new DocumentClaims(
            [
                .. shapes.SelectMany(item => TotalClaims.OfRows(item.table, item.shape)),
                .. shapes.SelectMany(item => TotalClaims.OfColumns(item.table, item.shape)),
                .. perCents.SelectMany(item => item.reading.Claims),
                .. document.Statements.SelectMany(statement => ShareClaims.Of(statement, candidates, document)),
                .. document.Statements.SelectMany(statement => ChangeClaims.Of(statement, candidates, pairs)),
                .. document.Statements.SelectMany(ListClaims.Of),
                .. LineListClaims.Of(document, candidates),
                .. EthnicGroupClaims.Of(document),
            ],
            candidates,
            perCents.Where(item => item.reading.Total is not null).ToLookup(item => item.table, item => item.reading.Total!));
    }
}
