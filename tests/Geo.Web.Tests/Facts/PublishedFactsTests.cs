using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Geo.Testing;
using Geo.Web.Tests.Hosting;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Geo.Web.Tests.Facts;

/// <summary>Walks every figure of <c>geodata/demo/facts.csv</c>: the API gives it from records, or gives the right one where the print is known to be wrong, or the reason why it cannot stands beside it.</summary>
[Collection(Demonstration.Name)]
public sealed class PublishedFactsTests(DemonstrationHost host, ITestOutputHelper output)
{
    private static readonly string[] Kinds = ["record", "known-error", "indicator", "not-derivable"];

    private static readonly string[] WholeTables =
        ["ward_tables", "breakdowns", "town_tables", "town_tables_text", "demographics", "da_serious_violence", "dvpn", "domestic_homicides", "a_and_e"];

    /// <summary>What of these tables no record can give: a Census figure, a trend in words.</summary>
    private static readonly string[] OfNoRecords = ["demographics/144", "a_and_e/39"];

    private readonly ConcurrentDictionary<string, JsonNode> _answers = new(StringComparer.Ordinal);

    [DatabaseFact]
    public async Task EveryPrintedFigure_IsAnsweredAsPrinted_OrTheReasonIsGiven()
    {
        var wrong = new List<string>();
        var (figures, reproduced, errors) = (0, new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        var ask = new FactAsk(AnswerAsync);
        foreach (var (fact, answer) in DemonstrationFacts.All().Zip(DemonstrationFacts.Answers()))
        {
            figures++;
            if (answer.Kind is not ("record" or "known-error" or "indicator"))
                continue;
            decimal? given;
            try
            {
                given = await ask.AnswerAsync(answer.Ask);
            }
            catch (Exception error) when (error is InvalidOperationException or ShouldAssertException or FormatException)
            {
                wrong.Add($"{fact.Id} {fact.Measure} {fact.Dimensions}: {answer.Ask}: {error.Message}");
                continue;
            }

            var expected = answer.Kind == "known-error" ? answer.Right : fact.Value;
            if (!Agrees(given, expected))
                wrong.Add($"{fact.Id} {fact.Measure} {fact.Dimensions} {fact.Unit}: printed {expected}, the API gives {given}: {answer.Ask}");
            else if (answer.Kind == "known-error" && Agrees(given, fact.Value))
                wrong.Add($"{fact.Id}: is no error: the API gives what is printed, {fact.Value}");
            if (answer.Kind == "known-error")
                errors.Add(fact.Id);
            else if (answer.Kind == "record")
                reproduced.Add(fact.Id);
        }

        reproduced.ExceptWith(errors);
        output.WriteLine($"{figures} figures; {reproduced.Count} facts reproduced from records, {errors.Count} with a known error that the API gives right.");
        wrong.ShouldBeEmpty($"{wrong.Count} of {figures}:\n{string.Join('\n', wrong.Take(400))}");
        reproduced.Count.ShouldBeGreaterThanOrEqualTo(500);
    }

    [Fact]
    public void EveryFigure_IsReproduced_AKnownError_AnIndicator_OrHasItsReason()
    {
        var (facts, answers) = (DemonstrationFacts.All(), DemonstrationFacts.Answers());

        answers.Select(answer => answer.Id).ShouldBe(facts.Select(fact => fact.Id));
        answers.ShouldAllBe(answer => Kinds.Contains(answer.Kind));
        answers.Where(answer => answer.Kind == "not-derivable").ShouldAllBe(answer => answer.Why.Length > 0 && answer.Ask.Length == 0);
        answers.Where(answer => answer.Kind == "known-error").ShouldAllBe(answer => answer.Why.Length > 0 && answer.Right.Length > 0);
        answers.Where(answer => answer.Kind is "record" or "indicator").ShouldAllBe(answer => answer.Ask.Contains('#'));
        answers.Where(answer => answer.Kind != "indicator").ShouldAllBe(answer => !answer.Ask.Contains("indicators/"));
    }

    /// <summary>What counts records in these tables is asked of records: nothing in them goes in as a figure or is left out.</summary>
    [Fact]
    public void TablesThatCountRecords_AreWhollyAskedOfRecords()
    {
        var left = DemonstrationFacts.Answers().Where(answer => WholeTables.Contains(answer.Id.Split('/')[0]) && answer.Kind is ("indicator" or "not-derivable"));

        left.Select(answer => answer.Id).ShouldBe(OfNoRecords, ignoreOrder: true);
    }

    private async Task<JsonNode> AnswerAsync(string address)
    {
        if (!_answers.TryGetValue(address, out var answer))
            _answers[address] = answer = await host.JsonAsync($"/api/v1/{address}");
        return answer;
    }

    /// <summary>Rounded half away from zero to the printed decimals; N/A is no figure.</summary>
    private static bool Agrees(decimal? given, string printed)
    {
        if (printed == "N/A" || given is null)
            return printed == "N/A" && given is null;
        var value = decimal.Parse(printed, NumberStyles.Number, CultureInfo.InvariantCulture);
        var point = printed.IndexOf('.', StringComparison.Ordinal);
        return Math.Round(given.Value, point < 0 ? 0 : printed.Length - point - 1, MidpointRounding.AwayFromZero) == value;
    }
}
