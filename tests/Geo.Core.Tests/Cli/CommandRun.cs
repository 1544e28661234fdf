using System.Text.Json;
using Geo.Cli.Hosting;

namespace Geo.Core.Tests.Cli;

/// <summary>A command run as a script would run it: what it printed and its exit code.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public static Task<CommandRun> OfAsync(string? database, CancellationToken cancellationToken, params string[] args) =>
        WithAsync(name => name == "GEO_DATABASE" ? database : null, cancellationToken, args);

    public static async Task<CommandRun> WithAsync(Func<string, string?> setting, CancellationToken cancellationToken, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var shell = new Shell(output, error, isTerminal: false, setting, TimeProvider.System);
        var exitCode = await Commands.RunAsync(args, shell, cancellationToken);
        return new CommandRun(exitCode, output.ToString(), error.ToString());
    }

    public static Task<CommandRun> OfAsync(string? database, params string[] args) => OfAsync(database, CancellationToken.None, args);
}
