using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Geo.Web.Areas;
using Geo.Web.HotSpots;
using Geo.Web.Intake;
using Geo.Web.Jobs;
using Geo.Web.Measures;
using Geo.Web.Search;

namespace Geo.Web.Hosting;

/// <summary>Writers of the API's documents, made by the compiler.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, Converters = [typeof(LeagueTableRowWriter)])]
[JsonSerializable(typeof(BatchesDocument))]
[JsonSerializable(typeof(SourcesDocument))]
[JsonSerializable(typeof(QuarantineDocument))]
[JsonSerializable(typeof(ReconciliationDocument))]
[JsonSerializable(typeof(JobsDocument))]
[JsonSerializable(typeof(RunsDocument))]
[JsonSerializable(typeof(MeasuresDocument))]
[JsonSerializable(typeof(LeagueTableDocument))]
[JsonSerializable(typeof(TrendDocument))]
[JsonSerializable(typeof(BreakdownDocument))]
[JsonSerializable(typeof(CrossTableDocument))]
[JsonSerializable(typeof(StockDocument))]
[JsonSerializable(typeof(FunnelDocument))]
[JsonSerializable(typeof(IReadOnlyList<FunnelSummary>))]
[JsonSerializable(typeof(IReadOnlyList<IndicatorDocument>))]
[JsonSerializable(typeof(IndicatorValuesDocument))]
[JsonSerializable(typeof(RateDocument))]
[JsonSerializable(typeof(MoversDocument))]
[JsonSerializable(typeof(ProfileDocument))]
[JsonSerializable(typeof(RepeatPlacesDocument))]
[JsonSerializable(typeof(WeekHoursDocument))]
[JsonSerializable(typeof(NearRepeatsDocument))]
[JsonSerializable(typeof(SearchDocument))]
[JsonSerializable(typeof(SentencesDocument))]
[JsonSerializable(typeof(SignalsDocument))]
[JsonSerializable(typeof(ExceptionsDocument))]
[JsonSerializable(typeof(HeatMapDocument))]
[JsonSerializable(typeof(HotSpotsDocument))]
[JsonSerializable(typeof(CellHistoryDocument))]
[JsonSerializable(typeof(UploadProgressDocument))]
[JsonSerializable(typeof(LiveDocument))]
[JsonSerializable(typeof(ReadyDocument))]
internal sealed partial class ApiJson : JsonSerializerContext;

internal static class JsonAnswer
{
    // The answers are never put into HTML as they are, so an apostrophe may stay one.
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static void Write<T>(IBufferWriter<byte> body, T document, JsonTypeInfo<T> type)
    {
        using var json = new Utf8JsonWriter(body, Options);
        JsonSerializer.Serialize(json, document, type);
    }
}
