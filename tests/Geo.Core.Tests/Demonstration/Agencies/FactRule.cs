using System.Globalization;
using Geo.Core.Measures;

namespace Geo.Core.Tests.Demonstration.Agencies;

/// <summary>What is asked of the records: <c>count</c>, <c>stock</c> or <c>days</c>; see geodata/demo/README.md.</summary>
/// <param name="Period">A period; of a stock a day.</param>
/// <param name="Filters">By name, the values of which a record has one.</param>
/// <param name="Top">Only records with one of the so many most common values of this detail.</param>
public sealed record FactQuestion(string Kind, string Measure, string Period, IReadOnlyDictionary<string, string[]> Filters, (int Number, string Detail)? Top);

/// <summary>How a published figure is counted, as a line of geodata/demo/agency_facts.csv says it.</summary>
public sealed class FactRule
{
    private static readonly string[] Questions = ["count", "stock", "days"];

    private readonly List<string> _words;
    private readonly Func<FactQuestion, double> _ask;
    private string? _month;
    private int _next;

    private FactRule(string how, Func<FactQuestion, double> ask) => (_words, _ask) = (Words(how), ask);

    /// <param name="ask">Answers a question, of the API or of records.</param>
    /// <returns>The figure, and what it should be where the report prints another.</returns>
    public static (double Figure, double? Instead) Answer(string how, Func<FactQuestion, double> ask)
    {
        var rule = new FactRule(how, ask);
        var figure = rule.Expression();
        double? instead = rule.Is("=") ? double.Parse(rule.Take(), CultureInfo.InvariantCulture) : null;
        return rule._next == rule._words.Count ? (figure, instead) : throw new FormatException($"'{rule._words[rule._next]}' was not expected in: {how}");
    }

    private double Expression()
    {
        switch (Take())
        {
            case "share":
                return Operands() is [var part, var whole] ? 100 * part / whole : throw new FormatException("A share is of two figures.");
            case "change":
                return Operands() is [var now, var before] ? 100 * (now - before) / before : throw new FormatException("A change is of two figures.");
            case "difference":
                return Operands() is [var one, var other] ? one - other : throw new FormatException("A difference is of two figures.");
            case "sum":
                return Operands().Sum();
            case "lowest-month":
                return ByMonth().Min();
            case "highest-month":
                return ByMonth().Max();
            case "mean-month":
                return ByMonth().Average();
            default:
                _next--;
                return Question();
        }
    }

    private List<double> Operands()
    {
        var operands = new List<double> { Operand() };
        while (Is("/"))
            operands.Add(Operand());
        return operands;
    }

    private double Operand()
    {
        if (!Is("("))
            return Question();
        var value = Expression();
        return Is(")") ? value : throw new FormatException("A bracket is not closed.");
    }

    private List<double> ByMonth()
    {
        var start = _next;
        var period = Period.Parse(_words.First(word => word.Contains("..", StringComparison.Ordinal)), default, out _)!;
        var values = new List<double>();
        foreach (var month in period.Each)
        {
            (_next, _month) = (start, $"{month}");
            values.Add(Operand());
        }

        _month = null;
        return values;
    }

    private double Question()
    {
        (int, string)? top = Is("top") ? (int.Parse(Take(), CultureInfo.InvariantCulture), Take()) : null;
        var kind = Take();
        if (!Questions.Contains(kind))
            throw new FormatException($"'{kind}' is no question.");
        var (measure, period) = (Take(), Take());
        var filters = new Dictionary<string, string[]>();
        while (_next < _words.Count && _words[_next].Split('=', 2) is [{ Length: > 0 } name, { Length: > 0 } values])
        {
            filters.Add(name, [.. values.Split('|').Select(value => value.Trim('\''))]);
            _next++;
        }

        return _ask(new(kind, measure, _month ?? period, filters, top));
    }

    private bool Is(string word)
    {
        var found = _next < _words.Count && _words[_next] == word;
        _next += found ? 1 : 0;
        return found;
    }

    private string Take() => _next < _words.Count ? _words[_next++] : throw new FormatException("The rule breaks off.");

    /// <summary>Words are divided by spaces and brackets, but not between quotes.</summary>
    private static List<string> Words(string how)
    {
        var words = new List<string>();
        var (word, quoted) = ("", false);
        foreach (var letter in how + " ")
        {
            quoted ^= letter == '\'';
            if (quoted || letter is not (' ' or '(' or ')'))
            {
                word += letter;
                continue;
            }

            if (word.Length > 0)
                words.Add(word);
            word = "";
            if (letter != ' ')
                words.Add($"{letter}");
        }

        return words;
    }
}
