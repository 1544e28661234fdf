using System.IO.Compression;
using Geo.Core.Jobs;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Jobs;

/// <summary>The folder where partners drop their files.</summary>
public sealed class InboxTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly SmallMap Map = SmallMap.Draw("AAB", "ACB");

    [DatabaseFact]
    public async Task Files_ThatAreComplete_AreTakenInOrRefusedWithAReportBesideThem()
    {
        await database.ImportAreasAsync(Map);
        var data = database.NewFolder();
        var street = Drop(data, "street-level");
        var month = new StreetFile("2024-01").Add("Burglary", Map.Inside('A'), 3).Add("Burglary", null);
        using (var zip = ZipFile.Open(Path.Combine(street, "latest.zip"), ZipArchiveMode.Create))
            zip.CreateEntryFromFile(month.WriteTo(database.NewFolder()), "2024-01/" + month.Name);
        File.WriteAllText(Path.Combine(street, "2024-02-west-mercia-street.csv.part"), "under way");
        using var beingWritten = new FileStream(Path.Combine(street, "2024-03-west-mercia-street.csv"), FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
        beingWritten.Write("Crime ID"u8);
        beingWritten.Flush();
        var asb = Drop(data, "police-asb");
        File.WriteAllText(Path.Combine(asb, "asb.csv"), "incident_reference,incident_date,surname\n1,02/01/2024,Jones\n");
        File.SetLastWriteTimeUtc(Path.Combine(asb, "asb.csv"), new DateTime(2024, 5, 31, 17, 0, 5, DateTimeKind.Utc));
        File.WriteAllText(Path.Combine(Drop(data, "made-up"), "x.csv"), "a,b\n");

        var run = await RunAsync(data);

        run.Message.ShouldStartWith("Took in 1 file of the inbox, 4 rows. Refused 2 files.");
        run.Log.ShouldContain("made-up/x.csv: refused, 1 fault(s); its report lies beside it.");
        run.Log.ShouldNotContain("Jones");
        Directory.EnumerateFiles(street, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(street, path)).Order().ShouldBe(
            ["2024-02-west-mercia-street.csv.part", "2024-03-west-mercia-street.csv", .. Directory.EnumerateFiles(Path.Combine(street, "done")).Select(path => Path.GetRelativePath(street, path)).Order()]);
        File.ReadAllText(Directory.EnumerateFiles(Path.Combine(street, "done"), "*-latest.zip.txt").Single())
            .ShouldEndWith("looked at 2024-06-01 09:00 UTC\n\nTaken in.\n  2024-01: new; 4 rows, 1 not located, 0 set aside (batch 1)\n");
        var report = File.ReadAllText(Path.Combine(asb, "refused", "20240531T170005Z-asb.csv.txt"));
        report.ShouldContain("Refused; nothing of it is stored.\n- asb.csv");
        report.ShouldContain("surname");
        (await database.RowsAsync("select subject, message from jobs.finding where kind = 'refused-file' and cleared_at is null order by 1")).ShouldBe(
            ["made-up|A file for made-up was refused with 1 fault(s); inbox/made-up/refused has it with its report.", "police-asb|A file for police-asb was refused with 5 fault(s); inbox/police-asb/refused has it with its report."]);

        // The sender mends it: what was refused is no longer told.
        File.WriteAllText(Path.Combine(asb, "asb.csv"), "incident_reference,incident_date,incident_type,incident_time,easting,northing\n1,02/01/2024,AS-Nuisance,,,\n");
        (await RunAsync(data)).Message.ShouldStartWith("Took in 1 file of the inbox, 1 rows.");
        (await database.RowsAsync("select subject from jobs.finding where kind = 'refused-file' and cleared_at is null")).ShouldBe(["made-up"]);
        (await RunAsync(data)).Message.ShouldBe("", "there is nothing more to do");
    }

    [DatabaseFact]
    public async Task File_TakenInBeforeTheRunWasKilled_IsTakenInOnce()
    {
        var data = database.NewFolder();
        var month = new StreetFile("2023-06").Add("Burglary", null, 2);
        var path = month.WriteTo(Drop(data, "street-level"));
        await database.ImportAsync(path); // as far as it got

        await RunAsync(data);

        File.Exists(path).ShouldBeFalse();
        File.ReadAllText(Directory.EnumerateFiles(Path.Combine(data, "inbox", "street-level", "done"), "*.txt").Single()).ShouldContain("2023-06: was there already; 2 rows");
        (await database.ScalarAsync<int>("select count(*) from intake.batch where month = '2023-06-01'")).ShouldBe(1);
    }

    private static string Drop(string data, string source) => Directory.CreateDirectory(Path.Combine(data, "inbox", source)).FullName;

    private async Task<LoggedRun> RunAsync(string data)
    {
        var job = new WatchInbox();
        (await RunJob.RunAsync(new(database.Geo, database.Clock, data, "one"), job, new(RunTrigger.Hand), default)).ShouldBe(RunOutcome.Done);
        return (await RunLog.LatestAsync(database.Geo, job.Slug, 1, default)).Single();
    }
}
