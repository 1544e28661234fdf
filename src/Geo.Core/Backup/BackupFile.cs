using System.Globalization;
using System.Security.Cryptography;

namespace Geo.Core.Backup;

/// <summary>A dump with its manifest.</summary>
/// <param name="Path">Of the dump.</param>
public sealed record BackupFile(string Path, BackupManifest Manifest)
{
    /// <summary>How a dump's name ends.</summary>
    public const string Ending = ".dump";

    /// <exception cref="RefusedException">There is no such file, or no manifest beside it.</exception>
    public static BackupFile Open(string path) => File.Exists(path) ? new(path, BackupManifest.Read(ManifestOf(path)))
        : throw new RefusedException(new Fault("not-found", path, null, null, null, "There is no such file.", "Name a backup, a file that ends in .dump; ./geo backup makes one."));

    internal static string ManifestOf(string dump) => $"{dump}.json";

    /// <exception cref="RefusedException">The dump is not the one that the manifest is of.</exception>
    public async Task VerifyAsync(CancellationToken cancellationToken)
    {
        var bytes = new FileInfo(Path).Length;
        if (bytes != Manifest.Bytes)
            throw Damaged(string.Create(CultureInfo.InvariantCulture, $"it has {bytes:N0} bytes, and its manifest tells {Manifest.Bytes:N0}"));
        if (await Sha256Async(Path, cancellationToken) != Manifest.Sha256)
            throw Damaged("its SHA-256 is not the one that its manifest tells");
    }

    internal static async Task<string> Sha256Async(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
    }

    private RefusedException Damaged(string how) => new(new Fault("damaged", Path, null, null, null, $"The backup is damaged: {how}.", "Copy it again from where it is kept, or name another backup."));
}
