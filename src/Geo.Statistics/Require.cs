using System.Globalization;
using System.Runtime.CompilerServices;

namespace Geo.Statistics;

/// <summary>The rules that arguments keep; each failure names the argument and the rule.</summary>
internal static class Require
{
    /// <summary>Counts above this are refused: no table of people or events has one, and exact limits would take seconds.</summary>
    internal const long LargestCount = 10_000_000_000;

    internal static void Count(long count, [CallerArgumentExpression(nameof(count))] string name = "")
    {
        if (count is < 0 or > LargestCount)
            throw new ArgumentOutOfRangeException(name, count, $"{name} must be a count from 0 to 10,000,000,000.");
    }

    internal static void Level(double level, [CallerArgumentExpression(nameof(level))] string name = "")
    {
        if (!(level > 0 && level < 1))
            throw new ArgumentOutOfRangeException(name, level, $"{name} must be greater than 0 and less than 1, such as 0.95.");
    }

    internal static void Probability(double probability, [CallerArgumentExpression(nameof(probability))] string name = "")
    {
        if (!(probability >= 0 && probability <= 1))
            throw new ArgumentOutOfRangeException(name, probability, $"{name} must be from 0 to 1.");
    }

    internal static void Positive(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!(value > 0 && double.IsFinite(value)))
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite and greater than 0.");
    }

    internal static void NotNegative(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!(value >= 0 && double.IsFinite(value)))
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite and 0 or more.");
    }

    internal static void Finite(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!double.IsFinite(value))
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite.");
    }

    internal static void AllFinite(ReadOnlySpan<double> values, [CallerArgumentExpression(nameof(values))] string name = "")
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
                throw new ArgumentException(Text($"{name} must hold finite numbers; number {i} is {values[i]}."), name);
        }
    }

    /// <summary>Sums of squares of larger numbers would overflow, and come out as NaN.</summary>
    internal static void AllModerate(ReadOnlySpan<double> values, [CallerArgumentExpression(nameof(values))] string name = "")
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!(Math.Abs(values[i]) <= 1e100))
                throw new ArgumentException(Text($"{name} must hold finite numbers of at most 1e100; number {i} is {values[i]}."), name);
        }
    }

    internal static void AllNotNegative(ReadOnlySpan<double> values, [CallerArgumentExpression(nameof(values))] string name = "")
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!(values[i] >= 0 && values[i] <= 1e100))
                throw new ArgumentException(Text($"{name} must hold numbers from 0 to 1e100; number {i} is {values[i]}."), name);
        }
    }

    internal static void AllPositive(ReadOnlySpan<double> values, [CallerArgumentExpression(nameof(values))] string name = "")
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!(values[i] > 0 && values[i] <= 1e100))
                throw new ArgumentException(Text($"{name} must hold numbers greater than 0, up to 1e100; number {i} is {values[i]}."), name);
        }
    }

    internal static void AllCounts(ReadOnlySpan<long> counts, [CallerArgumentExpression(nameof(counts))] string name = "")
    {
        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] is < 0 or > LargestCount)
                throw new ArgumentException(Text($"{name} must hold counts from 0 to 10,000,000,000; number {i} is {counts[i]}."), name);
        }
    }

    internal static void SameLength(int length, int expected, string name, string other)
    {
        if (length != expected)
            throw new ArgumentException(Text($"{name} must be as long as {other}: {length} against {expected}."), name);
    }

    internal static void AtLeast(long value, long least, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (value < least)
            throw new ArgumentOutOfRangeException(name, value, Text($"{name} must be at least {least}."));
    }

    internal static void Between(long value, long least, long most, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (value < least || value > most)
            throw new ArgumentOutOfRangeException(name, value, Text($"{name} must be from {least} to {most}."));
    }

    internal static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
