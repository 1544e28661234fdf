using System.Text.Json.Serialization.Metadata;
using Geo.Core.Measures;
using Geo.Web.Hosting;

namespace Geo.Web.Measures;

/// <summary>A table on its way into a CSV answer.</summary>
/// <param name="Name">First word of the file's name.</param>
internal sealed record CsvTable(string Name, Origin Origin, string Explanation, Action<TextWriter> Write);

/// <summary>Answers made from the data of now, or of the moment that the request asks for.</summary>
internal static class Answers
{
    public static async Task<IResult> JsonAsync<T>(HttpContext context, CurrentCube current, JsonTypeInfo<T> type, Func<CountCube, ValueTask<T>> document)
    {
        var snapshot = await current.AtAsync(context.Request);
        return await Answer.OfAsync(context, snapshot, Answer.Json, async body =>
        {
            JsonAnswer.Write(body, await document(snapshot.Cube), type);
            return (null, null);
        });
    }

    public static async Task<IResult> CsvAsync(HttpContext context, CurrentCube current, Func<CountCube, ValueTask<CsvTable>> table)
    {
        var snapshot = await current.AtAsync(context.Request);
        return await Answer.OfAsync(context, snapshot, Answer.Csv, async body =>
        {
            var made = await table(snapshot.Cube);
            CsvAnswer.Write(body, made.Write);
            return (made.Explanation, CsvAnswer.FileName(made.Name, made.Origin));
        });
    }
}
