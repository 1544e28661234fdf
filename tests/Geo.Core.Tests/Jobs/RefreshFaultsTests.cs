using Geo.Core.Jobs;
using Geo.Core.Measures;
using Geo.Core.Tests.Faults;
using Geo.Testing;
using Geo.Testing.Stub;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Jobs;

/// <summary>What readers see while data is renewed, and what a refresh leaves when a disk is full.</summary>
public sealed class RefreshFaultsTests
{
    private const int Rows = 500;

    private static readonly SmallMap Map = SmallMap.Draw("AB");

    [DatabaseFact]
    public async Task Readers_DuringARefresh_SeeWholeMonthsOnly()
    {
        await using var database = await WithWardsAsync();
        var inbox = Inbox(database);
        foreach (var month in Enumerable.Range(0, 8).Select(i => Month.Of(2024, 1).Plus(i)))
            Crimes(month).WriteTo(inbox);
        var refresh = RunAsync(database);
        var seen = new List<(int Months, long A, long B)>();
        while (!refresh.IsCompleted)
        {
            var cube = await CountCube.LoadAsync(database.Geo, default);
            if (cube.IsEmpty)
                continue;
            var table = Breakdown(cube);
            seen.Add((cube.Sources.Single().Months.Count, table.A, table.B));
        }

        (await refresh).ShouldBe(RunOutcome.Done);
        seen.ShouldAllBe(look => look.A == look.Months * Rows && look.B == look.Months * Rows);
        seen.Select(look => look.Months).Distinct().Count().ShouldBeGreaterThan(2, "it was looked at in between");
    }

    [SmallDiskFact]
    public async Task Refresh_OntoAFullDisk_SaysSoAndWorksWhenThereIsRoom()
    {
        await using var disk = new SmallDisk();
        await using var database = await TestDatabase.CreateAsync();
        await disk.TakeAsync(database);
        await database.ImportAreasAsync(Map);
        var inbox = Inbox(database);
        Crimes(Month.Of(2024, 1), 20_000).WriteTo(inbox);
        disk.Fill(leaveKilobytes: 1024);

        (await RunAsync(database)).ShouldBe(RunOutcome.Failed);

        var run = (await RunLog.LatestAsync(database.Geo, "refresh", 1, default)).Single();
        run.Message.ShouldContain("take in the inbox: The database ran out of room: ");
        run.Message.ShouldContain("Nothing of this step is stored; free some space, and run it again.");
        disk.MakeRoom();
        (await RunAsync(database)).ShouldBe(RunOutcome.Done);
        Breakdown(await CountCube.LoadAsync(database.Geo, default)).ShouldBe((20_000, 20_000));
    }

    [SmallDiskFact]
    public async Task Refresh_WhoseDownloadsFindTheDiskFull_SaysSoDoesTheRestAndFetchesWhenThereIsRoom()
    {
        await using var disk = new SmallDisk();
        await using var database = await TestDatabase.CreateAsync();
        await using var stub = await StubServices.StartAsync();
        disk.Mount();
        await database.ImportAreasAsync(Map);
        stub.Police.Publish("2024-01", Crimes(Month.Of(2024, 1)));
        var feeds = database.NewFile("feeds.yaml", stub.Feeds().Split("boundaries:")[0]);
        var host = new JobHost(database.Geo, new HastyClock(longest: TimeSpan.FromMinutes(1)), disk.Folder, "one", feeds, FeedsMayBeHere: true);
        disk.Fill(leaveKilobytes: 0);

        (await RunJob.RunAsync(host, new RefreshChain(), new(RunTrigger.Hand), default)).ShouldBe(RunOutcome.Failed);

        var run = (await RunLog.LatestAsync(database.Geo, "refresh", 1, default)).Single();
        run.Message.ShouldStartWith("fetch crime: No space left on device");
        run.Message.ShouldEndWith("Check the path, its permissions and the free space on its disk.");
        run.Steps.Where(step => step.Outcome != RunOutcome.Done).Select(step => step.Name).ShouldBe(["fetch crime"]);
        disk.MakeRoom();
        (await RunJob.RunAsync(host, new RefreshChain(), new(RunTrigger.Hand), default)).ShouldBe(RunOutcome.Done);
        Breakdown(await CountCube.LoadAsync(database.Geo, default)).ShouldBe((Rows, Rows));
    }

    [SmallDiskFact]
    public async Task RunLog_ThatFindsTheDiskFull_LeavesTheRunAsInterrupted_AndTheNextRunContinuesIt()
    {
        await using var disk = new SmallDisk();
        await using var database = await TestDatabase.CreateAsync();
        await disk.TakeAsync(database);
        var host = new JobHost(database.Geo, database.Clock, database.Folder, "one");
        var job = new Wordy(() => disk.Fill(leaveKilobytes: 0));

        (await RunJob.RunAsync(host, job, new(RunTrigger.Hand), default)).ShouldBe(RunOutcome.Failed);

        var run = (await RunLog.LatestAsync(database.Geo, job.Slug, 1, default)).Single();
        (run.Outcome, run.Steps.Single().Outcome).ShouldBe((RunOutcome.Interrupted, RunOutcome.Interrupted));
        disk.MakeRoom();
        (await RunJob.RunAsync(host, job, new(RunTrigger.CatchUp, OnlyContinues: true), default)).ShouldBe(RunOutcome.Done);
        (await RunLog.LatestAsync(database.Geo, job.Slug, 2, default)).Select(one => (one.Outcome, one.Continues)).ShouldBe([(RunOutcome.Done, run.Id), (RunOutcome.Interrupted, null)]);
    }

    /// <summary>Has so much to say that the log needs room.</summary>
    private sealed class Wordy(Action first) : Job
    {
        private Action? _first = first;

        public override string Slug => "wordy";

        public override string Name => "Wordy";

        public override string Description => "";

        public override IReadOnlyList<string> Inputs => [];

        public override IReadOnlyList<Step> Steps => [new("say", (run, _) =>
        {
            Interlocked.Exchange(ref _first, null)?.Invoke();
            var bytes = new byte[7_000];
            new Random(20240611).NextBytes(bytes);
            run.Say(Convert.ToHexString(bytes));
            return Task.FromResult(new StepResult(""));
        })];
    }

    private static (long A, long B) Breakdown(CountCube cube)
    {
        var span = cube.Sources.Single().Months;
        var table = LeagueTable.Ask(cube, new MeasureQuestion { Measure = "crime", Period = $"{span[0]}..{span[^1]}" });
        return (table.Rows.Single(row => row.Code == "A").Count, table.Rows.Single(row => row.Code == "B").Count);
    }

    private static StreetFile Crimes(Month month, int rows = Rows) => new StreetFile($"{month}").Add("Burglary", Map.Inside('A'), rows).Add("Burglary", Map.Inside('B'), rows);

    private static string Inbox(TestDatabase database) => Directory.CreateDirectory(Path.Combine(database.Folder, "inbox", "street-level")).FullName;

    private static Task<RunOutcome?> RunAsync(TestDatabase database) => RunJob.RunAsync(new(database.Geo, database.Clock, database.Folder, "one"), new RefreshChain(), new(RunTrigger.Hand), default);

    private static async Task<TestDatabase> WithWardsAsync()
    {
        var database = await TestDatabase.CreateAsync();
        await database.ImportAreasAsync(Map);
        return database;
    }
}
