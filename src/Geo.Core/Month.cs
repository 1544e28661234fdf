using System.Globalization;

namespace Geo.Core;

/// <summary>A calendar month, as a number that can be counted with.</summary>
/// <param name="Number">Months since January of year 0: 12 × year + month − 1.</param>
public readonly record struct Month(int Number) : IComparable<Month>
{
    public static Month Of(int year, int month) => new((year * 12) + month - 1);

    public static Month Of(DateOnly day) => Of(day.Year, day.Month);

    public int Year => Number / 12;

    /// <summary>1 to 12.</summary>
    public int OfYear => (Number % 12) + 1;

    public DateOnly FirstDay => new(Year, OfYear, 1);

    public Month Plus(int months) => new(Number + months);

    /// <summary>The runs of months between the first and the last of some that are not among them.</summary>
    /// <param name="months">In order.</param>
    public static IReadOnlyList<(Month First, Month Last)> Gaps(IReadOnlyList<Month> months) =>
        [.. months.Zip(months.Skip(1)).Where(pair => pair.Second > pair.First.Plus(1)).Select(pair => (pair.First.Plus(1), pair.Second.Plus(-1)))];

    /// <summary>Runs in words: <c>2018-04 to 2019-03, 2020-01</c>; empty for none.</summary>
    public static string Told(IReadOnlyList<(Month First, Month Last)> runs) => string.Join(", ", runs.Select(run => run.First == run.Last ? $"{run.First}" : $"{run.First} to {run.Last}"));

    public int CompareTo(Month other) => Number.CompareTo(other.Number);

    public static bool operator <(Month left, Month right) => left.Number < right.Number;

    public static bool operator >(Month left, Month right) => left.Number > right.Number;

    public static bool operator <=(Month left, Month right) => left.Number <= right.Number;

    public static bool operator >=(Month left, Month right) => left.Number >= right.Number;

    /// <summary>Reads <c>2024-03</c>; years 1900 to 2100.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Month month)
    {
        month = default;
        if (text.Length != 7 || text[4] != '-'
            || !int.TryParse(text[..4], NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            || !int.TryParse(text[5..], NumberStyles.None, CultureInfo.InvariantCulture, out var ofYear)
            || year is < 1900 or > 2100 || ofYear is < 1 or > 12)
            return false;
        month = Of(year, ofYear);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-{OfYear:00}");
}
