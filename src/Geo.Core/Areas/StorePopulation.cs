using System.Globalization;
using Geo.Core.Database;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Geo.Core.Areas;

/// <summary>A CSV of people per area: by default columns code, year, age_group, people.</summary>
public sealed record PopulationFile
{
    public required string Path { get; init; }

    public required string BoundarySet { get; init; }

    public string CodeColumn { get; init; } = "code";

    public string PeopleColumn { get; init; } = "people";

    /// <summary>The year of all rows, where the file has no column <c>year</c>.</summary>
    public int? Year { get; init; }

    /// <summary>The age group of all rows, where the file has no column <c>age_group</c>.</summary>
    public string AgeGroup { get; init; } = Population.AllAges;
}

/// <param name="Areas">Areas that now have a figure.</param>
/// <param name="AreasWithout">Codes of the set that the file does not name.</param>
public sealed record StoredPopulation(int Rows, int Areas, IReadOnlyList<int> Years, IReadOnlyList<string> AreasWithout);

/// <summary>Reads a population file as a whole and stores it inside the caller's transaction, replacing figures of the same area, year and age group.</summary>
internal static class StorePopulation
{
    private const int MaxRows = 5_000_000;

    /// <exception cref="RefusedException">The file breaks a rule; every breach found is told, and nothing is stored.</exception>
    public static async Task<StoredPopulation> RunAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, PopulationFile file, CancellationToken cancellationToken)
    {
        var fileName = System.IO.Path.GetFileName(file.Path);
        await using var context = await GeoDatabase.ContextAsync(connection, transaction, cancellationToken);
        var set = await context.BoundarySets.AsNoTracking().FirstOrDefaultAsync(s => s.Name == file.BoundarySet, cancellationToken)
            ?? throw new RefusedException(new Fault(
                "unknown-set", "--set", null, null, file.BoundarySet, "There is no such boundary set.",
                $"Choose one of: {string.Join(", ", await context.BoundarySets.Select(s => s.Name).ToListAsync(cancellationToken))}."));
        var ids = await context.Areas.Where(area => area.BoundarySetId == set.Id).ToDictionaryAsync(area => area.Code, area => area.Id, StringComparer.Ordinal, cancellationToken);

        var rows = Read(file, fileName, ids);
        foreach (var group in rows.GroupBy(row => (row.Year, row.AgeGroup)))
        {
            var areas = group.Select(row => row.AreaId).ToList();
            await context.Populations.Where(p => p.Year == group.Key.Year && p.AgeGroup == group.Key.AgeGroup && areas.Contains(p.AreaId)).ExecuteDeleteAsync(cancellationToken);
        }

        context.AddRange(rows);
        await context.SaveChangesAsync(cancellationToken);

        var named = rows.Select(row => row.AreaId).ToHashSet();
        return new StoredPopulation(
            rows.Count, named.Count, [.. rows.Select(row => row.Year).Distinct().Order()],
            [.. ids.Where(pair => !named.Contains(pair.Value)).Select(pair => pair.Key).Order(StringComparer.Ordinal)]);
    }

    private static List<Population> Read(PopulationFile file, string fileName, Dictionary<string, int> ids)
    {
        using var csv = CsvInput.Open(file.Path);
        var header = csv.HeaderRecord!;
        foreach (var column in new[] { file.CodeColumn, file.PeopleColumn })
        {
            if (!header.Contains(column))
                throw new RefusedException(new Fault("missing-column", fileName, 1, column, null, "The column is missing.", $"The header has: {string.Join(", ", header)}. Name the right one with --code or --people."));
        }

        var hasYear = header.Contains("year");
        var hasAge = header.Contains("age_group");
        if (!hasYear && file.Year is null)
            throw new RefusedException(new Fault("missing-year", fileName, 1, "year", null, "The file has no column year.", "Say the year with --year."));

        var faults = new List<Fault>();
        var rows = new List<Population>();
        var seen = new HashSet<(int, int, string)>();
        while (csv.Read() && faults.Count < AreaFeatureReader.MaxFaults)
        {
            var line = csv.Parser.RawRow;
            var code = csv.GetField(file.CodeColumn)?.Trim() ?? "";
            var people = csv.GetField(file.PeopleColumn) ?? "";
            var year = hasYear ? csv.GetField("year") ?? "" : $"{file.Year}";
            var age = hasAge ? csv.GetField("age_group") ?? "" : file.AgeGroup;
            if (!ids.TryGetValue(code, out var id))
                faults.Add(new Fault("unknown-area", fileName, line, file.CodeColumn, code, $"The boundary set {file.BoundarySet} has no area of that code.", "Leave the row out, or choose the set it belongs to with --set."));
            else if (!double.TryParse(people, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
                faults.Add(new Fault("not-a-number", fileName, line, file.PeopleColumn, people, "People are a number of 0 or more, written without thousands separators.", "Correct the value."));
            else if (!int.TryParse(year, NumberStyles.None, CultureInfo.InvariantCulture, out var y) || y is < 1900 or > 2100)
                faults.Add(new Fault("bad-year", fileName, line, "year", year, "A year lies between 1900 and 2100.", "Correct the value."));
            else if (!seen.Add((id, y, age)))
                faults.Add(new Fault("repeated-row", fileName, line, file.CodeColumn, code, $"The area has a figure for {y}, age group {age}, already.", "Leave one of the rows out."));
            else if (rows.Count == MaxRows)
                faults.Add(new Fault("too-many-rows", fileName, line, null, null, $"A population file has {MaxRows:N0} rows at most.", "Split it."));
            else
                rows.Add(new Population { AreaId = id, Year = y, AgeGroup = age, People = number });
        }

        if (rows.Count == 0 && faults.Count == 0)
            faults.Add(new Fault("no-rows", fileName, 2, null, null, "The file has a header and no rows.", "Export it again."));
        return faults.Count == 0 ? rows : throw new RefusedException(faults);
    }
}
