using Geo.Cli.Hosting;
using Geo.Cli.Intake;
using Geo.Core.Fetch;
using Geo.Core.Refresh;

namespace Geo.Cli.Fetch;

/// <summary>Shows how far a fetch has come, as that of an import is shown.</summary>
internal static class FetchDisplay
{
    public static Task<T> ShowAsync<T>(Shell shell, Func<IProgress<FetchProgress>, Task<T>> fetch) =>
        ImportDisplay.ShowAsync(shell, progress => fetch(new Steps(progress)));

    private sealed class Steps(IProgress<ImportProgress> import) : IProgress<FetchProgress>
    {
        public void Report(FetchProgress value) => import.Report(new ImportProgress(value.What, 0, 0, 0, value.Step));
    }
}
