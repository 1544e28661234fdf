using Geo.Cli.Hosting;
using Geo.Core.Refresh;
using Spectre.Console;

namespace Geo.Cli.Intake;

/// <summary>Shows how far an import has come: a bar for whoever watches, a line for each step in a log.</summary>
internal static class ImportDisplay
{
    public static async Task<T> ShowAsync<T>(Shell shell, Func<IProgress<ImportProgress>, Task<T>> import)
    {
        if (!shell.IsTerminal)
            return await import(new Lines(shell));
        return await shell.Progress.Progress().AutoClear(true).HideCompleted(false)
            .Columns(new SpinnerColumn(), new ProgressBarColumn(), new ElapsedTimeColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(context => import(new Bar(context.AddTask("starting"))));
    }

    private static string Told(ImportProgress progress)
    {
        var rows = progress.Rows > 0 ? $", {progress.Rows:N0} rows" : "";
        return progress.FileNumber > 0 ? $"{progress.FileNumber} of {progress.Files}: {progress.File}: {progress.Step}{rows}" : $"{progress.File} {progress.Step}{rows}".Trim();
    }

    // Called on the import's own thread, so no line comes after the one that follows it.
    private sealed class Lines(Shell shell) : IProgress<ImportProgress>
    {
        private string _last = "";

        public void Report(ImportProgress value)
        {
            if (_last == value.Step)
                return;
            _last = value.Step;
            shell.Warn(value.Files > 1 ? $"{value.Step}: file {value.FileNumber} of {value.Files}" : $"{value.File}: {value.Step}");
        }
    }

    private sealed class Bar(ProgressTask task) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value)
        {
            task.MaxValue = Math.Max(value.Files, 1);
            task.Value = Math.Max(value.FileNumber - 1, 0);
            task.Description = Markup.Escape(Shell.Plain(Told(value)));
        }
    }
}
