using System.Collections.Concurrent;
using Geo.Core.Dashboards;
using Geo.Core.Database;
using Geo.Core.Measures;
using Geo.Testing;
using Geo.Web.Tests.Hosting;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Geo.Web.Tests.Dashboards;

[Collection(Demonstration.Name)]
public sealed class DashboardQueriesTests(DemonstrationHost host)
{
    [DatabaseTheory]
    [InlineData("community-safety", 10)]
    [InlineData("childrens-safeguarding", 5)]
    [InlineData("adult-safeguarding", 3)]
    [InlineData("locality", 0)]
    public async Task Dashboard_ReadsNothingTwice_AndSideBySide(string slug, int atLeast)
    {
        using var log = new QueryLog();
        await using var database = new GeoDatabase(host.Database.ConnectionString) { Building = builder => builder.UseLoggerFactory(log.Factory).EnableParameterLogging() };
        var cube = await CountCube.LoadAsync(database, default);
        var dashboard = DashboardFile.Read(slug, await File.ReadAllTextAsync(Repository.At("dashboards", $"{slug}.yaml")), slug);
        log.Clear();

        var answers = await DashboardAnswers.AskAsync(database, cube, dashboard, new("2023-24", "year-before", null), default);

        answers.ShouldAllBe(answer => answer.Reason == null);
        log.Asked.Count.ShouldBeGreaterThanOrEqualTo(atLeast);
        log.Asked.GroupBy(query => query, StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same => $"{same.Count()} times: {same.Key}").ShouldBeEmpty();
        if (atLeast > 1)
            log.MostAtOnce.ShouldBeGreaterThan(1);
    }

    /// <summary>What connections say that they execute, with the values.</summary>
    private sealed class QueryLog : ILoggerProvider, ILogger
    {
        // Sent with every table before its query; it reads nothing.
        private const string Setting = "set local enable_nestloop = off";

        private readonly ConcurrentQueue<string> _asked = [];
        private int _now;

        public QueryLog() => Factory = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(this));

        public ILoggerFactory Factory { get; }

        public IReadOnlyCollection<string> Asked => _asked;

        public int MostAtOnce { get; private set; }

        public void Clear()
        {
            _asked.Clear();
            (_now, MostAtOnce) = (0, 0);
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var (begins, ends) = (eventId.Name?.StartsWith("ExecutingCommand", StringComparison.Ordinal) is true, eventId.Name?.StartsWith("CommandExecutionCompleted", StringComparison.Ordinal) is true);
            if (!(begins || ends) || state is not IReadOnlyList<KeyValuePair<string, object?>> told || told.FirstOrDefault(pair => pair.Key == "CommandText").Value is not string sql || sql == Setting)
                return;
            lock (_asked)
            {
                if (begins)
                {
                    MostAtOnce = Math.Max(MostAtOnce, ++_now);
                    _asked.Enqueue($"{sql} {(told.FirstOrDefault(pair => pair.Key == "Parameters").Value is System.Collections.IEnumerable values ? string.Join(' ', values.Cast<object?>().Select(value => value is System.Collections.IEnumerable and not string ? string.Join(',', ((System.Collections.IEnumerable)value).Cast<object?>()) : value)) : "")}");
                }
                else
                    _now--;
            }
        }

        public void Dispose() => Factory.Dispose();
    }
}
