using Geo.Core.Database;

namespace Geo.Core.Areas;

/// <summary>People of an age group in a year.</summary>
public sealed record AgeGroupPeople(int Year, string AgeGroup, double People);

/// <summary>What is known of an area besides its records.</summary>
/// <param name="People">By year, then age group; all ages are a group as well.</param>
public sealed record AreaFacts(int AreaId, double SquareKilometres, IReadOnlyList<AgeGroupPeople> People)
{
    private static readonly string Sql = SqlFile.Read("Areas/AreaFacts.sql");

    /// <summary>People of an age group in a year; null where they are not known.</summary>
    public double? PeopleOf(int year, string ageGroup) => People.FirstOrDefault(people => people.Year == year && people.AgeGroup == ageGroup)?.People;

    /// <summary>The areas of a boundary set by their id.</summary>
    public static async Task<IReadOnlyDictionary<int, AreaFacts>> LoadAsync(GeoDatabase database, int setId, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = setId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var facts = new Dictionary<int, AreaFacts>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var people = await reader.IsDBNullAsync(2, cancellationToken) ? []
                : reader.GetFieldValue<int[]>(2).Zip(reader.GetFieldValue<string[]>(3), reader.GetFieldValue<double[]>(4)).Select(one => new AgeGroupPeople(one.First, one.Second, one.Third)).ToList();
            facts.Add(reader.GetInt32(0), new(reader.GetInt32(0), reader.GetDouble(1), people));
        }

        return facts;
    }
}
