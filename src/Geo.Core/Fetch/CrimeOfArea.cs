using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;
using Geo.Core.Intake;

namespace Geo.Core.Fetch;

/// <summary>
/// The crimes of a rectangle, month by month, from the API (data.police.uk/docs/method/crime-street, custom area), written as a street-level
/// file of a source of its own. More than 10,000 crimes are answered with 503: then the rectangle is halved, and each half asked for.
/// </summary>
/// <remarks>
/// The API leaves out what has no place, the LSOA and its name, and whom a crime falls within; their columns are blank. It has the crimes of
/// the British Transport Police among those of the force.
/// </remarks>
internal sealed class CrimeOfArea(CrimeFeed feed, CrimeArea area, Outbound outbound, string folder)
{
    /// <summary>Units in a degree. Points have six decimals; a rectangle is cut half-way between two of them, so that none lies on the cut.</summary>
    private const double Units = 1e7;

    /// <summary>About 1.5 km: no such square has 10,000 crimes in a month, so 503 means what it says.</summary>
    private const long Smallest = 200_000;

    private readonly string _note = Path.Combine(folder, $"area-{area.Name}.json");

    private sealed record Note(string LastUpdated, string Poly, IReadOnlyList<string> Months);

    private readonly record struct Box(long West, long South, long East, long North)
    {
        public bool CanBeHalved => Math.Max(East - West, North - South) > Smallest;

        /// <summary>Latitude comes first.</summary>
        public string Poly => string.Join(':', Corner(South, West), Corner(South, East), Corner(North, East), Corner(North, West));

        public (Box, Box) Halves() => East - West >= North - South
            ? (this with { East = Between(West, East) }, this with { West = Between(West, East) })
            : (this with { North = Between(South, North) }, this with { South = Between(South, North) });

        private static long Between(long low, long high) => ((low + high) / 20 * 10) + 5;

        private static string Corner(long latitude, long longitude) => string.Create(CultureInfo.InvariantCulture, $"{latitude / Units:0.0000000},{longitude / Units:0.0000000}");
    }

    public async Task<FetchedCrime> FetchAsync(Month lastUpdated, IProgress<FetchProgress>? progress, CancellationToken cancellationToken)
    {
        var box = new Box((long)Math.Round(area.West * Units), (long)Math.Round(area.South * Units), (long)Math.Round(area.East * Units), (long)Math.Round(area.North * Units));
        var published = await MonthsAsync(progress, cancellationToken);
        var wanted = Enumerable.Range(0, feed.Months).Select(back => lastUpdated.Plus(-back)).Where(month => month >= published[0]).Reverse().ToList();
        var note = await Downloads.NotedAsync<Note>(_note, cancellationToken);
        var done = note?.LastUpdated == $"{lastUpdated}" && note.Poly == box.Poly ? note.Months.ToList() : [];
        var names = done.Count < wanted.Count ? await CategoriesAsync(lastUpdated, progress, cancellationToken) : [];
        var files = new List<string>();
        var changed = 0;
        foreach (var month in wanted.Where(published.Contains))
        {
            var path = Path.Combine(folder, $"{month}-area-{area.Name}-street.csv");
            if (!done.Contains($"{month}") || !File.Exists(path))
            {
                progress?.Report(new(Path.GetFileName(path), "asking for crimes", (double)files.Count / wanted.Count));
                var lines = new Dictionary<long, string>();
                await AskAsync(box, month, names, lines, progress, cancellationToken);
                if (lines.Count == 0)
                    throw new RefusedException(new Fault("no-rows", Path.GetFileName(path), null, null, box.Poly, $"data.police.uk has no crime there in {month}.", "Check west, south, east and north of the area in the feeds file."));
                // In the order of their text, not as answered: the same crimes are the same file.
                changed += await Downloads.WriteAsync(path, Encoding.UTF8.GetBytes(string.Concat(lines.Values.Order(StringComparer.Ordinal).Prepend(Line(StreetLevelFormat.Columns)))), cancellationToken) ? 1 : 0;
                done.Add($"{month}");
                await Downloads.NoteAsync(_note, new Note($"{lastUpdated}", box.Poly, done), cancellationToken);
            }

            files.Add(path);
        }

        return new(lastUpdated, files, changed, [.. wanted.Where(month => !published.Contains(month)).Select(month => $"{month} area-{area.Name}")], null);
    }

    private async Task AskAsync(Box box, Month month, Dictionary<string, string> names, Dictionary<long, string> lines, IProgress<FetchProgress>? progress, CancellationToken cancellationToken)
    {
        var address = new Uri($"{feed.Address}/api/crimes-street/all-crime?poly={box.Poly}&date={month}");
        var body = await outbound.ReadUnlessAsync(box.CanBeHalved ? HttpStatusCode.ServiceUnavailable : null, address, progress, null, cancellationToken);
        if (body is null)
        {
            var (one, other) = box.Halves();
            await AskAsync(one, month, names, lines, progress, cancellationToken);
            await AskAsync(other, month, names, lines, progress, cancellationToken);
            return;
        }

        foreach (var crime in Answer.Json(address, body, JsonValueKind.Array).EnumerateArray())
        {
            try
            {
                lines[crime.GetProperty("id").GetInt64()] = Line(Fields(crime, month, names));
            }
            catch (Exception error) when (error is KeyNotFoundException or InvalidOperationException or FormatException)
            {
                throw Answer.Changed(address, crime.GetRawText(), "A crime has not the members that data.police.uk/docs/method/crime-street tells.", error);
            }
        }
    }

    private string[] Fields(JsonElement crime, Month month, Dictionary<string, string> names)
    {
        var category = crime.GetProperty("category").GetString()!;
        var location = crime.GetProperty("location");
        var outcome = crime.GetProperty("outcome_status");
        return
        [
            crime.GetProperty("persistent_id").GetString()!, $"{month}", $"data.police.uk (area {area.Name})", "", location.GetProperty("longitude").GetString()!, location.GetProperty("latitude").GetString()!,
            location.GetProperty("street").GetProperty("name").GetString()!, "", "", names.GetValueOrDefault(category, category),
            outcome.ValueKind == JsonValueKind.Null ? "" : outcome.GetProperty("category").GetString()!, crime.GetProperty("context").GetString() ?? "",
        ];
    }

    private static string Line(IEnumerable<string> fields)
    {
        using var text = new StringWriter();
        using (var csv = new CsvWriter(text, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\r\n" }))
        {
            foreach (var field in fields)
                csv.WriteField(field);
            csv.NextRecord();
        }

        return text.ToString();
    }

    /// <summary>data.police.uk/docs/method/crimes-street-dates: what months there are.</summary>
    private async Task<IReadOnlyList<Month>> MonthsAsync(IProgress<FetchProgress>? progress, CancellationToken cancellationToken)
    {
        var address = new Uri($"{feed.Address}/api/crimes-street-dates");
        var body = await outbound.ReadAsync(address, progress, null, cancellationToken);
        var months = new List<Month>();
        foreach (var told in Answer.Json(address, body, JsonValueKind.Array).EnumerateArray())
            months.Add(told.ValueKind == JsonValueKind.Object && told.TryGetProperty("date", out var date) && Month.TryParse(date.GetString(), out var month) ? month : throw Answer.Changed(address, told.GetRawText(), "The answer tells no months such as 2024-02."));
        return months.Count > 0 ? [.. months.Order()] : throw Answer.Changed(address, Answer.Start(body), "The answer tells no months.");
    }

    /// <summary>data.police.uk/docs/method/crime-categories: what the files call what the API abbreviates.</summary>
    private async Task<Dictionary<string, string>> CategoriesAsync(Month month, IProgress<FetchProgress>? progress, CancellationToken cancellationToken)
    {
        var address = new Uri($"{feed.Address}/api/crime-categories?date={month}");
        var body = await outbound.ReadAsync(address, progress, null, cancellationToken);
        try
        {
            return Answer.Json(address, body, JsonValueKind.Array).EnumerateArray().ToDictionary(category => category.GetProperty("url").GetString()!, category => category.GetProperty("name").GetString()!);
        }
        catch (Exception error) when (error is KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw Answer.Changed(address, Answer.Start(body), "The answer tells no categories with url and name.", error);
        }
    }
}
