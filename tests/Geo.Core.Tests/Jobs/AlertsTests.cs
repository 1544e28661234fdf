using Geo.Core.Fetch;
using Geo.Core.Jobs;
using Geo.Core.Tests.Cli;
using Geo.Testing;
using Geo.Testing.Stub;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Jobs;

/// <summary>What people are told by mail and webhook, through servers on this machine.</summary>
public sealed class AlertsTests
{
    private const string Signal = "All crime in Area B, March 2024: a rise of 50; more than chance explains, compared with March 2023.";

    [DatabaseFact]
    public async Task Alerts_TellEachThingOnceUntilItIsResolved_InOneMessage_WithoutWhyARunFailed()
    {
        await using var told = await Told.StartAsync();
        await told.FailAsync("refresh", "2024-06-01 03:30+00", "take in the inbox");
        await told.FindAsync(FindingKind.Late, "police", null, "West Mercia Police, street-level crime, is late: data to 31 March 2024, 62 days old.");
        await told.FindAsync(FindingKind.RefusedFile, "istv", null, "A file for istv was refused with 2 fault(s); inbox/istv/refused has it with its report.");
        await told.FindAsync(FindingKind.Signal, "crime/B", "2024-03-01", Signal);
        await told.FindAsync(FindingKind.Signal, "crime/C", "2024-03-01", "All crime in Cope & <Son>, March 2024: a fall of 9.");
        await told.FindAsync(FindingKind.MissingMonth, "police", "2024-02-01", "nobody is told of a missing month");

        const string Sent = "1 failure, 1 refused file, 1 late source, 2 signals";
        (await told.RunAsync()).ShouldBe((RunOutcome.Done, $"Sent by mail: {Sent}. Sent by webhook: {Sent}."));

        told.Mail.Mails.ShouldBe([("board@example.org, analyst@example.org", $"Geo: {Sent}", """
            Failures
            - Refresh, begun on 1 June 2024 at 04:30, failed at: take in the inbox. Its log says why; the last good figures stay.

            Refused files
            - A file for istv was refused with 2 fault(s); inbox/istv/refused has it with its report.

            Late sources
            - West Mercia Police, street-level crime, is late: data to 31 March 2024, 62 days old.

            Signals
            - All crime in Area B, March 2024: a rise of 50; more than chance explains, compared with March 2023.
            - All crime in Cope & <Son>, March 2024: a fall of 9.

            More: https://geo.example.org/data/jobs

            """.ReplaceLineEndings("\r\n"))]);
        told.Services.Posts.Single().ShouldStartWith($$"""{"text":"*Geo: {{Sent}}*\nFailures\n- Refresh, begun on 1 June 2024 at 04:30, failed at: take in the inbox. Its log says why; the last good figures stay.\n\nRefused files\n- A file""");
        told.Services.Posts.Single().ShouldEndWith("""- All crime in Cope &amp; &lt;Son&gt;, March 2024: a fall of 9.\n\nMore: https://geo.example.org/data/jobs"}""");

        // The next night nothing is new: the same source is a day later, and the refresh failed again.
        await told.Database.ExecuteAsync("update jobs.finding set message = 'is 63 days old' where kind = 'late'");
        await told.FailAsync("refresh", "2024-06-02 03:30+00", "take in the inbox");
        (await told.RunAsync()).ShouldBe((RunOutcome.Done, ""));

        // Mended, and broken again: that is another thing.
        await told.Database.ExecuteAsync("insert into jobs.run (job, trigger, node, started_at, ended_at, outcome) values ('refresh', 'hand', 'n', '2024-06-02 09:00+00', '2024-06-02 09:01+00', 'done')");
        (await told.RunAsync()).ShouldBe((RunOutcome.Done, ""));
        await told.FailAsync("refresh", "2024-06-03 03:30+00", "tidy up");
        (await told.RunAsync()).Message.ShouldBe("Sent by mail: 1 failure. Sent by webhook: 1 failure.");
        (told.Mail.Mails.Count, told.Services.Posts.Count).ShouldBe((2, 2));
        (await told.Database.RowsAsync("select kind, subject, resolved_at is not null from jobs.alert order by id")).ShouldBe(
            ["failure|refresh|True", "late|police|False", "refused-file|istv|False", "signal|crime/B|False", "signal|crime/C|False", "failure|refresh|False"], ignoreOrder: true);
    }

    [DatabaseFact]
    public async Task QuietHours_HoldBackAllButWhatTheyExcept_AndWhatIsResolvedMeanwhile()
    {
        await using var told = await Told.StartAsync("quiet-hours: { from: \"18:00\", to: \"08:00\", except: [failures] }");
        told.Database.Clock.Advance(TimeSpan.FromHours(8)); // 17:00 UTC is 18:00 in London
        await told.FailAsync("inbox", "2024-06-01 16:50+00", "take in the inbox");
        await told.FindAsync(FindingKind.Signal, "crime/B", "2024-03-01", Signal);
        await told.FindAsync(FindingKind.Late, "police", null, "A source is late.");
        (await told.RunAsync()).Message.ShouldBe("Sent by mail: 1 failure. Sent by webhook: 1 failure.");
        await told.Database.ExecuteAsync("update jobs.finding set cleared_at = now() where kind = 'late'");

        told.Database.Clock.Advance(new TimeSpan(13, 59, 59)); // 07:59:59
        (await told.RunAsync()).Message.ShouldBe("");
        told.Database.Clock.Advance(TimeSpan.FromSeconds(1));
        (await told.RunAsync()).Message.ShouldBe("Sent by mail: 1 signal. Sent by webhook: 1 signal.");
        told.Mail.Mails[1].Body.ShouldBe($"Signals\r\n- {Signal}\r\n\r\nMore: https://geo.example.org/data/jobs\r\n");
    }

    [DatabaseFact]
    public async Task MailServer_ThatRefuses_IsToldInTheLog_AndIsSentToAgain_AndTheOtherWayIsNot()
    {
        await using var told = await Told.StartAsync();
        await told.FindAsync(FindingKind.Signal, "crime/B", "2024-03-01", Signal);
        told.Mail.Refusal = "451 try later";

        var (outcome, message) = await told.RunAsync();
        (outcome, message.Replace($"{told.Mail.Port}", "PORT", StringComparison.Ordinal)).ShouldBe((
            RunOutcome.Failed, "tell: mail: 127.0.0.1:PORT did not take the mail: Error in processing. The server response was: try later. Check the alerts file. It is sent again with the next run."));
        (told.Mail.Mails.Count, told.Services.Posts.Count).ShouldBe((0, 1));

        told.Mail.Refusal = null;
        (await told.RunAsync()).ShouldBe((RunOutcome.Done, "Sent by mail: 1 signal."));
        (told.Mail.Mails.Count, told.Services.Posts.Count).ShouldBe((1, 1));
    }

    [DatabaseFact]
    public async Task Test_GoesOutByEveryWay_AndSaysWhatIsWrongWithOne()
    {
        await using var told = await Told.StartAsync(format: "teams");
        told.Services.Next("/webhook/key", StubFault.Status(404));

        (await Alerts.TestAsync(told.Host, default)).ShouldBe(
            [new("mail", true, "A test was sent."), new("webhook", false, "webhook: 127.0.0.1 answered 404 Not Found. Check the alerts file.")]);
        var command = await CommandRun.WithAsync(
            name => name switch { "GEO_DATABASE" => told.Database.ConnectionString, "GEO_DATA_DIR" => told.Database.Folder, AlertSettings.Setting => told.Host.AlertsFile, Feeds.LoopbackSetting => "1", _ => null }, default, "jobs", "alert-test");
        (command.ExitCode, command.Output).ShouldBe((0, "mail: A test was sent.\nwebhook: A test was sent.\n".ReplaceLineEndings()));

        told.Mail.Mails[0].ShouldBe(("board@example.org, analyst@example.org", "Geo: a test", "- This is a test of the alerts; nothing has happened.\r\n\r\nMore: https://geo.example.org/data/jobs\r\n"));
        told.Services.Posts.ShouldBe(["""{"type":"message","attachments":[{"contentType":"application/vnd.microsoft.card.adaptive","content":{"$schema":"http://adaptivecards.io/schemas/adaptive-card.json","type":"AdaptiveCard","version":"1.4","body":[{"type":"TextBlock","text":"Geo: a test","weight":"Bolder","wrap":true},{"type":"TextBlock","text":"- This is a test of the alerts; nothing has happened.\n\nMore: https://geo.example.org/data/jobs","wrap":true}]}}]}"""]);

        var strict = told.Database.NewFile("strict.yaml", $"mail: {{ host: 127.0.0.1, port: {told.Mail.Port}, from: geo@example.org, to: [board@example.org] }}");
        (await Alerts.TestAsync(told.Host with { AlertsFile = strict }, default)).Single().Message.ShouldBe(
            $"mail: 127.0.0.1:{told.Mail.Port} did not take the mail: Server does not support secure connections. Check the alerts file.");
        (await Should.ThrowAsync<RefusedException>(() => Alerts.TestAsync(told.Host with { AlertsFile = null }, default))).Message
            .ShouldBe("GEO_ALERTS: No alerts are configured. Name a file in it that says whom to tell; README.md tells how.");
    }

    [Fact]
    public void Message_OfMoreThanAChatHasRoomFor_SaysHowManyMore()
    {
        var message = AlertMessage.Of([.. Enumerable.Range(1, 1032).Select(i => (FindingKind.Signal, $"Signal {i}\nof an area"))], "");

        message.Subject.ShouldBe("Geo: 1,032 signals");
        message.Text.ReplaceLineEndings("\n").ShouldBe($"Signals\n{string.Concat(Enumerable.Range(1, 30).Select(i => $"- Signal {i} of an area\n"))}- and 1,002 more.\n");
    }

    [Theory]
    [InlineData("tell: [failures]", "column mail: Nobody is told: there is neither mail nor webhook.")]
    [InlineData("webhook: { address-file: /x }\ntell: [faults]", "column tell, value 'faults': What can be told is failures, refused-files, late-sources, signals, hot-spots.")]
    [InlineData("webhook: { address-file: /x, format: xml }", "column format, value 'xml': The format is text or teams.")]
    [InlineData("webhook: { address-file: /x }\nquiet-hours: { from: \"18:00\", to: 8 }", "column to, value '8': An hour is written as \"18:00\", in quotes.")]
    [InlineData("mail: { host: smtp.example.org, from: geo, to: [a@example.org] }", "column from, value 'geo': That is no mail address.")]
    [InlineData("mail: { host: smtp.example.org, from: geo@example.org, to: [] }", "column to: Somebody is to be written to.")]
    [InlineData("mail: { host: smtp.example.org, from: geo@example.org, to: [a@example.org], start-tls: false, user: geo, password-file: /x }", "column start-tls, value 'false': A password is not sent unencrypted.")]
    [InlineData("webhook: { address: https://example.org }", "line 1: Property 'address' not found.")]
    public void Settings_ThatBreakARule_AreRefused(string text, string says) =>
        Should.Throw<RefusedException>(() => AlertSettings.Read(new StringReader(text), "alerts.yaml")).Message.ShouldBe(
            $"alerts.yaml, {says} geodata/alerts.schema.json tells what the file has.");

    [Fact]
    public void Settings_ThatAreShippedAsAnExample_AreReadable() => AlertSettings.Load(Repository.At("geodata", "alerts.yaml")).Mail!.To.ShouldBe(["analysts@example.org"]);

    /// <summary>A database, both servers and the settings that name them.</summary>
    private sealed class Told(TestDatabase database, StubMail mail, StubServices services, JobHost host) : IAsyncDisposable
    {
        public TestDatabase Database => database;

        public StubMail Mail => mail;

        public StubServices Services => services;

        public JobHost Host => host;

        public static async Task<Told> StartAsync(string more = "", string format = "text")
        {
            var (database, mail, services) = (await TestDatabase.CreateAsync(), StubMail.Start(), await StubServices.StartAsync());
            var settings = database.NewFile("alerts.yaml", $$"""
                address: https://geo.example.org/
                mail: { host: 127.0.0.1, port: {{mail.Port}}, start-tls: false, from: geo@example.org, to: [board@example.org, analyst@example.org] }
                webhook: { address-file: {{database.NewFile("webhook", $"{services.Address}/webhook/key\n")}}, format: {{format}} }
                {{more}}
                """);
            return new(database, mail, services, new(database.Geo, database.Clock, database.Folder, "one", FeedsMayBeHere: true, AlertsFile: settings));
        }

        public async Task<(RunOutcome? Outcome, string Message)> RunAsync()
        {
            var outcome = await RunJob.RunAsync(host, new TellAlerts(), new(RunTrigger.Hand), default);
            return (outcome, (await RunLog.LatestAsync(database.Geo, "alerts", 1, default)).Single().Message);
        }

        /// <summary>A run that failed over a row, which its message quotes.</summary>
        public Task FailAsync(string job, string at, string step) => database.ExecuteAsync($"""
            with r as (insert into jobs.run (job, trigger, node, started_at, ended_at, outcome, message) values ('{job}', 'schedule', 'n', '{at}', '{at}', 'failed', 'no such day: 12/03/2009') returning id)
            insert into jobs.step (run_id, number, name, started_at, ended_at, outcome) select id, 1, '{step}', '{at}', '{at}', 'failed' from r
            """);

        public Task FindAsync(string kind, string subject, string? month, string message) => database.ExecuteAsync(
            $"insert into jobs.finding (kind, subject, month, message, first_seen_at, last_seen_at) values ('{kind}', '{subject}', {(month is null ? "null" : $"'{month}'")}, '{message}', now(), now())");

        public async ValueTask DisposeAsync()
        {
            await mail.DisposeAsync();
            await services.DisposeAsync();
            await database.DisposeAsync();
        }
    }
}
