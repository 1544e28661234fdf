namespace Geo.Core.Intake;

/// <summary>The files of a partner that somebody names.</summary>
public static class ExtractFiles
{
    /// <exception cref="RefusedException">There is no such file.</exception>
    public static IReadOnlyList<InputFile> Of(IEnumerable<string> paths) => [.. paths.Select(path => File.Exists(path)
        ? new InputFile(Path.GetFileName(path), new FileInfo(path).Length, () => File.OpenRead(path))
        : throw new RefusedException(new Fault("not-found", path, null, null, null, Directory.Exists(path) ? "This is a folder; extracts are named one by one." : "There is no such file.", "Check the path.")))];
}
