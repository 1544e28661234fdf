using System.Collections.Concurrent;
using Geo.Core;
using Geo.Core.Dashboards;

namespace Geo.Web.Dashboards;

/// <summary>The dashboards of a folder, a YAML file each. A file that changes is read again when it is next asked for.</summary>
internal sealed class DashboardFolder(IConfiguration configuration)
{
    private const string Setting = "Geo:Dashboards";
    private const int MostFiles = 200;

    private readonly string _folder = configuration[Setting] is { Length: > 0 } set ? set : Path.Combine(AppContext.BaseDirectory, "dashboards");
    private readonly ConcurrentDictionary<string, (DateTime Written, long Length, Dashboard? Dashboard, RefusedException? Refusal)> _read = new(StringComparer.Ordinal);

    /// <summary>Every dashboard, or what is wrong with its file, by name.</summary>
    public IReadOnlyList<(string Slug, Dashboard? Dashboard, RefusedException? Refusal)> All()
    {
        if (!Directory.Exists(_folder))
            return [];
        return [.. new DirectoryInfo(_folder).EnumerateFiles("*.yaml").OrderBy(file => file.Name, StringComparer.Ordinal).Take(MostFiles).Select(Read)];
    }

    /// <summary>A dashboard, or what is wrong with its file; null where there is none.</summary>
    public (Dashboard? Dashboard, RefusedException? Refusal)? Find(string slug)
    {
        var found = All().FirstOrDefault(item => item.Slug == slug);
        return found.Slug is null ? null : (found.Dashboard, found.Refusal);
    }

    /// <summary>Which edition of a dashboard's file was read last: what is kept of another is not of this one.</summary>
    public string Edition(string slug) => _read.TryGetValue(slug, out var kept) ? $" {kept.Written.Ticks:x} {kept.Length:x}" : "";

    private (string Slug, Dashboard? Dashboard, RefusedException? Refusal) Read(FileInfo file)
    {
        var slug = Path.GetFileNameWithoutExtension(file.Name);
        if (_read.TryGetValue(slug, out var kept) && kept.Written == file.LastWriteTimeUtc && kept.Length == file.Length)
            return (slug, kept.Dashboard, kept.Refusal);
        Dashboard? dashboard = null;
        RefusedException? refusal = null;
        try
        {
            dashboard = DashboardFile.Read(slug, File.ReadAllText(file.FullName), file.Name);
        }
        catch (RefusedException error)
        {
            refusal = error;
        }

        _read[slug] = (file.LastWriteTimeUtc, file.Length, dashboard, refusal);
        return (slug, dashboard, refusal);
    }
}
