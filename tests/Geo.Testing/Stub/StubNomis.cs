using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Geo.Testing.Stub;

/// <summary>
/// A dataset of Nomis at <c>/api/v01/dataset/NM_2014_1.data.csv</c>. Documentation: https://www.nomisweb.co.uk/api/v01/help (select, date=latest,
/// recordoffset, record_count). Without an account an answer has 25,000 rows at most, with status 200 however many there are; codes that do not
/// exist give a header and no rows.
/// </summary>
public sealed class StubNomis
{
    private readonly List<(string Code, string Year, int Age, string People)> _rows = [];

    /// <summary>Rows of an answer.</summary>
    public int MostRows { get; set; } = 25_000;

    /// <summary>Publishes a number of an area, a year and a code of ages (200 all, 201 0 to 15, 204 16 to 17).</summary>
    public void Publish(string code, int year, int age, string people) => _rows.Add((code, $"{year}", age, people));

    /// <summary>Numbers that are there no more: of the year that comes next nobody asks for the latest.</summary>
    public void Clear() => _rows.Clear();

    internal async Task<bool> AnswerAsync(HttpContext context)
    {
        if (context.Request.Path != "/api/v01/dataset/NM_2014_1.data.csv")
            return false;
        var query = context.Request.Query;
        var ages = query["c_age"].ToString().Split(',').SelectMany(Ages).ToHashSet();
        var year = query["date"] == "latest" ? _rows.Select(row => row.Year).DefaultIfEmpty("").Max() : query["date"].ToString();
        var rows = _rows.Where(row => row.Year == year && ages.Contains(row.Age)).OrderBy(row => row.Code, StringComparer.Ordinal).ThenBy(row => row.Age).ToList();
        var columns = query["select"].ToString().ToUpperInvariant().Split(',');
        var offset = StubFault.Number(query["recordoffset"], 0);
        var lines = rows.Index().Skip(offset).Take(MostRows).Select(row => string.Join(',', columns.Select(column => Value(column, row.Item, row.Index, rows.Count))));
        await StubFault.WriteAsync(context, string.Join("\r\n", lines.Prepend(string.Join(',', columns.Select(column => $"\"{column}\"")))) + "\r\n", "text/csv");
        return true;
    }

    private static string Value(string column, (string Code, string Year, int Age, string People) row, int offset, int count) => column switch
    {
        "DATE_NAME" => $"\"{row.Year}\"",
        "GEOGRAPHY_CODE" => $"\"{row.Code}\"",
        "C_AGE" => $"{row.Age}",
        "OBS_VALUE" => row.People,
        "OBS_STATUS" => row.People.Length > 0 ? "\"A\"" : "\"Q\"",
        "RECORD_OFFSET" => $"{offset}",
        "RECORD_COUNT" => $"{count}",
        _ => "",
    };

    private static IEnumerable<int> Ages(string told)
    {
        var ends = told.Split("...").Select(end => int.Parse(end, CultureInfo.InvariantCulture)).ToList();
        return Enumerable.Range(ends[0], ends[^1] - ends[0] + 1);
    }
}
