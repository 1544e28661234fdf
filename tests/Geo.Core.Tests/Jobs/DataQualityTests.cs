using Geo.Core.Jobs;
using Geo.Core.Measures;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Jobs;

/// <summary>What is noticed about data that came in, and what changed more than chance explains.</summary>
public sealed class DataQualityTests
{
    [Fact]
    public void Months_BetweenThatAreMissing_AreEachNamed() =>
        Told([Rows(0, 100), Rows(1, 100), Rows(4, 100)]).ShouldBe(["Agency, feed: 2023-03 is missing.", "Agency, feed: 2023-04 is missing."]);

    [Theory]
    [InlineData(104, null)]
    [InlineData(60, "Agency, feed: 2024-02 has 60 rows; by the 13 months before, 91 to 110 are usual.")]
    [InlineData(140, "Agency, feed: 2024-02 has 140 rows; by the 13 months before, 91 to 110 are usual.")]
    public void Month_WithUnusuallyManyOrFewRows_IsNamed(int rows, string? told)
    {
        int[] before = [100, 103, 99, 102, 98, 101, 104, 97, 100, 103, 99, 102, 100];
        Told([.. before.Select((count, i) => Rows(i, count)), Rows(13, rows)]).SingleOrDefault().ShouldBe(told);
    }

    [Fact]
    public void Month_WithMoreRecordsWithoutAPlace_IsNamed()
    {
        var before = Enumerable.Range(0, 12).Select(i => Rows(i, 1000, notLocated: 20)).ToList();
        Told([.. before, Rows(12, 1000, notLocated: 35)]).ShouldBeEmpty("chance explains that");
        Told([.. before, Rows(12, 1000, notLocated: 90)]).ShouldBe(["Agency, feed: 9.0% of 2024-01 have no place; in the 12 months before it was 2.0%."]);
    }

    [DatabaseFact]
    public async Task Chain_AfterAnImport_KeepsWhatItFoundAndClearsWhatIsMended()
    {
        await using var database = await TestDatabase.CreateAsync();
        var map = SmallMap.Draw("AB");
        await database.ImportAreasAsync(map);
        await database.TakeInAsync(Crimes("2023-03", 40, 40), Crimes("2024-03", 40, 90));
        await database.TakeInAsync(new StreetFile("2024-01").Add("Burglary", null, 150).Add("Witchcraft", null));

        (await RunAsync(database)).ShouldBe((RunOutcome.Done, "Found 11 things to know about the data, 11 new."));
        var told = (await Findings.CurrentAsync(database.Geo, default)).Select(found => found.Finding).ToList();
        told.Where(finding => finding.Kind == FindingKind.UnknownCodes).Select(finding => finding.Message).ShouldBe(
            ["West Mercia Police, street-level crime: 2024-01 has 1 code(s) that are not known, in 1 row(s) that were set aside (column Crime type); ./geo batches --quarantine 3 lists them."]);
        told.Where(finding => finding.Kind == FindingKind.MissingMonth).Select(finding => finding.Month.ToString()).First().ShouldBe("2023-04");
        (await RunAsync(database)).Message.ShouldBe("Found 11 things to know about the data, none new.");

        // Two months later nothing newer has come, and the police mended what they had sent.
        await database.TakeInAsync(new StreetFile("2024-01").Add("Burglary", null, 151));
        await database.TakeInAsync(Crimes("2024-02", 1, 1));
        database.Clock.Advance(TimeSpan.FromDays(60));
        (await RunAsync(database)).Message.ShouldBe("Found 10 things to know about the data, 1 new.");
        (await database.RowsAsync("select kind, message from jobs.finding where cleared_at is not null or kind = 'late' order by id")).ShouldBe([
            "missing-month|West Mercia Police, street-level crime: 2024-02 is missing.",
            "unknown-codes|West Mercia Police, street-level crime: 2024-01 has 1 code(s) that are not known, in 1 row(s) that were set aside (column Crime type); ./geo batches --quarantine 3 lists them.",
            "late|West Mercia Police, street-level crime, is late: data to 31 March 2024, 122 days old. Newer records were expected by 29 July 2024."]);

        StreetFile Crimes(string month, int inA, int inB) => new StreetFile(month).Add("Burglary", map.Inside('A'), inA).Add("Burglary", map.Inside('B'), inB);
    }

    [DatabaseFact]
    public async Task TidyUp_RemovesWhatIsTwoYearsOldAndIdleRunsAfterAWeek()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ExecuteAsync(
            """
            insert into jobs.run (job, trigger, node, started_at, ended_at, outcome, message) values
              ('x', 'hand', 'n', '2022-05-31', '2022-05-31', 'done', 'too old'), ('x', 'hand', 'n', '2022-06-02', '2022-06-02', 'failed', 'old'),
              ('x', 'schedule', 'n', '2024-05-20', '2024-05-20', 'done', ''), ('x', 'schedule', 'n', '2024-05-30', '2024-05-30', 'done', '');
            """);
        var old = Path.Combine(Directory.CreateDirectory(Path.Combine(database.Folder, "inbox", "istv", "done")).FullName, "old.csv");
        File.WriteAllText(old, "");

        (await RunAsync(database)).Message.ShouldBe("Removed 2 old entries of the log and 0 old files.");
        (await database.RowsAsync("select message, started_at::date from jobs.run where job = 'x' order by id")).ShouldBe(["old|06/02/2022", "|05/30/2024"]);
        database.Clock.Advance(DateTimeOffset.MaxValue.AddYears(-100) - database.Clock.GetUtcNow());
        (await RunAsync(database)).Message.ShouldContain("and 1 old files");
        File.Exists(old).ShouldBeFalse();
    }

    private static async Task<(RunOutcome? Outcome, string Message)> RunAsync(TestDatabase database)
    {
        var outcome = await RunJob.RunAsync(new(database.Geo, database.Clock, database.Folder, "one"), new RefreshChain(), new(RunTrigger.Hand), default);
        return (outcome, (await RunLog.LatestAsync(database.Geo, "refresh", 1, default)).Single().Message);
    }

    private static IReadOnlyList<string> Told(IReadOnlyList<MonthRows> months) => [.. DataQuality.Of(months).Select(finding => finding.Message)];

    private static MonthRows Rows(int after, int rows, int notLocated = 0) => new("made", "Agency, feed", Month.Of(2023, 1).Plus(after), 1, rows, notLocated, 0, 0, "");
}
