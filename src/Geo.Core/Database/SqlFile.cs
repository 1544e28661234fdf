using System.Collections.Concurrent;

namespace Geo.Core.Database;

/// <summary>Reads a SQL file that is embedded beside its only caller.</summary>
internal static class SqlFile
{
    private static readonly ConcurrentDictionary<string, string> Texts = new(StringComparer.Ordinal);

    /// <summary>The text of <paramref name="path"/>, such as <c>Measures/Cube.sql</c>.</summary>
    /// <exception cref="InvalidOperationException">There is no such file in the assembly.</exception>
    public static string Read(string path) => Texts.GetOrAdd(path, static name =>
    {
        using var stream = typeof(SqlFile).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The SQL file {name} is not embedded in Geo.Core.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    });

    /// <summary>The statements of a file, split where a line ends with a semicolon.</summary>
    public static string[] Statements(string path) =>
        [.. Read(path).Split(";\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
}
