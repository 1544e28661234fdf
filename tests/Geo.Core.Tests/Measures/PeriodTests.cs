using Geo.Core.Measures;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Measures;

public sealed class PeriodTests
{
    private static readonly Month Latest = Month.Of(2024, 4);

    [Theory]
    [InlineData("2024-03", "2024-03", 1, "March 2024", "2023-03")]
    [InlineData("2024-01..2024-03", "2024-01..2024-03", 3, "January 2024 to March 2024", "2023-01..2023-03")]
    [InlineData("2024-03..2024-03", "2024-03", 1, "March 2024", "2023-03")]
    [InlineData("2023-24", "2023-04..2024-03", 12, "April 2023 to March 2024", "2022-04..2023-03")]
    [InlineData("1999-00", "1999-04..2000-03", 12, "April 1999 to March 2000", "1998-04..1999-03")]
    [InlineData("2011-12", "2011-12", 1, "December 2011", "2010-12")]
    [InlineData("last-12-months", "2023-05..2024-04", 12, "May 2023 to April 2024", "2022-05..2023-04")]
    [InlineData("2004-05..2024-04", "2004-05..2024-04", 240, "May 2004 to April 2024", "2003-05..2023-04")]
    public void Parse_OfEveryForm_GivesTheMonths(string text, string span, int months, string name, string yearBefore)
    {
        var period = Period.Parse(text, Latest, out var rule).ShouldNotBeNull(rule);

        rule.ShouldBeNull();
        period.Span.ShouldBe(span);
        period.Months.ShouldBe(months);
        period.Each.Count().ShouldBe(months);
        period.Name.ShouldBe(name);
        period.Text.ShouldBe(text);
        period.YearBefore.Span.ShouldBe(yearBefore);
    }

    [Theory]
    [InlineData("", "It is not a period.")]
    [InlineData("24-1", "It is not a period.")]
    [InlineData("2024", "It is not a period.")]
    [InlineData("March 2024", "It is not a period.")]
    [InlineData("2024-3", "It is not a period.")]
    [InlineData("2024-03-01", "It is not a period.")]
    [InlineData(" 2024-03", "It is not a period.")]
    [InlineData("2024-+3", "It is not a period.")]
    [InlineData("\u0662\u0660\u0662\u0664-03", "It is not a period.")]
    [InlineData("2024-13", "There is no month 13, and the financial year that starts in 2024 is 2024-25.")]
    [InlineData("2024-00", "There is no month 00, and the financial year that starts in 2024 is 2024-25.")]
    [InlineData("2022-24", "There is no month 24, and the financial year that starts in 2022 is 2022-23.")]
    [InlineData("2024-13..2024-14", "'2024-13' is not a month.")]
    [InlineData("2024-01..2024-14", "'2024-14' is not a month.")]
    [InlineData("2024-01..", "'' is not a month.")]
    [InlineData("2024-03..2024-01", "The span ends (2024-01) before it starts (2024-03).")]
    [InlineData("2004-04..2024-04", "A period has 240 months at most.")]
    [InlineData("1900-01..2100-12", "A period has 240 months at most.")]
    [InlineData("1899-01", "It is not a period.")]
    [InlineData("2024-01..2024-02..2024-03", "It is not a period.")]
    public void Parse_OfAnythingElse_NamesTheRule(string text, string expected)
    {
        Period.Parse(text, Latest, out var rule).ShouldBeNull();
        rule.ShouldBe(expected);
    }
}
