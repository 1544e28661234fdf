namespace Geo.Web.Intake;

/// <summary>
/// Where files lie between their upload and their end: for their owner alone, a folder each, in the data folder or that for what is
/// temporary. What a host that was killed left behind, the next one clears away.
/// </summary>
internal sealed class UploadFolder
{
    private const string Prefix = "geo-upload-";
    private const string Lock = ".lock";
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _root;

    public UploadFolder(IConfiguration configuration) => _root = configuration["GEO_DATA_DIR"] is { Length: > 0 } data ? Path.Combine(data, "uploads") : Path.GetTempPath();

    /// <summary>Makes room for one file.</summary>
    /// <param name="name">Of the file; a plain one that begins with no dot.</param>
    public UploadPlace Make(string name)
    {
        MakeFolder(_root);
        var folder = Path.Combine(_root, Prefix + Path.GetRandomFileName());
        MakeFolder(folder);
        return new(folder, name, Hold(Path.Combine(folder, Lock), FileMode.CreateNew));
    }

    /// <summary>Clears away what no host holds any more.</summary>
    public void Clear()
    {
        foreach (var folder in Directory.Exists(_root) ? Directory.GetDirectories(_root, $"{Prefix}*") : [])
        {
            try
            {
                using (Hold(Path.Combine(folder, Lock), FileMode.Open))
                    Directory.Delete(folder, recursive: true);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // a host that runs holds it, or it is another user's
            }
        }
    }

    private static FileStream Hold(string path, FileMode mode) => new(path, mode, FileAccess.ReadWrite, FileShare.None);

    private static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, Own);
    }
}

/// <summary>Room for one uploaded file; it goes with this.</summary>
internal sealed class UploadPlace(string folder, string name, FileStream held) : IDisposable
{
    private bool _gone;

    public string Name => name;

    public string Path => System.IO.Path.Combine(folder, name);

    public FileStream Create()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new(Path, options);
    }

    public void Dispose()
    {
        if (_gone)
            return;
        _gone = true;
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        held.Dispose();
    }
}
