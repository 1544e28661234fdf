using Geo.Core.Database;
using Geo.Core.Records;
using Npgsql;

namespace Geo.Core.Measures.Tables;

/// <summary>The dimensions that there are: the fixed ones, and the kinds of detail that records have.</summary>
internal sealed class FindDimensions
{
    private readonly IReadOnlyList<Dimension> _known;

    private FindDimensions(IReadOnlyList<Dimension> known) => _known = known;

    public static Task<FindDimensions> LoadAsync(GeoDatabase database, CancellationToken cancellationToken)
    {
        const string sql = "select distinct t.kind from records.term t where t.kind <> 'lsoa' order by 1";
        return database.ReadAsync(sql, async () =>
        {
            await using var connection = await database.Reader.OpenConnectionAsync(cancellationToken);
            await using var command = new NpgsqlCommand(sql, connection);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var known = new List<Dimension>(Dimension.Fixed);
            while (await reader.ReadAsync(cancellationToken))
                known.Add(Dimension.Detail(reader.GetString(0)));
            return new FindDimensions(known);
        });
    }

    /// <exception cref="QuestionException">There is no such dimension.</exception>
    public Dimension Find(string parameter, string slug) => _known.FirstOrDefault(dimension => dimension.Slug == slug)
        ?? throw new QuestionException(QuestionFault.Invalid, parameter, $"'{Fault.Shown(slug)}' is nothing that records are divided by.", [.. _known.Select(dimension => dimension.Slug)]);

    /// <exception cref="QuestionException">The dimensions do not go together.</exception>
    public void Check(TableQuestion question, Dimension? rows, IReadOnlyList<Dimension> columns)
    {
        var all = rows is null ? columns : [rows, .. columns];
        if (columns.Count > 2)
            throw new QuestionException(QuestionFault.Invalid, "columns", "A table has two column dimensions at most.", []);
        if (all.Select(dimension => dimension.Slug).Distinct(StringComparer.Ordinal).Count() < all.Count)
            throw new QuestionException(QuestionFault.Invalid, "columns", "A dimension stands twice.", []);
        if (all.Count(dimension => dimension.Kind == DimensionKind.Time) > 1)
            throw new QuestionException(QuestionFault.Invalid, "columns", "Only one dimension is of time.", []);
        if (question.Counting == TableCounting.People && all.FirstOrDefault(dimension => dimension.Kind != DimensionKind.Person) is { } other)
            throw new QuestionException(QuestionFault.Invalid, "count", $"People are divided by what they are, not by {other.Slug}: one person may be in several of its lines. Ask for each period or value by itself.", [.. Dimension.Fixed.Where(dimension => dimension.Kind == DimensionKind.Person).Select(dimension => dimension.Slug)]);
        foreach (var only in question.Only)
            Check(only);
    }

    private void Check(Only only)
    {
        string[] kinds = ["flag", "role", "sex", "ethnicity", .. _known.Where(dimension => dimension.Kind == DimensionKind.Detail).Select(dimension => dimension.Slug)];
        if (!kinds.Contains(only.Dimension))
            throw new QuestionException(QuestionFault.Invalid, "only", $"'{Fault.Shown(only.Dimension)}' is nothing that a table is narrowed by; write KIND:VALUE.", kinds);
        if (only.Dimension == "flag" && Catalogue.Flags.All(flag => flag.Slug != only.Value))
            throw new QuestionException(QuestionFault.Invalid, "only", $"There is no mark '{Fault.Shown(only.Value)}'.", [.. Catalogue.Flags.Select(flag => flag.Slug)]);
    }
}
