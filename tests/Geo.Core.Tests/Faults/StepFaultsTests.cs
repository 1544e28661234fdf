using Geo.Core.Backup;
using Geo.Core.Database;
using Geo.Core.Jobs;
using Geo.Testing;
using Geo.Testing.Stub;
using Microsoft.Extensions.Logging;
using Npgsql;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Faults;

/// <summary>
/// The database ends every session while a step is under way: at a statement in its middle, and when all is done and only the log has to say so.
/// <c>GEO_STEP_FAULTS=all</c> does it at every statement of every step.
/// </summary>
public sealed class StepFaultsTests(StepFaultsTests.CleanRun clean) : IClassFixture<StepFaultsTests.CleanRun>
{
    // What readers may be told of besides the records and their counts.
    private const string Others = """
        select 'set', s.name, a.code, md5(st_astext(a.geom)), 0 from areas.boundary_set s join areas.area a on a.boundary_set_id = s.id
        union all
        select 'people', p.year::text, a.code, p.age_group, p.people from areas.population p join areas.area a on a.id = p.area_id
        union all
        select 'lattice', l.month::text, '', concat_ws('|', l.category_id, l.flags, l.cell_xs, l.cell_ys, l.counts, l.easts, l.norths), 0 from hotspots.lattice l
        union all
        select 'finding', f.kind, f.subject, f.message, 0 from jobs.finding f where cleared_at is null
        order by 1, 2, 3, 4
        """;

    private static readonly SmallMap Map = SmallMap.Draw("AAB", "ACB");

    public static TheoryData<string, int, string> StepsOfJobs
    {
        get
        {
            var steps = new TheoryData<string, int, string>();
            foreach (var job in new Job[] { new RefreshChain(), new KeepBackups() })
            {
                foreach (var (i, step) in job.Steps.Index())
                    steps.Add(job.Slug, i + 1, step.Name);
            }

            return steps;
        }
    }

    [DatabaseTheory]
    [MemberData(nameof(StepsOfJobs))]
    public async Task Step_WhoseSessionsAllEnd_IsToldAndRepeatedByTheNextRun_ToTheStateOfACleanOne(string job, int number, string name)
    {
        if (TestCluster.AdminConnectionTo("postgres") is null)
            return; // only the superuser can end another's session
        var statements = clean.Statements[(job, number)];
        int[] points = Environment.GetEnvironmentVariable("GEO_STEP_FAULTS") == "all" ? [.. Enumerable.Range(1, statements)] : [.. new[] { (statements + 1) / 2, statements }.Distinct()];
        foreach (var point in points)
        {
            var at = $"{name}, statement {point} of {statements}";
            await using var site = await Site.CreateAsync(clean.Stub, number, point);

            (await site.RunAsync(job)).ShouldBe(RunOutcome.Interrupted, at);

            site.Statements.IsDone.ShouldBeTrue(at);
            var lost = (await RunLog.LatestAsync(site.Plain, job, 1, default)).Single();
            (lost.Outcome, lost.Message).ShouldBe((RunOutcome.Interrupted, "The database was lost meanwhile; the next run continues it."), at);
            lost.Steps.Select(step => step.Outcome).ShouldBe([.. Enumerable.Repeat(RunOutcome.Done, number - 1), RunOutcome.Interrupted], at);
            var next = await site.RunAsync(job, continues: true);
            var runs = await RunLog.LatestAsync(site.Plain, job, 3, default);
            next.ShouldBe(RunOutcome.Done, $"{at}: {runs[0].Message}");
            runs.Select(run => (run.Outcome, run.Continues)).ShouldBe([(RunOutcome.Done, lost.Id), (RunOutcome.Interrupted, null)], at);
            runs[0].Steps.Select(step => step.Outcome).ShouldBe(runs[0].Steps.Select((_, i) => i + 1 < number ? RunOutcome.Kept : RunOutcome.Done), at);
            (await site.StateAsync(job)).ShouldBe(clean.States[job], at);
            (await site.Database.ScalarAsync<bool>("select exists (select from jobs.run where outcome = 'running') or exists (select from jobs.step where outcome = 'running')")).ShouldBeFalse(at);
            (await site.Database.ScalarAsync<int>("select count(*) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())")).ShouldBe(0, at);
        }
    }

    /// <summary>What two jobs leave when nothing happens to them, and of how many statements each of their steps is.</summary>
    public sealed class CleanRun : IAsyncLifetime
    {
        public StubServices Stub { get; private set; } = null!;

        internal Dictionary<string, string> States { get; } = [];

        internal Dictionary<(string Job, int Step), int> Statements { get; } = [];

        public async Task InitializeAsync()
        {
            if (Missing.Database is not null)
                return;
            Stub = await StubServices.StartAsync();
            Stub.Geography.Publish("wards-2024", Map);
            foreach (var code in new[] { "A", "B", "C" })
            {
                foreach (var (age, people) in new[] { (200, "1000"), (201, "150"), (204, "20") })
                    Stub.Nomis.Publish(code, 2024, age, people);
            }

            Stub.Police.Publish("2024-01", Crimes("2024-01"));
            await using var site = await Site.CreateAsync(Stub);
            foreach (var job in new[] { "refresh", "backup" })
            {
                (await site.RunAsync(job)).ShouldBe(RunOutcome.Done);
                foreach (var (step, count) in site.Statements.Counts)
                    Statements.Add((job, step), count);
                States.Add(job, await site.StateAsync(job));
            }
        }

        public async Task DisposeAsync()
        {
            if (Stub is not null)
                await Stub.DisposeAsync();
        }
    }

    private static StreetFile Crimes(string month)
    {
        var random = new Random(20240611);
        var file = new StreetFile(month);
        for (var i = 0; i < 300; i++)
            file.Add(i % 5 == 0 ? StreetFile.Asb : "Burglary", i % 50 == 0 ? null : Map.At(random.Next(300) / 100.0, random.Next(200) / 100.0));
        return file;
    }

    /// <summary>An installation with feeds and a file in its inbox, whose database ends all sessions at a statement of a step.</summary>
    private sealed class Site(TestDatabase database, GeoDatabase geo, StatementFault statements, HastyClock clock, JobHost host) : IAsyncDisposable
    {
        public TestDatabase Database => database;

        /// <summary>Connections of which none is ended.</summary>
        public GeoDatabase Plain => database.Geo;

        public StatementFault Statements => statements;

        public static async Task<Site> CreateAsync(StubServices stub, int step = 0, int statement = 0)
        {
            var database = await TestDatabase.CreateAsync();
            var statements = new StatementFault(database.Name, step, statement);
            var geo = new GeoDatabase(database.ConnectionString) { Building = builder => builder.UseLoggerFactory(statements.Factory) };
            Crimes("2024-02").WriteTo(Directory.CreateDirectory(Path.Combine(database.Folder, "inbox", "street-level")).FullName);
            var clock = new HastyClock(longest: TimeSpan.FromMinutes(1));
            var host = new JobHost(geo, clock, database.Folder, "one", database.NewFile("feeds.yaml", stub.Feeds()), FeedsMayBeHere: true);
            return new(database, geo, statements, clock, host);
        }

        public Task<RunOutcome?> RunAsync(string job, bool continues = false)
        {
            statements.Begin();
            clock.Advance(TimeSpan.FromMinutes(1));
            return RunJob.RunAsync(host, AllJobs.Find(job)!, new(RunTrigger.Hand, OnlyContinues: continues), default);
        }

        public async Task<string> StateAsync(string job)
        {
            var files = Directory.EnumerateFiles(Path.Combine(database.Folder, "inbox"), "*.csv", SearchOption.AllDirectories).Select(file => Path.GetFileName(Path.GetDirectoryName(file)!));
            if (job == "refresh")
                return string.Join('\n', [.. files, .. await database.RowsAsync(FaultTests.Contents), .. await database.RowsAsync(Others)]);
            var folder = BackupFolder.Of(database.Folder);
            var scratch = await database.ScalarAsync<int>($"select count(*) from pg_database where starts_with(datname, '{database.Name}_')");
            return $"checked {BackupFolder.All(folder)[0].Manifest.CheckedAt is not null}, left {Directory.GetFiles(folder, "*.part").Length} and {Directory.GetFiles(folder, "*.failed*").Length}, {scratch} beside";
        }

        public async ValueTask DisposeAsync()
        {
            await geo.DisposeAsync();
            statements.Dispose();
            await database.DisposeAsync();
        }
    }

    /// <summary>Hears of every statement before it is sent, counts those of each step, and at one of them has the superuser end all sessions.</summary>
    private sealed class StatementFault : ILoggerProvider, ILogger
    {
        // What connections do of themselves is not counted, nor what goes on beside the step, by time.
        private static readonly string[] Statements = ["ExecutingCommand", "ExecutingBatch", "StartingBinaryImport", "StartingTextImport", "StartingRawCopy"];
        private static readonly string[] Beside = ["select cancel_asked_by", "update jobs.step set message"];

        private readonly string _database;
        private readonly (int Step, int Statement) _fault;
        private readonly Lock _turn = new();
        private readonly Dictionary<int, int> _counts = [];
        private int _step;
        private bool _isUnderWay;

        public StatementFault(string database, int step, int statement)
        {
            (_database, _fault) = (database, (step, statement));
            Factory = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(this));
        }

        public ILoggerFactory Factory { get; }

        public bool IsDone { get; private set; }

        public IReadOnlyDictionary<int, int> Counts => _counts;

        public void Begin()
        {
            lock (_turn)
            {
                (_step, _isUnderWay) = (0, false);
                _counts.Clear();
            }
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!Statements.Contains(eventId.Name))
                return;
            var text = formatter(state, exception);
            if (Beside.Any(beside => text.Contains(beside, StringComparison.Ordinal)))
                return;
            lock (_turn)
            {
                if (text.Contains("insert into jobs.step", StringComparison.Ordinal) && text.Contains("'running'", StringComparison.Ordinal))
                    (_counts[++_step], _isUnderWay) = (0, true);
                else if (_isUnderWay && (_step, ++_counts[_step]) == _fault && !IsDone)
                    EndSessions();
                if (text.Contains("with step as (update jobs.step", StringComparison.Ordinal))
                    _isUnderWay = false;
            }
        }

        private void EndSessions()
        {
            IsDone = true;
            using var superuser = NpgsqlDataSource.Create(TestCluster.AdminConnectionTo("postgres")!);
            var left = 1L;
            while (left > 0)
            {
                using var end = superuser.CreateCommand($"select count(pg_terminate_backend(pid)) from pg_stat_activity where starts_with(datname, '{_database}') and usename like 'geo%'");
                left = (long)end.ExecuteScalar()!;
            }
        }

        public void Dispose() => Factory.Dispose();
    }
}
