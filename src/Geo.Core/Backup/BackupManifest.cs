using System.Text.Json;

namespace Geo.Core.Backup;

/// <summary>What lies beside a dump: enough to refuse one that is damaged, and to prove one that was restored.</summary>
/// <param name="MadeAt">The moment whose state the dump has.</param>
/// <param name="Product">Version of the program that made it.</param>
/// <param name="Postgres">Major version of the server.</param>
/// <param name="Migration">The last that was applied.</param>
/// <param name="DataVersion">The last that was published; 0 for none.</param>
/// <param name="Bytes">Length of the dump.</param>
/// <param name="Sha256">Of the dump.</param>
/// <param name="CheckedAt">When it was restored elsewhere and every row found equal; null for not yet.</param>
public sealed record BackupManifest(
    DateTimeOffset MadeAt, string Product, int Postgres, string Migration, long DataVersion, long Bytes, string Sha256, DateTimeOffset? CheckedAt, IReadOnlyList<TableRows> Tables)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    public long Rows => Tables.Sum(table => table.Rows);

    /// <exception cref="RefusedException">It is missing, or no manifest.</exception>
    internal static BackupManifest Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<BackupManifest>(File.ReadAllBytes(path), Options) ?? throw new JsonException();
        }
        catch (FileNotFoundException)
        {
            throw new RefusedException(new Fault("no-manifest", path, null, null, null, "The manifest is not beside the backup, so nobody can say what it holds.", "Copy it from where the backup was made, or name another backup."));
        }
        catch (JsonException error)
        {
            throw new RefusedException(new Fault("bad-manifest", path, error.LineNumber + 1, null, null, "This is no manifest of a backup.", "Copy it again from where it is kept, or name another backup."), error);
        }
    }

    /// <summary>Writes it whole or not at all, for its owner alone to read.</summary>
    internal async Task WriteAsync(string path, CancellationToken cancellationToken)
    {
        await using (var file = BackupFolder.NewFile($"{path}.part"))
        {
            await JsonSerializer.SerializeAsync(file, this, Options, cancellationToken);
            file.Flush(flushToDisk: true);
        }

        File.Move($"{path}.part", path, overwrite: true);
    }
}
