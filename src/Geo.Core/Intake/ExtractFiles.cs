namespace Geo.Core.Intake;

/// <summary>The files of a partner that somebody names.</summary>
public static class ExtractFiles
{
    /// <param name="declaredRecords">How many records the one file holds, by its sender's word.</param>
    /// <exception cref="RefusedException">There is no such file, or a number of records is said of several.</exception>
    public static IReadOnlyList<InputFile> Of(IReadOnlyList<string> paths, int? declaredRecords = null)
    {
        if (declaredRecords is not null && paths.Count > 1)
            throw new RefusedException(new Fault("control-total", "--expect", null, null, null, "The number of records is said of one file.", "Import the files one by one."));
        return [.. paths.Select(path => Of(path) with { DeclaredRecords = declaredRecords })];
    }

    private static InputFile Of(string path) => File.Exists(path)
        ? new InputFile(Path.GetFileName(path), new FileInfo(path).Length, () => File.OpenRead(path))
        : throw new RefusedException(new Fault("not-found", path, null, null, null, Directory.Exists(path) ? "This is a folder; extracts are named one by one." : "There is no such file.", "Check the path."));
}
