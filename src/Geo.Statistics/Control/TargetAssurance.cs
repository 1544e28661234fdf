namespace Geo.Statistics.Control;

/// <summary>Whether a process as it is will meet a target.</summary>
public enum Assurance
{
    /// <summary>The limits hold the target: it will be met in some months and missed in others, by chance.</summary>
    Inconsistent,

    /// <summary>The target will be met, whatever chance does.</summary>
    Pass,

    /// <summary>The target will be missed unless the process changes.</summary>
    Fail,
}

/// <summary>Assurance against a target, by the limits of the latest segment.</summary>
/// <remarks>Source: NHS England, Making Data Count. Tools that colour each month by whether it met the target colour chance.</remarks>
public static class TargetAssurance
{
    /// <summary>Holds a target against the latest limits of a chart.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="target">A finite target.</param>
    /// <param name="highIsGood">Whether values must reach the target; otherwise they must not exceed it.</param>
    /// <returns>Pass, fail or inconsistent; a target on a limit is decided as if beyond it.</returns>
    /// <exception cref="ArgumentException">The target is not finite.</exception>
    public static Assurance Of(XmrChart chart, double target, bool highIsGood)
    {
        ArgumentNullException.ThrowIfNull(chart);
        Require.Finite(target);
        var latest = chart.Segments[^1];
        if (target <= latest.Lower)
            return highIsGood ? Assurance.Pass : Assurance.Fail;
        if (target >= latest.Upper)
            return highIsGood ? Assurance.Fail : Assurance.Pass;
        return Assurance.Inconsistent;
    }
}
