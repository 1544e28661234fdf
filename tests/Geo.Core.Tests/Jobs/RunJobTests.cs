using Geo.Core.Jobs;
using Geo.Testing;
using Npgsql;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Jobs;

/// <summary>The run log and what becomes of runs that are killed, cancelled, too slow, or begun twice.</summary>
public sealed class RunJobTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly DateTimeOffset March = new(2024, 4, 1, 3, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset April = new(2024, 5, 1, 3, 0, 0, TimeSpan.Zero);

    [DatabaseFact]
    public async Task Run_OfAllSteps_IsLoggedWithWhatEachDid()
    {
        var job = new Made("whole", ("first", Says("Took 3 rows in.", 3)), ("second", Says("Counted 4.", 4)));

        (await RunAsync(job, new(RunTrigger.Hand, AskedBy: "an analyst"))).ShouldBe(RunOutcome.Done);

        var run = (await RunsAsync(job)).Single();
        (run.Outcome, run.Message, run.Rows, run.Trigger, run.AskedBy, run.Node).ShouldBe((RunOutcome.Done, "Took 3 rows in. Counted 4.", 7, RunTrigger.Hand, "an analyst", "one"));
        run.Steps.Select(step => (step.Number, step.Name, step.Outcome, step.Rows)).ShouldBe([(1, "first", RunOutcome.Done, 3), (2, "second", RunOutcome.Done, 4)]);
        run.Log.ShouldBe("09:00:00 first:\n09:00:00 Took 3 rows in.\n09:00:00 second:\n09:00:00 Counted 4.\n09:00:00 Took 3 rows in. Counted 4.\n");
    }

    [DatabaseFact]
    public async Task Run_OfAPeriodThatIsDone_DoesNothing()
    {
        var job = new Made("periods", ("only", Says("Done.", 1)));

        (await RunAsync(job, new(RunTrigger.Schedule, March))).ShouldBe(RunOutcome.Done);
        (await RunAsync(job, new(RunTrigger.Schedule, March))).ShouldBeNull();
        (await RunAsync(job, new(RunTrigger.Schedule, April))).ShouldBe(RunOutcome.Done);

        (await RunsAsync(job)).Select(run => run.ScheduledFor).ShouldBe([April, March]);
    }

    [DatabaseFact]
    public async Task Run_WhileAnotherIsUnderWay_IsSkippedAndSaysWhoRuns()
    {
        var (begun, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        var job = new Made("twice", ("waits", async (_, _) =>
        {
            begun.SetResult();
            await go.Task;
            return new("Done.");
        }
        ));

        var first = RunAsync(job, new(RunTrigger.Hand));
        await begun.Task;
        (await RunAsync(job, new(RunTrigger.Schedule, March))).ShouldBe(RunOutcome.Skipped);
        go.SetResult();
        (await first).ShouldBe(RunOutcome.Done);

        (await RunsAsync(job)).Select(run => (run.Outcome, run.Message)).ShouldBe([(RunOutcome.Skipped, "Skipped: already running on one."), (RunOutcome.Done, "Done.")]);
    }

    [DatabaseFact]
    public async Task Run_AfterOneThatLostItsSession_ContinuesItAndThenDoesItsOwn()
    {
        var did = new List<string>();
        var cut = true;
        Made? job = null;
        job = new Made("cut", ("first", Does("first")), ("second", async (_, stopped) =>
        {
            did.Add("second");
            if (!cut)
                return new("second.");
            cut = false;
            await EndSessionsAsync(); // what a killed process or a broken network leaves: a free lock and a run that never ended
            await Task.Delay(Timeout.Infinite, stopped);
            return new("never");
        }
        ), ("third", Does("third")));

        (await RunAsync(job, new(RunTrigger.Schedule, March))).ShouldBe(RunOutcome.Interrupted);
        did.ShouldBe(["first", "second"]);
        (await RunAsync(job, new(RunTrigger.Schedule, April))).ShouldBe(RunOutcome.Done);

        did.ShouldBe(["first", "second", "second", "third", "first", "second", "third"]);
        var runs = await RunsAsync(job);
        runs.Select(run => (run.Outcome, run.Trigger, run.ScheduledFor)).ShouldBe(
            [(RunOutcome.Done, RunTrigger.Schedule, April), (RunOutcome.Done, RunTrigger.CatchUp, March), (RunOutcome.Interrupted, RunTrigger.Schedule, March)]);
        runs[1].Continues.ShouldBe(runs[2].Id);
        runs[1].Steps.Select(step => step.Outcome).ShouldBe([RunOutcome.Kept, RunOutcome.Done, RunOutcome.Done]);
        runs[2].Message.ShouldBe("The database was lost meanwhile; the next run continues it.");

        StepTask Does(string what) => (_, _) =>
        {
            did.Add(what);
            return Task.FromResult(new StepResult($"{what}."));
        };
    }

    [DatabaseFact]
    public async Task Run_LeftByAKilledProcess_IsToldAsInterruptedAndFinishedByWhoOnlyContinues()
    {
        var job = new Made("killed", ("first", Says("First.", 1)), ("second", Says("Second.", 2)));
        await database.ExecuteAsync(
            """
            with r as (insert into jobs.run (job, trigger, scheduled_for, node, started_at, outcome) values ('killed', 'schedule', '2024-04-01 03:00+00', 'dead', '2024-04-01 03:00+00', 'running') returning id)
            insert into jobs.step (run_id, number, name, started_at, ended_at, outcome, message, rows)
            select id, 1, 'first', '2024-04-01 03:00+00'::timestamptz, '2024-04-01 03:01+00'::timestamptz, 'done', 'First.', 1 from r union all select id, 2, 'second', '2024-04-01 03:01+00', null, 'running', '', 0 from r
            """);
        (await RunsAsync(job)).Single().Outcome.ShouldBe(RunOutcome.Interrupted, "nobody has its lock");

        (await RunAsync(job, new(RunTrigger.CatchUp, March, OnlyContinues: true))).ShouldBe(RunOutcome.Done);
        (await RunAsync(job, new(RunTrigger.CatchUp, March, OnlyContinues: true))).ShouldBeNull();

        var runs = await RunsAsync(job);
        runs.Select(run => run.Outcome).ShouldBe([RunOutcome.Done, RunOutcome.Interrupted]);
        runs[0].Steps.Select(step => (step.Outcome, step.Message)).ShouldBe([(RunOutcome.Kept, "First."), (RunOutcome.Done, "Second.")]);
        runs[1].Steps[1].Outcome.ShouldBe(RunOutcome.Interrupted);
    }

    [DatabaseFact]
    public async Task Run_ThatSomebodyCancels_StopsAndSaysWho()
    {
        var begun = new TaskCompletionSource();
        var job = new Made("cancelled", ("waits", async (_, stopped) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, stopped);
            return new("never");
        }
        ));

        var run = RunAsync(job, new(RunTrigger.Hand));
        await begun.Task;
        (await CancelRun.RunAsync(database.Geo, "cancelled", "an analyst", default)).ShouldBeTrue();
        (await run).ShouldBe(RunOutcome.Cancelled);
        (await CancelRun.RunAsync(database.Geo, "cancelled", "an analyst", default)).ShouldBeFalse("nothing runs");

        (await RunsAsync(job)).Single().Message.ShouldBe("Cancelled by an analyst; what was under way is not stored.");
        (await database.RowsAsync("select * from pg_locks where locktype = 'advisory' and objsubid = 2 and database = (select oid from pg_database where datname = current_database())")).ShouldBeEmpty();
    }

    [DatabaseFact]
    public async Task Run_BeyondItsTimeLimit_IsStoppedAndHasFailed()
    {
        var job = new Made("slow", ("waits", async (_, stopped) =>
        {
            await Task.Delay(Timeout.Infinite, stopped);
            return new("never");
        }
        ))
        { Limit = TimeSpan.FromMilliseconds(300) };

        (await RunAsync(job, new(RunTrigger.Hand))).ShouldBe(RunOutcome.Failed);

        (await RunsAsync(job)).Single().Message.ShouldBe("It took longer than its limit of 0.3 seconds and was stopped.");
    }

    [DatabaseFact]
    public async Task Step_ThatFails_StopsTheRestUnlessTheyAreWorthDoing_AndItsValuesAreNotLogged()
    {
        var refused = new RefusedException(new Fault("bad-date", "cases.csv", 3, "born", "12/03/2009", "There is no such day.", "Correct it."));
        var job = new Made("fails", ("fetches", (_, _) => throw new IOException("The server is away.")), ("takes in", (_, _) => throw refused), ("counts", Says("Counted.", 1)));
        job.WorthDoing.Add("fetches");

        (await RunAsync(job, new(RunTrigger.Hand))).ShouldBe(RunOutcome.Failed);

        var run = (await RunsAsync(job)).Single();
        run.Message.ShouldBe("fetches: The server is away. Check the path, its permissions and the free space on its disk. takes in: cases.csv, line 3, column born: There is no such day. Correct it.");
        run.Steps.Select(step => (step.Name, step.Outcome)).ShouldBe([("fetches", RunOutcome.Failed), ("takes in", RunOutcome.Failed)]);
        run.Log.ShouldNotContain("2009");
    }

    private static StepTask Says(string message, long rows) => (_, _) => Task.FromResult(new StepResult(message, rows));

    private Task<RunOutcome?> RunAsync(Job job, RunRequest request) => RunJob.RunAsync(new(database.Geo, database.Clock, database.Folder, "one"), job, request, default);

    private Task<IReadOnlyList<LoggedRun>> RunsAsync(Job job) => RunLog.LatestAsync(database.Geo, job.Slug, 10, default);

    private async Task EndSessionsAsync()
    {
        await using var superuser = NpgsqlDataSource.Create(TestCluster.AdminConnectionTo(database.Name)!);
        await using var command = superuser.CreateCommand("select pg_terminate_backend(l.pid) from pg_locks l where l.locktype = 'advisory' and l.objsubid = 2 and l.objid::bigint = (hashtext('cut')::bigint & 4294967295)");
        await command.ExecuteNonQueryAsync();
    }

    private delegate Task<StepResult> StepTask(StepRun run, CancellationToken cancellationToken);

    private sealed class Made(string slug, params (string Name, StepTask Does)[] steps) : Job
    {
        public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(1);

        public List<string> WorthDoing { get; } = [];

        public override string Slug => slug;

        public override string Name => slug;

        public override string Description => "Made for a test.";

        public override IReadOnlyList<string> Inputs => [];

        public override TimeSpan TimeLimit => Limit;

        public override IReadOnlyList<Step> Steps => [.. steps.Select(step => new Step(step.Name, (run, stopped) => step.Does(run, stopped), StopsTheRest: !WorthDoing.Contains(step.Name)))];
    }
}
