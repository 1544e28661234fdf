namespace Geo.Core.Footing;

/// <summary>How a printed figure fails.</summary>
public enum Severity
{
    /// <summary>It does not follow from the counts.</summary>
    Wrong,

    /// <summary>It is printed in two places, with two values.</summary>
    Disagrees,

    /// <summary>It may be right, but a reader will stumble.</summary>
    Remark,
}

/// <summary>What a printed figure must be.</summary>
public enum FootingRule
{
    /// <summary>A share is 100 × count ÷ total, rounded half away from zero to the printed decimals.</summary>
    Share,

    /// <summary>A change in per cent is 100 × (current − previous) ÷ previous, rounded half away from zero to the printed decimals.</summary>
    ChangePerCent,

    /// <summary>A change from zero has no per cent: N/A.</summary>
    ChangeFromZero,

    /// <summary>A change is current − previous.</summary>
    Change,

    /// <summary>A total is the sum of its rows, columns or list.</summary>
    Total,

    /// <summary>A change between two percentages is in percentage points, or follows from them as a per cent.</summary>
    PercentagePoints,

    /// <summary>A date or financial year exists.</summary>
    Date,

    /// <summary>A sentence and the table it tells of print the same figure.</summary>
    SentenceAndTable,

    /// <summary>The same thing has one value.</summary>
    TwoValues,

    /// <summary>Rates for the same people have the same denominator.</summary>
    RateBase,

    /// <summary>The same name is spelt one way.</summary>
    Spelling,

    /// <summary>A change from one figure to another has a word between them.</summary>
    LostWord,

    /// <summary>Parts that are rounded each may add to another total than is printed: the page should say so.</summary>
    RoundedParts,

    /// <summary>Two amounts that differ by less than one in two thousand are meant to be the same.</summary>
    NearlySame,

    /// <summary>Points are numbered without a gap.</summary>
    Numbering,

    /// <summary>The places that have a distinction are the same in every document.</summary>
    NamedPlaces,
}

/// <summary>One thing in a document that does not follow, or that another place contradicts.</summary>
/// <param name="Document">Name of the document.</param>
/// <param name="Line">1-based line; in a Word document paragraphs and table rows are counted.</param>
/// <param name="Printed">The figure to the letter.</param>
/// <param name="Follows">What follows from the counts, or what the other place prints.</param>
/// <param name="Derivation">How that was derived, with the counts.</param>
public sealed record Finding(string Document, int Line, Severity Severity, FootingRule Rule, string Printed, string Follows, string Derivation);
