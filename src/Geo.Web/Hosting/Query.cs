using Microsoft.AspNetCore.WebUtilities;

namespace Geo.Web.Hosting;

/// <summary>A parameter of the address, as it is checked and as the API description tells it.</summary>
/// <param name="Type"><c>string</c>, <c>integer</c> or <c>boolean</c>.</param>
internal sealed record QueryParameter(string Name, string Description, string Type = "string", IReadOnlyList<string>? Values = null, string? Example = null);

/// <summary>A request that is not of the form the API takes.</summary>
internal sealed class InvalidRequestException(string parameter, string detail, IReadOnlyList<string> choices) : Exception(detail)
{
    public string Parameter => parameter;

    public IReadOnlyList<string> Choices => choices;
}

/// <summary>The parameters of one request: each known, each at most once.</summary>
internal readonly struct Query
{
    private readonly IReadOnlyList<QueryParameter> _allowed;
    private readonly string?[] _values;

    private Query(IReadOnlyList<QueryParameter> allowed) => (_allowed, _values) = (allowed, new string?[allowed.Count]);

    /// <exception cref="InvalidRequestException">A parameter is unknown, or given twice.</exception>
    public static Query Read(HttpRequest request, IReadOnlyList<QueryParameter> allowed)
    {
        var query = new Query(allowed);
        if (!request.QueryString.HasValue)
            return query;
        foreach (var pair in new QueryStringEnumerable(request.QueryString.Value))
        {
            var name = pair.DecodeName().Span;
            var at = IndexOf(allowed, name);
            if (at < 0)
            {
                throw new InvalidRequestException(
                    Geo.Core.Fault.Shown(name.ToString()), $"There is no parameter '{Geo.Core.Fault.Shown(name.ToString())}' here.{(allowed.Count == 0 ? " This address takes none." : "")}",
                    [.. allowed.Select(parameter => parameter.Name)]);
            }

            if (query._values[at] is not null)
                throw new InvalidRequestException(allowed[at].Name, $"The parameter '{allowed[at].Name}' is given more than once.", [.. allowed.Select(parameter => parameter.Name)]);
            query._values[at] = pair.DecodeValue().ToString();
        }

        return query;
    }

    /// <summary>The value; null where it is not given or empty, as a form sends what was not filled in.</summary>
    public string? this[string name] => _values[IndexOf(_allowed, name)] is { Length: > 0 } value ? value : null;

    /// <summary>As the indexer; null as well where the address takes no such parameter.</summary>
    public string? Optional(string name) => IndexOf(_allowed, name) < 0 ? null : this[name];

    public int? Integer(string name, int least, int most)
    {
        if (this[name] is not { } text)
            return null;
        return int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw new InvalidRequestException(name, $"'{Geo.Core.Fault.Shown(text)}' is not a whole number from {least} to {most}.", []);
    }

    public bool Flag(string name) => this[name] switch
    {
        null or "false" => false,
        "true" => true,
        var text => throw new InvalidRequestException(name, $"'{Geo.Core.Fault.Shown(text)}' is neither true nor false.", ["true", "false"]),
    };

    public string? OneOf(string name, IReadOnlyList<string> values) =>
        this[name] is not { } text || values.Contains(text)
            ? this[name]
            : throw new InvalidRequestException(name, $"'{Geo.Core.Fault.Shown(text)}' is not a value of '{name}'.", values);

    private static int IndexOf(IReadOnlyList<QueryParameter> allowed, ReadOnlySpan<char> name)
    {
        for (var i = 0; i < allowed.Count; i++)
        {
            if (name.SequenceEqual(allowed[i].Name))
                return i;
        }

        return -1;
    }
}
