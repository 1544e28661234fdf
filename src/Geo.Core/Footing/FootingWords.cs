namespace Geo.Core.Footing;

/// <summary>Severities and rules in words, for whoever reads the findings.</summary>
public static class FootingWords
{
    public static string Of(Severity severity) => severity switch
    {
        Severity.Wrong => "wrong",
        Severity.Disagrees => "disagrees",
        _ => "remark",
    };

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
        FootingRule.RoundedParts => "rounded parts do not add as printed",
        FootingRule.NearlySame => "two amounts, nearly the same",
        FootingRule.Numbering => "a number is left out",
        FootingRule.NamedPlaces => "one distinction, different places",
        _ => "a word between two figures is lost",
    };
}
