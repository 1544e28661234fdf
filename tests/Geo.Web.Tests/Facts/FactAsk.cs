using System.Globalization;
using System.Text.Json.Nodes;

namespace Geo.Web.Tests.Facts;

/// <summary>
/// What is asked of the API for one printed figure: <c>ADDRESS#POINTER</c>, such as
/// <c>league-tables/asb-incidents?period=2023-24#rows[Wem].count</c>. A selector in brackets is a place (<c>0</c>), a column by name
/// (<c>@Female</c>), or what an element is called, its first day after it where there are several. Terms are added (<c>+</c>), taken away (<c>-</c>) and held as a per cent
/// <c>OF</c> others or divided (<c>/ 36</c>), each sign between spaces; a term without an address goes on with the one before.
/// <c>MIN</c>, <c>MAX</c> and <c>MEAN</c> before a term are over all elements (<c>[*]</c>) of its list.
/// </summary>
internal sealed class FactAsk(Func<string, Task<JsonNode>> api)
{
    private static readonly string[] Names = ["name", "code", "period", "month", "area"];

    private string _address = "";

    /// <summary>The figure; null where the API says N/A.</summary>
    public async Task<decimal?> AnswerAsync(string ask)
    {
        var parts = ask.Split(" / ");
        var sums = parts[0].Split(" OF ");
        var value = await SumAsync(sums[0]);
        if (sums.Length == 2)
            value = 100 * value / await SumAsync(sums[1]);
        return parts.Length == 2 ? value / decimal.Parse(parts[1], CultureInfo.InvariantCulture) : value;
    }

    private async Task<decimal?> SumAsync(string sum)
    {
        decimal? value = 0;
        var sign = 1;
        foreach (var word in sum.Replace(" + ", "\u0001+\u0001", StringComparison.Ordinal).Replace(" - ", "\u0001-\u0001", StringComparison.Ordinal).Split('\u0001'))
        {
            if (word is "+" or "-")
                sign = word == "+" ? 1 : -1;
            else
                value += sign * await TermAsync(word.Trim());
        }

        return value;
    }

    private async Task<decimal?> TermAsync(string term)
    {
        if (term.Split(' ', 2) is ["MIN" or "MAX" or "MEAN", _] over)
            return await OverAllAsync(over[0], over[1]);
        var at = term.IndexOf('#', StringComparison.Ordinal);
        if (at >= 0)
            _address = term[..at];
        var document = await api(_address);
        JsonNode? node = document;
        var rest = term[(at + 1)..];
        while (rest.Length > 0)
        {
            var (name, selector, after) = Segment(rest);
            node = node?[name];
            if (selector is not null)
            {
                var list = node as JsonArray ?? throw new InvalidOperationException($"{term}: '{name}' is no list.");
                node = Select(list, selector, document);
                if (node is null)
                    return after is "" or ".count" or ".total" || after.StartsWith(".counts[", StringComparison.Ordinal) ? 0 : null; // a line that is not there counts nothing
            }

            rest = after.TrimStart('.');
        }

        return node is null ? null : decimal.Parse(node.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    private async Task<decimal?> OverAllAsync(string how, string term)
    {
        var list = term[..term.IndexOf("[*]", StringComparison.Ordinal)];
        var count = (await api(list[..list.IndexOf('#', StringComparison.Ordinal)]))[list[(list.IndexOf('#', StringComparison.Ordinal) + 1)..]]!.AsArray().Count;
        var values = new List<decimal>();
        for (var i = 0; i < count; i++)
            values.Add(await TermAsync(term.Replace("[*]", $"[{i}]", StringComparison.Ordinal)) ?? throw new InvalidOperationException($"{term}: element {i} has no figure."));
        return how switch { "MIN" => values.Min(), "MAX" => values.Max(), _ => values.Average() };
    }

    /// <summary>The first name, what stands in brackets after it, and the rest.</summary>
    private static (string Name, string? Selector, string After) Segment(string pointer)
    {
        var end = pointer.IndexOfAny(['.', '[']);
        if (end < 0)
            return (pointer, null, "");
        if (pointer[end] == '.')
            return (pointer[..end], null, pointer[end..]);
        var close = pointer.IndexOf(']', end);
        return (pointer[..end], pointer[(end + 1)..close], pointer[(close + 1)..]);
    }

    private static JsonNode? Select(JsonArray list, string selector, JsonNode document)
    {
        if (int.TryParse(selector, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < list.Count && (selector.Length < 3))
            return list[at];
        if (selector[0] == '@')
            return document["columns"]!.AsArray().Index().Where(column => (string?)column.Item!["name"] == selector[1..]).Select(column => list[column.Index]).FirstOrDefault();
        return list.FirstOrDefault(element => Names.Any(name => element is JsonObject named && named[name] is JsonValue value && (value.ToString() == selector || $"{value} {named["from"]}" == selector)));
    }
}
