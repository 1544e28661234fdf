using System.CommandLine;
using System.Globalization;
using Geo.Cli.Hosting;
using Geo.Core.Measures;

namespace Geo.Cli.Measures;

/// <summary><c>geo reconcile</c></summary>
internal static class ReconcileCommand
{
    public static Command Make(Shell shell)
    {
        var measure = new Argument<string>("MEASURE") { Description = "What is counted; ./geo league-table --help lists the measures." };
        var period = new Argument<string>("PERIOD") { Description = Period.Forms };
        var asAt = new Option<DateTimeOffset[]>("--as-at")
        {
            Description = "The two moments to compare, such as 2024-06-01 or 2024-06-01T09:30Z; give it twice.", HelpName = "MOMENT", Arity = ArgumentArity.OneOrMore, Required = true,
            CustomParser = given => [.. given.Tokens.Select(token => Moment(token.Value, given.AddError))],
        };
        return new Command("reconcile", "Explain, to the last record, why a count is not what it was.") { measure, period, asAt }
            .Does(shell, async (asked, database, cancellationToken) =>
            {
                var moments = asked.GetRequiredValue(asAt).Order().ToList();
                if (moments.Count != 2)
                {
                    shell.Warn("geo: --as-at is given twice: the moment before and the moment after");
                    return ExitCode.WrongUsage;
                }

                var reconciliation = await Reconciliation.OfAsync(database, asked.GetRequiredValue(measure), asked.GetRequiredValue(period), moments[0], moments[1], cancellationToken);
                if (asked.GetValue(Commands.Json))
                    shell.Json(Answer(reconciliation));
                else
                    Tell(shell, reconciliation);
                return ExitCode.Done;
            });
    }

    private static void Tell(Shell shell, Reconciliation told)
    {
        shell.Table(
            [$"{told.Measure.Name}, {told.Period.Name}", ">Records"],
            [
                [$"as at {Reconciliation.Shown(told.Before)}", $"{told.CountBefore:N0}"],
                .. told.Reasons.Select(reason => (string[])[reason.Words, reason.Count.ToString("+#,0;-#,0;0", CultureInfo.InvariantCulture)]),
                [$"as at {Reconciliation.Shown(told.After)}", $"{told.CountAfter:N0}"],
            ]);
        if (told.Relocated > 0)
            shell.Say($"{told.Relocated:N0} more lie at another place now; they change no total.");
    }

    private static object Answer(Reconciliation told) => new
    {
        measure = told.Measure.Slug,
        period = told.Period.Span,
        before = new { asAt = told.Before, count = told.CountBefore },
        after = new { asAt = told.After, count = told.CountAfter },
        reasons = told.Reasons.Select(reason => new { difference = reason.Name, reason.Count }),
        told.Relocated,
    };

    private static DateTimeOffset Moment(string text, Action<string> fault)
    {
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
            return moment;
        fault($"--as-at: '{Shell.Plain(text)}' is not a moment; write it as 2024-06-01 or 2024-06-01T09:30Z.");
        return default;
    }
}
