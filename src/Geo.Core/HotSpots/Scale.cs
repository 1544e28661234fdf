using System.Globalization;
using System.Runtime.CompilerServices;
using Geo.Core.Measures;

namespace Geo.Core.HotSpots;

/// <summary>The colour steps of a map: a value has as many steps as breaks it reaches; below the first it is not drawn.</summary>
/// <param name="Breaks">Ascending, of the series 1, 2, 5, 10, 20, 50…</param>
/// <param name="IsDiverging">Whether falls have the same breaks below zero.</param>
/// <param name="Unit">In words.</param>
/// <param name="Reference">The months that set the breaks. They are those of the year before, so that colours do not change while a year grows.</param>
public sealed record Scale(IReadOnlyList<double> Breaks, bool IsDiverging, string Unit, Period Reference)
{
    private const int Most = 5;

    private readonly double[] _breaks = [.. Breaks]; // asked for every pixel of a picture

    /// <summary>Step of a value: 0 is not drawn, negative is a fall.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int StepOf(double value)
    {
        var size = Math.Abs(value);
        var step = 0;
        while (step < _breaks.Length && size >= _breaks[step])
            step++;
        return value < 0 ? IsDiverging ? -step : 0 : step;
    }

    /// <summary>What a step stands for, as the legend says it: <c>20 to 50</c>, <c>50 and more</c>.</summary>
    public string Range(int step)
    {
        var (at, sign) = (Math.Abs(step), step < 0 ? "−" : IsDiverging ? "+" : "");
        var from = Told(Breaks[at - 1]);
        return at == Breaks.Count ? $"{sign}{from} and more" : $"{sign}{from} to {sign}{Told(Breaks[at])}";
    }

    /// <summary>Steps, the least first: those of falls before those of rises.</summary>
    public IEnumerable<int> Steps => (IsDiverging ? Enumerable.Range(-Breaks.Count, Breaks.Count) : []).Concat(Enumerable.Range(1, Breaks.Count));

    /// <summary>Breaks that halve, in round numbers, from half of the highest value down.</summary>
    internal static IReadOnlyList<double> Halving(double highest)
    {
        if (!(highest > 0))
            highest = 1;
        var exponent = (int)Math.Floor(Math.Log10(highest / 2));
        var series = Enumerable.Range(exponent - 2, 4).SelectMany(power => new[] { 1.0, 2, 5 }.Select(digit => double.Parse($"{digit:0}E{power}", CultureInfo.InvariantCulture)));
        return [.. series.Where(value => value <= highest / 2).TakeLast(Most)];
    }

    /// <summary>Breaks of counts: whole numbers from 1.</summary>
    internal static IReadOnlyList<double> Counts(double highest)
    {
        var halving = Halving(highest).Where(value => value > 1 && value == Math.Floor(value)).TakeLast(Most - 1);
        return [1, .. halving];
    }

    private static string Told(double value) => value.ToString(value >= 1 ? "#,0.##" : "0.######", CultureInfo.InvariantCulture);
}
