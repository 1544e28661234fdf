using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Geo.Core;
using Geo.Core.Database;
using Geo.Core.Fetch;
using Spectre.Console;

namespace Geo.Cli.Hosting;

/// <summary>What a command sees of the process it runs in: where it writes, the settings, the clock.</summary>
internal sealed class Shell(TextWriter output, TextWriter error, bool isTerminal, Func<string, string?> setting, TimeProvider time)
{
    // A table that goes to a file or a pipe is not folded to somebody's window.
    private const int WidthOfFiles = 240;

    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // the terminal is no web page; names keep their letters
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    private readonly Lazy<IAnsiConsole> _tables = new(() => Console(output, isTerminal && !System.Console.IsOutputRedirected));
    private readonly Lazy<IAnsiConsole> _progress = new(() => Console(error, isTerminal));

    public static Shell OfProcess() => new(
        System.Console.Out, System.Console.Error, !System.Console.IsErrorRedirected, Environment.GetEnvironmentVariable, TimeProvider.System);

    /// <summary>Results.</summary>
    public TextWriter Out => output;

    /// <summary>Progress, warnings, errors.</summary>
    public TextWriter Error => error;

    public TimeProvider Time => time;

    /// <summary>Somebody watches: progress may redraw itself.</summary>
    public bool IsTerminal => isTerminal;

    public IAnsiConsole Progress => _progress.Value;

    /// <summary>Where the database keeps its files, when <c>./geo</c> set it up; null for a database elsewhere.</summary>
    public string? DataFolder => setting("GEO_DATA_DIR") is { Length: > 0 } folder && Directory.Exists(folder) ? folder : null;

    /// <summary>Where fetched files are left.</summary>
    /// <exception cref="RefusedException">There is no such folder.</exception>
    public string Downloads => DataFolder is { } folder ? Path.Combine(folder, "downloads")
        : throw new RefusedException(new Fault("not-found", "GEO_DATA_DIR", null, null, null, "There is no folder to leave fetched files in.", "Start commands with ./geo, which sets it, or set it to a folder."));

    /// <summary>Where the web host of the same data answers; null where none runs.</summary>
    public Uri? WebHost => Uri.TryCreate(setting("GEO_WEB"), UriKind.Absolute, out var address) ? address : null;

    /// <summary>Where the dashboards are; null where no setting names them.</summary>
    public string? DashboardsFolder => setting("Geo__Dashboards") is { Length: > 0 } folder && Directory.Exists(folder) ? folder : null;

    /// <summary>A setting of the environment; null where it is not set.</summary>
    public string? Setting(string name) => setting(name) is { Length: > 0 } set ? set : null;

    public bool Debug => setting("GEO_DEBUG") is "1";

    /// <exception cref="NoDatabaseException">There is no such setting, or it is no connection string.</exception>
    public GeoDatabase Database()
    {
        var connection = setting(GeoDatabase.Setting);
        if (string.IsNullOrWhiteSpace(connection))
            throw new NoDatabaseException($"no database is named: {GeoDatabase.Setting} is not set", "start commands with ./geo, which sets it, or set it to a connection string: Host=...;Port=...;Database=...;Passfile=...");
        var database = new GeoDatabase(connection);
        try
        {
            _ = database.Address;
            return database;
        }
        catch (ArgumentException cause)
        {
            throw new NoDatabaseException($"{GeoDatabase.Setting} is not a connection string: {cause.Message}", "write it as Host=...;Port=...;Database=...;Passfile=...", cause);
        }
    }

    /// <summary>Where data is fetched from.</summary>
    /// <exception cref="RefusedException">The file of feeds breaks a rule.</exception>
    public Feeds Feeds() => Core.Fetch.Feeds.Load(Setting(Core.Fetch.Feeds.Setting), setting(Core.Fetch.Feeds.LoopbackSetting) is "1");

    public void Say(string line) => output.WriteLine(Plain(line));

    public void Warn(string line) => error.WriteLine(Plain(line));

    public void Json(object answer) => output.WriteLine(JsonSerializer.Serialize(answer, JsonOptions));

    /// <summary>A table of plain values; columns named with a leading <c>&gt;</c> are numbers.</summary>
    public void Table(IEnumerable<string> columns, IEnumerable<IEnumerable<string>> rows)
    {
        var table = new Table().Border(isTerminal ? TableBorder.Rounded : TableBorder.Simple);
        foreach (var column in columns)
        {
            var cells = new TableColumn(new Text(column.TrimStart('>')));
            table.AddColumn(column.StartsWith('>') ? cells.RightAligned() : cells);
        }

        foreach (var row in rows)
            table.AddRow(row.Select(cell => new Text(Plain(cell))));
        _tables.Value.Write(table);
    }

    /// <summary>Nothing that a file brought can move the cursor of whoever reads about it.</summary>
    public static string Plain(string text) =>
        string.Concat(text.Select(letter => char.IsControl(letter) && letter is not ('\n' or '\r') ? '\uFFFD' : letter));

    private static IAnsiConsole Console(TextWriter writer, bool drawn)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = drawn ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = drawn ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!drawn)
            console.Profile.Width = WidthOfFiles;
        return console;
    }
}
