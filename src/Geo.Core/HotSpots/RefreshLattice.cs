using Geo.Core.Database;
using Npgsql;

namespace Geo.Core.HotSpots;

/// <summary>Brings the lattice up to date with the records that count.</summary>
internal static class RefreshLattice
{
    private static readonly string[] Statements = SqlFile.Statements("HotSpots/RefreshLattice.sql");

    /// <summary>Recounts the given months of every given boundary set, inside the caller's transaction.</summary>
    public static Task RunAsync(NpgsqlConnection connection, IReadOnlyList<int> boundarySetIds, IReadOnlyCollection<Month> months, CancellationToken cancellationToken) =>
        MonthlyStatements.RunAsync(connection, Statements, boundarySetIds, months, cancellationToken);
}
