namespace Geo.Cli.Hosting;

/// <summary>There is no database to work with.</summary>
internal sealed class NoDatabaseException(string message, string remedy, Exception? cause = null) : Exception(message, cause)
{
    public string Remedy { get; } = remedy;
}
