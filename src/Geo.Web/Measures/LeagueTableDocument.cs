using System.Text.Json;
using System.Text.Json.Serialization;
using Geo.Core.Measures;

namespace Geo.Web.Measures;

/// <summary>A league table as the API tells it in JSON.</summary>
/// <param name="Rows">Made as they are written: a country has thousands.</param>
/// <param name="NotLocated">Records without a location; they count in the total.</param>
/// <param name="Outside">Records outside the area; they do not.</param>
/// <param name="PopulationYear">Year of the population that rates are held against; null without one.</param>
/// <param name="Missing">Months without data, each with its agency.</param>
/// <param name="Explanation">What the figures are, in one line.</param>
internal sealed record LeagueTableDocument(
    MeasureDocument Measure, BoundarySetDocument Boundaries, PeriodDocument Period, PeriodDocument? Compare, int? PopulationYear,
    IEnumerable<LeagueTableRowDocument> Rows, LeagueTableRowDocument? Others, LeagueTableRowDocument NotLocated, LeagueTableRowDocument Outside, LeagueTableRowDocument Total,
    IReadOnlyList<string> Missing, IReadOnlyList<SourceDocument> Sources, long DataVersion, DateTimeOffset AsAt, bool IsDemonstration, string Explanation)
{
    public static LeagueTableDocument Of(LeagueTable table)
    {
        var compared = table.Compare is not null;
        var sources = new SourceDocument[table.Sources.Count];
        for (var i = 0; i < sources.Length; i++)
            sources[i] = SourceDocument.Of(table.Sources[i]);
        return new(
            MeasureDocument.Of(table.Measure), BoundarySetDocument.Of(table.Set), PeriodDocument.Of(table.Period), compared ? PeriodDocument.Of(table.Compare!) : null, table.PopulationYear,
            table.Rows.Select(LeagueTableRowDocument.Of), table.Others is null ? null : LeagueTableRowDocument.Of(table.Others), LeagueTableRowDocument.Of(table.NotLocated),
            LeagueTableRowDocument.Of(table.Outside), LeagueTableRowDocument.Of(table.Total),
            table.Missing, sources, table.Version, table.AsAt, table.IsDemonstration, table.Explanation);
    }
}

/// <param name="First">First month.</param>
/// <param name="Last">Last month.</param>
internal sealed record PeriodDocument(string First, string Last, int Months, string Name)
{
    public static PeriodDocument Of(Period period) => new(period.First.ToString(), period.Last.ToString(), period.Months, period.Name);
}

/// <param name="Rank">1 for the most; equal counts share a rank; null on footing lines.</param>
/// <param name="Share">Per cent of the total, rounded half away from zero to two decimals.</param>
/// <param name="ChangePerCent">Rounded half away from zero to one decimal; null from zero and without a comparison.</param>
/// <param name="RatePer1000">Per 1,000 people over the period, rounded half away from zero to two decimals.</param>
[method: JsonConstructor]
internal readonly record struct LeagueTableRowDocument(
    int? Rank, string? Code, string Name, long Count, decimal? Share, long? Previous, long? Change, decimal? ChangePerCent, decimal? RatePer1000)
{
    public static LeagueTableRowDocument Of(LeagueTableRow row) => new(
        row.Rank, row.Code, row.Name, row.Count, Rounding.Share(row.Share), row.Previous, row.Change, Rounding.ChangePerCent(row.ChangePerCent), Rounding.Rate(row.Rate));
}

/// <summary>Writes a row of a league table: a country has thousands, and they are most of what an answer costs.</summary>
internal sealed class LeagueTableRowWriter : JsonConverter<LeagueTableRowDocument>
{
    private static readonly JsonEncodedText Rank = Name(nameof(LeagueTableRowDocument.Rank));
    private static readonly JsonEncodedText Code = Name(nameof(LeagueTableRowDocument.Code));
    private static readonly JsonEncodedText AreaName = Name(nameof(LeagueTableRowDocument.Name));
    private static readonly JsonEncodedText Count = Name(nameof(LeagueTableRowDocument.Count));
    private static readonly JsonEncodedText Share = Name(nameof(LeagueTableRowDocument.Share));
    private static readonly JsonEncodedText Previous = Name(nameof(LeagueTableRowDocument.Previous));
    private static readonly JsonEncodedText Change = Name(nameof(LeagueTableRowDocument.Change));
    private static readonly JsonEncodedText ChangePerCent = Name(nameof(LeagueTableRowDocument.ChangePerCent));
    private static readonly JsonEncodedText RatePer1000 = Name(nameof(LeagueTableRowDocument.RatePer1000));

    public override void Write(Utf8JsonWriter writer, LeagueTableRowDocument value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        Whole(writer, Rank, value.Rank);
        writer.WriteString(Code, value.Code);
        writer.WriteString(AreaName, value.Name);
        writer.WriteNumber(Count, value.Count);
        Rounded(writer, Share, value.Share);
        Whole(writer, Previous, value.Previous);
        Whole(writer, Change, value.Change);
        Rounded(writer, ChangePerCent, value.ChangePerCent);
        Rounded(writer, RatePer1000, value.RatePer1000);
        writer.WriteEndObject();
    }

    public override LeagueTableRowDocument Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

    private static JsonEncodedText Name(string property) => JsonEncodedText.Encode(JsonNamingPolicy.CamelCase.ConvertName(property));

    private static void Whole(Utf8JsonWriter writer, JsonEncodedText name, long? value)
    {
        if (value is { } number)
            writer.WriteNumber(name, number);
        else
            writer.WriteNull(name);
    }

    private static void Rounded(Utf8JsonWriter writer, JsonEncodedText name, decimal? value)
    {
        if (value is { } number)
            writer.WriteNumber(name, number);
        else
            writer.WriteNull(name);
    }
}
