namespace Geo.Core.Footing;

/// <summary>Rules in words, for whoever reads the findings.</summary>
public static class FootingWords
{
    public static string Of(FootingRule rule) => rule switch
    {
        FootingRule.Share => "share of a total",
        FootingRule.ChangePerCent => "change in per cent",
        FootingRule.ChangeFromZero => "a change from zero has no per cent",
        FootingRule.Change => "current − previous",
        FootingRule.Total => "a total is the sum of its parts",
        FootingRule.PercentagePoints => "a change of percentages is in points",
        FootingRule.Date => "no such date",
        FootingRule.SentenceAndTable => "sentence and table differ",
        FootingRule.TwoValues => "one thing, two values",
        FootingRule.RateBase => "rates with two denominators",
        FootingRule.Spelling => "one name, two spellings",
        _ => "a word between two figures is lost",
    };
}
