namespace Geo.Testing;

/// <summary>Where the checkout lies that the tests were built from.</summary>
public static class Repository
{
    private static readonly Lazy<string> Found = new(Find);

    public static string Root => Found.Value;

    public static string At(params string[] path) => Path.Combine([Root, .. path]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Geo.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"No Geo.sln above {AppContext.BaseDirectory}.");
    }
}
