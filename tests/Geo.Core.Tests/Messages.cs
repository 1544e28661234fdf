using Geo.Testing;

namespace Geo.Core.Tests;

/// <summary>Expected messages, kept as text beside the tests so that they can be read as people will read them: <c>[case]</c>, then the message.</summary>
internal static class Messages
{
    public static string Of(string file, string name)
    {
        var lines = File.ReadAllLines(Repository.At("tests", "Geo.Core.Tests", file));
        var at = Array.IndexOf(lines, $"[{name}]");
        return at < 0 ? $"(no expected message for '{name}' in {file})" : string.Join('\n', lines.Skip(at + 1).TakeWhile(line => line.Length > 0));
    }
}
