using System.Reflection;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Geo.Core.Database.Migrations;

// A migration is a class that names its id and an embedded SQL file of the same stem. Order is the order of the ids.

[DbContext(typeof(GeoDbContext)), Migration("20261120100000_first_light")]
internal sealed class FirstLight : SqlMigration;

[DbContext(typeof(GeoDbContext)), Migration("20261121100000_partner_extracts")]
internal sealed class PartnerExtracts : SqlMigration;

[DbContext(typeof(GeoDbContext)), Migration("20261121200000_partnership_records")]
internal sealed class PartnershipRecords : SqlMigration;

[DbContext(typeof(GeoDbContext)), Migration("20261121220000_indicators")]
internal sealed class ReadyMadeIndicators : SqlMigration;

[DbContext(typeof(GeoDbContext)), Migration("20261121300000_coarse_places")]
internal sealed class CoarsePlacesMigration : SqlMigration;

[DbContext(typeof(GeoDbContext)), Migration("20261121400000_lattice")]
internal sealed class LatticeOfCells : SqlMigration;

[DbContext(typeof(GeoDbContext)), Migration("20261121500000_notes")]
internal sealed class NotesOnPanels : SqlMigration;

[DbContext(typeof(GeoDbContext)), Migration("20261122100000_jobs")]
internal sealed class RunLogOfJobs : SqlMigration;

[DbContext(typeof(GeoDbContext)), Migration("20261122110000_rhythm")]
internal sealed class RhythmOfSources : SqlMigration;

[DbContext(typeof(GeoDbContext)), Migration("20261122120000_findings")]
internal sealed class FindingsOfJobs : SqlMigration;

[DbContext(typeof(GeoDbContext)), Migration("20261122200000_undone_batches")]
internal sealed class UndoneBatches : SqlMigration;

[DbContext(typeof(GeoDbContext)), Migration("20261122130000_scheduler")]
internal sealed class StoreOfScheduler : SqlMigration;

[DbContext(typeof(GeoDbContext)), Migration("20261122210000_alerts")]
internal sealed class AlertsOfJobs : SqlMigration;

[DbContext(typeof(GeoDbContext)), Migration("20261122220000_schedules")]
internal sealed class ChangedSchedules : SqlMigration;

[DbContext(typeof(GeoDbContext)), Migration("20261122230000_hot_spots_found")]
internal sealed class HotSpotsFound : SqlMigration;

internal abstract class SqlMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        var id = GetType().GetCustomAttribute<MigrationAttribute>()!.Id;
        migrationBuilder.Sql(SqlFile.Read($"Database/Migrations/{id}.sql"));
    }
}
