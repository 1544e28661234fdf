using System.CommandLine;
using Geo.Cli.Hosting;
using Geo.Core.Intake;
using Geo.Core.Refresh;

namespace Geo.Cli.Intake;

/// <summary><c>geo source</c></summary>
internal static class SourceCommand
{
    public static Command Make(Shell shell) => new("source", "Descriptions of partners' extracts.") { List(shell), Check(shell), New(shell) };

    private static Command List(Shell shell) => new Command("list", "The sources that are described.").Does(shell, (asked, _) =>
    {
        var sources = SourceDescription.Shipped.Select(SourceDescription.Find).ToList();
        if (asked.GetValue(Commands.Json))
            shell.Json(new { sources = sources.Select(source => new { source.Source, source.Agency, source.Feed, source.Classification, columns = source.Columns.Select(column => column.Name) }) });
        else
            shell.Table(["Source", "Agency", "Feed", "Classification", ">Columns"], sources.Select(source => (string[])[source.Source, source.Agency, source.Feed, source.Classification, $"{source.Columns.Count}"]));
        return Task.FromResult(ExitCode.Done);
    });

    private static Command Check(Shell shell)
    {
        var name = new Argument<string>("NAME") { Description = "A source, or a YAML file that describes one." };
        var files = new Argument<string[]>("FILE") { Description = "Extracts of it.", Arity = ArgumentArity.OneOrMore };
        var expect = Given.Whole("--expect", "How many records the file holds, by its sender's word.", "N");
        return new Command("check", "What an import would do; nothing is kept.") { name, files, expect }.Does(shell, async (asked, database, cancellationToken) =>
            ExtractDisplay.Tell(
                shell, asked,
                await ImportExtract.TryAsync(database, SourceDescription.Find(asked.GetRequiredValue(name)), ExtractFiles.Of(asked.GetRequiredValue(files), asked.GetValue(expect)), shell.Time, null, cancellationToken), wasKept: false));
    }

    private static Command New(Shell shell)
    {
        var file = new Argument<string>("FILE") { Description = "An extract with a header (CSV or .xlsx)." };
        return new Command("new", "Draft a description from a file's header and values.") { file }.Does(shell, async (asked, cancellationToken) =>
        {
            shell.Out.Write(await DraftDescription.OfAsync(ExtractFiles.Of([asked.GetRequiredValue(file)])[0], cancellationToken));
            return ExitCode.Done;
        });
    }
}
