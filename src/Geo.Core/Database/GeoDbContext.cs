using Geo.Core.Areas;
using Geo.Core.Dashboards;
using Geo.Core.Intake;
using Geo.Core.Records;
using Microsoft.EntityFrameworkCore;

namespace Geo.Core.Database;

/// <summary>Reference and governance data: what is small, named and edited. Records and counts are bulk work and belong to SQL files and COPY.</summary>
public sealed class GeoDbContext(DbContextOptions<GeoDbContext> options) : DbContext(options)
{
    public DbSet<BoundarySet> BoundarySets => Set<BoundarySet>();

    public DbSet<Area> Areas => Set<Area>();

    public DbSet<Population> Populations => Set<Population>();

    public DbSet<Source> Sources => Set<Source>();

    public DbSet<Batch> Batches => Set<Batch>();

    public DbSet<QuarantinedRow> Quarantine => Set<QuarantinedRow>();

    public DbSet<Category> Categories => Set<Category>();

    public DbSet<Note> Notes => Set<Note>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<BoundarySet>().ToTable("boundary_set", "areas").Property(set => set.Id).UseIdentityAlwaysColumn();
        modelBuilder.Entity<Area>(area =>
        {
            area.ToTable("area", "areas");
            area.Property(a => a.Id).UseIdentityAlwaysColumn();
            area.Property(a => a.Geom).HasColumnType("geometry(MultiPolygon,27700)");
        });
        modelBuilder.Entity<Shape>(shape =>
        {
            shape.ToTable("shape", "areas").HasKey(s => new { s.AreaId, s.Zoom });
            shape.Property(s => s.Geom).HasColumnType("geometry(MultiPolygon,3857)");
        });
        modelBuilder.Entity<Population>().ToTable("population", "areas").HasKey(p => new { p.AreaId, p.Year, p.AgeGroup });
        modelBuilder.Entity<Source>().ToTable("source", "intake").Property(source => source.Id).UseIdentityAlwaysColumn();
        modelBuilder.Entity<Batch>().ToTable("batch", "intake").Property(batch => batch.Id).ValueGeneratedNever();
        modelBuilder.Entity<QuarantinedRow>().ToTable("quarantine", "intake").HasKey(row => new { row.BatchId, row.RowNumber });
        modelBuilder.Entity<Category>().ToTable("category", "records").Property(category => category.Id).ValueGeneratedNever();
        modelBuilder.Entity<Note>(note =>
        {
            note.ToTable("note", "dashboards").HasKey(n => new { n.Dashboard, n.Period, n.Area, n.Panel, n.Version });
            note.Ignore(n => n.By);
        });

        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(type => type.GetProperties()))
            property.SetColumnName(SnakeCase(property.Name));
    }

    /// <summary><c>ContentSha256</c> to <c>content_sha256</c>.</summary>
    private static string SnakeCase(string name) =>
        string.Concat(name.Select((letter, i) => char.IsUpper(letter) ? (i == 0 ? "" : "_") + char.ToLowerInvariant(letter) : letter.ToString()));
}
