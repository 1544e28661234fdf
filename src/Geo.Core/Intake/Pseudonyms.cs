using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Geo.Core.Intake;

/// <summary>
/// Turns references of records and persons into keyed hashes (HMAC-SHA-256): known again inside this installation, and nothing to
/// anybody who has a list of the references but not the key. The reading role cannot see the key.
/// </summary>
internal sealed class Pseudonyms
{
    private readonly byte[] _key;

    private Pseudonyms(byte[] key) => _key = key;

    /// <summary>Reads the installation's key, and makes it where there is none yet.</summary>
    public static async Task<Pseudonyms> LoadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var make = new NpgsqlCommand("insert into intake.pseudonym_key (key) values ($1) on conflict do nothing", connection) { Parameters = { new() { Value = RandomNumberGenerator.GetBytes(32) } } };
        await make.ExecuteNonQueryAsync(cancellationToken);
        await using var read = new NpgsqlCommand("select key from intake.pseudonym_key", connection);
        return new Pseudonyms((byte[])(await read.ExecuteScalarAsync(cancellationToken))!);
    }

    /// <param name="kind">Keeps a record and a person of the same reference apart.</param>
    public byte[] Of(string kind, string reference) => HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{kind}\u001F{reference}"));
}
