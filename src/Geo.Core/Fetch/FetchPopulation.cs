using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Geo.Core.Areas;

namespace Geo.Core.Fetch;

/// <param name="File">What to import.</param>
/// <param name="Elsewhere">Areas of the answer that are none of the set's.</param>
/// <param name="Changed">False where it is, byte for byte, what was fetched before.</param>
public sealed record FetchedPopulation(PopulationFile File, IReadOnlyList<int> Years, int Areas, int Elsewhere, bool Changed);

/// <summary>
/// Fetches populations from a dataset of Nomis, page by page, as a CSV of code, year, age group and people. Documentation:
/// nomisweb.co.uk/api/v01/help. Without an account an answer has 25,000 rows at most and is cut there without a word; so the rows are held to
/// the number that every row tells.
/// </summary>
/// <param name="folder">Downloads; the file stands in its folder <c>populations</c>.</param>
public sealed class FetchPopulation(Outbound outbound, string folder)
{
    private const int FaultsTold = 10;

    private static readonly string[] Columns = ["DATE_NAME", "GEOGRAPHY_CODE", "C_AGE", "OBS_VALUE", "OBS_STATUS", "RECORD_COUNT"];

    private sealed record Row(string Code, int Year, int Age, double? People);

    /// <param name="codes">The areas of the set.</param>
    /// <exception cref="RefusedException">It cannot be had, or leaves an area out; the file of an earlier fetch stays.</exception>
    public async Task<FetchedPopulation> FetchAsync(PopulationFeed feed, IReadOnlySet<string> codes, IProgress<FetchProgress>? progress, CancellationToken cancellationToken)
    {
        var ages = feed.Ages.ToDictionary(age => age.Key, age => PopulationFeed.Codes(age.Value)!);
        var address = new Uri(feed.Address + "?" + string.Join('&', feed.Parameters.Select(parameter => $"{parameter.Key}={Uri.EscapeDataString(parameter.Value)}")
            .Prepend($"geography={feed.Geography}&date=latest").Append($"c_age={string.Join(',', ages.Values.SelectMany(code => code).Distinct().Order())}&select={string.Join(',', Columns).ToLowerInvariant()}")));
        var rows = await RowsAsync(feed, address, progress, cancellationToken);
        var ofSet = rows.Where(row => codes.Contains(row.Code)).ToLookup(row => (row.Code, row.Year));
        var faults = new List<Fault>();
        var text = new StringBuilder("code,year,age_group,people\r\n");
        foreach (var area in ofSet.OrderBy(area => area.Key.Code, StringComparer.Ordinal).ThenBy(area => area.Key.Year))
        {
            foreach (var (group, wanted) in ages)
            {
                var told = wanted.Select(age => area.Where(row => row.Age == age).Select(row => row.People).Distinct().ToList() is [var people] ? people : null).ToList();
                if (told.Contains(null))
                    faults.Add(Wrong(feed, area.Key.Code, $"There is not one number of {area.Key.Year} for each code of age group {group}, {feed.Ages[group]}.", "Correct ages and parameters in the feeds file."));
                else
                    text.Append(CultureInfo.InvariantCulture, $"{area.Key.Code},{area.Key.Year},{group},{told.Sum()}\r\n");
            }
        }

        var named = ofSet.Select(area => area.Key.Code).ToHashSet();
        faults.AddRange(codes.Where(code => !named.Contains(code)).Order(StringComparer.Ordinal).Select(code => Wrong(feed, code, $"The dataset has no number of this area of {feed.Set}.", "Correct geography in the feeds file: it must be of the same areas and vintage as the set.")));
        if (faults.Count > 0)
            throw new RefusedException([.. faults.Take(FaultsTold)]);
        var path = Path.Combine(folder, "populations", $"{feed.Set}.csv");
        var changed = await Downloads.WriteAsync(path, Encoding.UTF8.GetBytes(text.ToString()), cancellationToken);
        return new(new PopulationFile { Path = path, BoundarySet = feed.Set }, [.. ofSet.Select(area => area.Key.Year).Distinct().Order()], named.Count, rows.Select(row => row.Code).Distinct().Count(code => !codes.Contains(code)), changed);
    }

    private async Task<List<Row>> RowsAsync(PopulationFeed feed, Uri address, IProgress<FetchProgress>? progress, CancellationToken cancellationToken)
    {
        var rows = new List<Row>();
        for (var all = int.MaxValue; rows.Count < all;)
        {
            var page = new Uri($"{address}&recordoffset={rows.Count}");
            var before = rows.Count;
            all = Read(page, await outbound.ReadAsync(page, progress, null, cancellationToken), rows) ?? (before == 0 ? 0 : all);
            if (all == 0)
                throw new RefusedException(new Fault("no-rows", feed.Address, null, "geography", feed.Geography, "The dataset has no rows for it.", "Correct geography, ages and parameters in the feeds file; Nomis answers nothing where a code does not exist."));
            if (rows.Count == before)
                throw new RefusedException(new Fault("cut-short", feed.Address, null, null, $"{rows.Count}", $"The dataset says that there are {all:N0} rows, and answers fewer.", "Fetch again later."));
            progress?.Report(new(feed.Set, $"{rows.Count:N0} of {all:N0} rows", (double)rows.Count / all));
        }

        return rows;
    }

    /// <returns>How many rows there are on all pages; null where the page has none.</returns>
    private static int? Read(Uri address, byte[] body, List<Row> rows)
    {
        using var csv = new CsvReader(new StreamReader(new MemoryStream(body)), new CsvConfiguration(CultureInfo.InvariantCulture) { BadDataFound = null, MissingFieldFound = null });
        if (!csv.Read() || !csv.ReadHeader() || Columns.Except(csv.HeaderRecord!, StringComparer.OrdinalIgnoreCase).FirstOrDefault() is { })
            throw Answer.Changed(address, Answer.Start(body), $"The answer is no CSV with the columns {string.Join(", ", Columns)}.");
        int? all = null;
        while (csv.Read())
        {
            if (!csv.TryGetField<int>("DATE_NAME", out var year) || !csv.TryGetField<int>("C_AGE", out var age) || !csv.TryGetField<int>("RECORD_COUNT", out var count) || csv.GetField("GEOGRAPHY_CODE") is not { Length: > 0 } code)
                throw Answer.Changed(address, csv.Parser.RawRecord.TrimEnd(), "A row has no year, code, age or number of rows.");
            rows.Add(new(code, year, age, double.TryParse(csv.GetField("OBS_VALUE"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var people) ? people : null));
            all = count;
        }

        return all;
    }

    private static Fault Wrong(PopulationFeed feed, string code, string rule, string remedy) => new("missing-area", feed.Address, null, "GEOGRAPHY_CODE", code, rule, remedy);
}
