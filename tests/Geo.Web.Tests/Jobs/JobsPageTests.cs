using System.Net;
using System.Text.RegularExpressions;
using Geo.Core.Jobs;
using Geo.Testing;
using Geo.Testing.Stub;
using Geo.Web.Jobs;
using Geo.Web.Tests.Hosting;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Geo.Web.Tests.Jobs;

/// <summary>A host that runs jobs, on a small map with one month of January 2024; its alerts go to a mail server on this machine, and by a webhook whose address is nowhere.</summary>
public sealed class JobsHost() : HostFixture(new TestDatabase(), Missing.Database is null)
{
    public static readonly SmallMap Map = SmallMap.Draw("AB");

    public StubMail Mail { get; } = StubMail.Start();

    protected override (string Name, string Value)[] Settings =>
    [
        ("GEO_SCHEDULER", "on"), ("GEO_DATA_DIR", Database.Folder),
        ("GEO_SCHEDULES", Database.NewFile("schedules.yaml", "schedules:\n  - { job: refresh, cron: \"0 30 3 1 1 ?\" }\n  - { job: inbox, cron: \"0 0 4 1 1 ?\", misfire: skip }\n")),
        ("GEO_ALERTS", Database.NewFile("alerts.yaml", $"mail: {{ host: 127.0.0.1, port: {Mail.Port}, start-tls: false, from: geo@example.org, to: [board@example.org] }}\nwebhook: {{ address-file: /nowhere/webhook }}\n")),
    ];

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await Mail.DisposeAsync();
    }

    protected override async Task LoadAsync()
    {
        await Database.ImportAreasAsync(Map);
        await Database.TakeInAsync(new StreetFile("2024-01").Add("Burglary", Map.Inside('A'), 3));
    }
}

/// <summary>The page of jobs, its forms, the API behind it, and what other pages say of a refresh that failed or a source that is late.</summary>
public sealed partial class JobsPageTests(JobsHost host) : BrowserPages(host), IClassFixture<JobsHost>
{
    [Testing.DatabaseFact]
    public async Task Forms_RunAndPauseAndResume_AndTheRunIsTold()
    {
        File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(Path.Combine(host.Database.Folder, "inbox", "street-level")).FullName, "2024-02-west-mercia-street.csv"), new StreetFile("2024-02").Add("Burglary", JobsHost.Map.Inside('B'), 2).Bytes());

        (await PostAsync("inbox", "pause")).ShouldBe("/data/jobs?asked=pause&job=inbox");
        (await host.TextAsync("/data/jobs")).ShouldContain("Paused by local author on ");
        (await PostAsync("inbox", "run")).ShouldBe("/data/jobs?asked=run&job=inbox");
        var run = await EndAsync("inbox");

        (run["outcome"]!.GetValue<string>(), run["trigger"]!.GetValue<string>(), run["askedBy"]!.GetValue<string>(), run["rows"]!.GetValue<long>()).ShouldBe(("done", "hand", "local author", 2L));
        run["message"]!.GetValue<string>().ShouldStartWith("Took in 1 file of the inbox, 2 rows.");
        var page = WebUtility.HtmlDecode(await host.TextAsync("/data/jobs/inbox"));
        page.ShouldContain("By hand (local author)");
        page.ShouldContain("street-level/2024-02-west-mercia-street.csv: taken in, 2 rows.");
        (await PostAsync("inbox", "resume")).ShouldBe("/data/jobs?asked=resume&job=inbox");
        var job = (await host.JsonAsync("/api/v1/jobs"))["jobs"]!.AsArray().Single(job => job!["job"]!.GetValue<string>() == "inbox")!;
        job["isPaused"]!.GetValue<bool>().ShouldBeFalse();
        job["next"]!.GetValue<DateTimeOffset>().ShouldBeGreaterThan(TimeProvider.System.GetUtcNow());
        job["cron"]!.GetValue<string>().ShouldBe("0 0 4 1 1 ?");
    }

    [Testing.DatabaseFact]
    public async Task Form_FromElsewhereOrByAnotherName_IsRefused()
    {
        using var without = new FormUrlEncodedContent([new("what", "run")]);
        using var refused = await host.Client.PostAsync("/data/jobs/refresh", without);
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/data/jobs") { Headers = { Host = "geo.example.org" } };
        using var page = await host.Client.SendAsync(request);
        var html = WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync());
        html.ShouldContain("Nothing can be changed from here");
        html.ShouldNotContain("<form method=\"post\"");
        html.ShouldNotContain("Send a test");
        (await SendAsync("/data/jobs/fetch", "geo.example.org", ("what", "schedule"), ("cron", "0 0 4 * * ?"), ("misfire", "once"))).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await SendAsync("/data/jobs", "geo.example.org", ("_handler", "alert-test"))).Status.ShouldBe(HttpStatusCode.BadRequest, "there is no such form");
        using var schedule = new HttpRequestMessage(HttpMethod.Get, "/data/jobs/refresh/schedule?every=day&day-time=04:00") { Headers = { Host = "geo.example.org" } };
        using var shown = await host.Client.SendAsync(schedule);
        (await shown.Content.ReadAsStringAsync()).ShouldNotContain("<form method=");
        (await (await host.Client.GetAsync("/api/v1/jobs/refrehs/runs")).Content.ReadAsStringAsync()).ShouldContain("There is no job 'refrehs'.");
    }

    [Testing.DatabaseFact]
    public async Task Pages_WithFigures_SayWhatIsLateAndWhatFailed_AndOthersDoNot()
    {
        await host.Database.ExecuteAsync("insert into jobs.run (job, trigger, node, started_at, ended_at, outcome, message) values ('refresh', 'schedule', 'n', '2099-06-01 02:30+00', '2099-06-01 02:31+00', 'failed', 'It broke.')");
        await using var other = GeoHostFactory.Start(host.Database.ConnectionString); // this one may have looked seconds ago
        using var client = other.Client();
        foreach (var address in new[] { "/league-tables/crime", "/map", "/dashboards/community-safety", "/" })
        {
            var html = WebUtility.HtmlDecode(await client.GetStringAsync(address));
            html.ShouldContain("<strong>Refresh failed</strong> on 1 June 2099 03:30. The figures are the last good ones.", customMessage: address);
            html.ShouldContain("West Mercia Police, street-level crime, is late: data to ", customMessage: address);
        }

        (await host.TextAsync("/lint")).ShouldNotContain("is late");
        WebUtility.HtmlDecode(await host.TextAsync("/data/jobs/refresh")).ShouldContain("It broke.");
        await host.Database.ExecuteAsync("delete from jobs.run where node = 'n'");
    }

    [BrowserFact]
    public async Task Page_RunsAJobAtTheClickOfAButton_AndIsAccessible()
    {
        var page = await OpenAsync("/data/jobs");
        await page.Locator("form[action='/data/jobs/refresh'] button").First.ClickAsync();
        await Assertions.Expect(page.Locator("main [role=status]")).ToHaveTextAsync("Refresh was asked to run; a free node begins it within seconds.");
        await EndAsync("refresh");
        await page.GotoAsync("/data/jobs");
        await Assertions.Expect(page.Locator("[data-job=refresh]")).ToContainTextAsync("Done");
        await ShootAsync(page, "jobs", whole: true);
        (await AxeAsync(page)).ShouldBeEmpty();
        await page.GotoAsync("/data/jobs/refresh");
        await page.Locator("summary").First.ClickAsync();
        await ShootAsync(page, "job-runs", whole: true);
        (await AxeAsync(page)).ShouldBeEmpty();
        await page.GotoAsync("/league-tables/crime");
        await ShootAsync(page, "late-source");
        (await AxeAsync(page)).ShouldBeEmpty();

        var phone = await OpenAsync("/data/jobs", new() { ViewportSize = new() { Width = 390, Height = 844 } });
        await ShootAsync(phone, "jobs-phone", whole: true);
        (await phone.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= 390")).ShouldBeTrue("nothing sticks out");
        await phone.GotoAsync("/data/jobs/refresh");
        await ShootAsync(phone, "job-runs-phone", whole: true);
        Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Schedule_IsChangedOnThePage_AfterALookAtTheNextTimes_AndTakenBack()
    {
        var page = await OpenAsync("/data/jobs");
        await page.GetByRole(AriaRole.Link, new() { Name = "Change when it runs (Refresh)" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("When Refresh runs");
        await Assertions.Expect(page.Locator(".geo-facts")).ToContainTextAsync("By the cron expression 0 30 3 1 1 ?. If it misses a time: run once, however many times were missed");
        await Assertions.Expect(page.GetByLabel("Cron expression", new() { Exact = true })).ToHaveValueAsync("0 30 3 1 1 ?");
        (await AxeAsync(page)).ShouldBeEmpty();

        await page.GetByLabel("Cron expression", new() { Exact = true }).FillAsync("0 0 25 * * ?");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show the next times" }).ClickAsync();
        await Assertions.Expect(page.Locator(".govuk-error-summary li")).ToHaveTextAsync("The hours cannot be '25', but 0 to 23; several with commas, a span with a hyphen, * for all, 0/10 for every tenth. 0 30 3 * * ? is every day at 03:30.");
        await ShootAsync(page, "schedule-bad-cron", whole: true);
        (await AxeAsync(page)).ShouldBeEmpty();

        await page.GetByLabel("Once a week").CheckAsync();
        await page.GetByLabel("On", new() { Exact = true }).And(page.Locator("#weekday")).SelectOptionAsync("Tuesday");
        await page.Locator("#week-time").FillAsync("01:30");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show the next times" }).ClickAsync();
        await page.Locator(".govuk-error-summary a").ClickAsync();
        await Assertions.Expect(page.Locator("#week-time")).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator("#week-time-error")).ToContainTextAsync("Between 1 and 2 o'clock the clocks change: such a time is left out in March and comes twice in October. Choose another hour.");
        await page.Locator("#week-time").FillAsync("4:15");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show the next times" }).ClickAsync();

        var preview = page.Locator(".geo-preview");
        await Assertions.Expect(preview.Locator("h2")).ToHaveTextAsync("Not saved yet: every Tuesday at 04:15");
        (await preview.Locator("li").AllInnerTextsAsync()).ShouldBe(new Schedule("refresh", "0 15 4 ? * TUE", Misfire.Once, true).Next(TimeProvider.System.GetUtcNow(), 5).Select(JobWords.Day));
        (await host.JsonAsync("/api/v1/jobs"))["jobs"]![0]!["cron"]!.GetValue<string>().ShouldBe("0 30 3 1 1 ?", "nothing is changed by looking");
        await ShootAsync(page, "schedule-preview", whole: true);
        (await AxeAsync(page)).ShouldBeEmpty();
        await preview.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.Locator("main [role=status]")).ToHaveTextAsync("When Refresh runs is changed, on every node.");
        await Assertions.Expect(page.Locator("section[aria-labelledby=job-refresh] dd").First).ToHaveTextAsync(new Regex(@"^Every Tuesday at 04:15\. Changed by local author on \d{1,2} \w+ \d{4} \d\d:\d\d; the file says: by the cron expression 0 30 3 1 1 \?$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        (await AxeAsync(page)).ShouldBeEmpty();

        var phone = await OpenAsync("/data/jobs/refresh/schedule?every=week&weekday=Tuesday&week-time=04:20&misfire=each", new() { ViewportSize = new() { Width = 390, Height = 844 } });
        await Assertions.Expect(phone.Locator(".geo-preview h2")).ToHaveTextAsync("Not saved yet: every Tuesday at 04:20");
        await ShootAsync(phone, "schedule-phone", whole: true);
        (await phone.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= 390")).ShouldBeTrue("nothing sticks out");

        await page.GetByRole(AriaRole.Link, new() { Name = "Change when it runs (Refresh)" }).ClickAsync();
        await ShootAsync(page, "schedule-changed", whole: true);
        await page.GetByRole(AriaRole.Button, new() { Name = "As the file says" }).ClickAsync();
        await Assertions.Expect(page.Locator("main [role=status]")).ToHaveTextAsync("Refresh runs as the file says again, on every node.");
        await Assertions.Expect(page.Locator("section[aria-labelledby=job-refresh] dd").First).ToHaveTextAsync("By the cron expression 0 30 3 1 1 ?");
        Complaints.ShouldBeEmpty();
    }

    [Testing.DatabaseFact]
    public async Task Schedule_OfAJobThatTheFileSaysNothingOf_IsChangedWithoutScript_AndToldByTheApi()
    {
        WebUtility.HtmlDecode(await host.TextAsync("/data/jobs/fetch/schedule")).ShouldContain("<dd>Nothing, so only by hand</dd>");
        var preview = WebUtility.HtmlDecode(await host.TextAsync("/data/jobs/fetch/schedule?every=month&day=last&month-time=4:05&misfire=each"));
        preview.ShouldContain("Not saved yet: on the last day of every month at 04:05");
        preview.ShouldContain("value=\"0 5 4 L * ?\"");
        foreach (var (asked, says) in new[]
        {
            ("every=month&day=31&month-time=04:05", "Choose a day from 1 to 28, or the last."), ("every=day&day-time=quarter past", "Write the time as 03:30, on the 24-hour clock."),
            ("every=minutes&minutes=15&first=15", "The first minute is a whole number from 0 to 14."), ("every=minutes&minutes=7", "Choose one of 5, 10, 15, 20, 30, 60 minutes."),
            ("every=year", "Choose how often it runs."), ("every=cron&cron=", "It has 0 fields, and not the 6 of a time:"),
        })
            WebUtility.HtmlDecode(await host.TextAsync($"/data/jobs/fetch/schedule?{asked}")).ShouldContain(says);

        (await SendAsync("/data/jobs/fetch", null, ("what", "schedule"), ("cron", "0 5 1 * * ?"), ("misfire", "each"))).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await SendAsync("/data/jobs/fetch", null, ("what", "schedule"), ("cron", "0 5 4 L * ?"), ("misfire", "each"))).Location.ShouldBe("/data/jobs?asked=schedule&job=fetch");
        var job = await FetchAsync();
        (job["cron"]!.GetValue<string>(), job["misfire"]!.GetValue<string>(), job["inFile"], job["changed"]!["by"]!.GetValue<string>()).ShouldBe(("0 5 4 L * ?", "each", null, "local author"));
        job["next"]!.GetValue<DateTimeOffset>().ShouldBe(new Schedule("fetch", "0 5 4 L * ?", Misfire.Each, true).Next(TimeProvider.System.GetUtcNow())!.Value);
        WebUtility.HtmlDecode(await host.TextAsync("/data/jobs/fetch/schedule")).ShouldContain("<option value=\"last\" selected>the last day</option>");

        (await PostAsync("fetch", "reset")).ShouldBe("/data/jobs?asked=reset&job=fetch");
        job = await FetchAsync();
        (job["cron"], job["changed"], job["next"]).ShouldBe((null, null, null));

        // What becomes of a missed time is a change too; what the file says is none.
        await SendAsync("/data/jobs/inbox", null, ("what", "schedule"), ("cron", "0 0 4 1 1 ?"), ("misfire", "once"));
        WebUtility.HtmlDecode(await host.TextAsync("/data/jobs")).ShouldContain("; the file says: by the cron expression 0 0 4 1 1 ?, and of a missed time: leave it out and wait for the next time</dd>");
        await SendAsync("/data/jobs/inbox", null, ("what", "schedule"), ("cron", "0 0 4 1 1 ?"), ("misfire", "skip"));
        (await host.TextAsync("/data/jobs")).ShouldNotContain("Changed by");

        async Task<System.Text.Json.Nodes.JsonNode> FetchAsync() => (await host.JsonAsync("/api/v1/jobs"))["jobs"]!.AsArray().Single(job => job!["job"]!.GetValue<string>() == "fetch")!;
    }

    [BrowserFact]
    public async Task Alerts_AreTestedAtTheClickOfAButton_AndEachWayIsTold()
    {
        var page = await OpenAsync("/data/jobs");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send a test of the alerts" }).ClickAsync();
        var status = page.Locator("main [role=status]");
        await Assertions.Expect(status).ToContainTextAsync("The test did not go out by every way.");
        (await status.Locator("dd").AllInnerTextsAsync()).ShouldBe(["Sent", "Not sent /nowhere/webhook, column address-file: The file cannot be read. Check its path in the alerts file and its permissions."]);
        host.Mail.Mails.Single().ShouldBe(("board@example.org", "Geo: a test", "- This is a test of the alerts; nothing has happened.\r\n"));
        await ShootAsync(page, "alert-test");
        (await AxeAsync(page)).ShouldBeEmpty();
        await page.SetViewportSizeAsync(390, 844);
        await ShootAsync(page, "alert-test-phone");
        (await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= 390")).ShouldBeTrue("nothing sticks out");

        await using var quiet = GeoHostFactory.Start(host.Database.ConnectionString);
        await page.GotoAsync(new Uri(quiet.Address, "/data/jobs").ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Send a test of the alerts" }).ClickAsync();
        await Assertions.Expect(page.Locator("main .govuk-error-summary li")).ToHaveTextAsync("GEO_ALERTS: No alerts are configured. Name a file in it that says whom to tell; README.md tells how.");
        (await AxeAsync(page)).ShouldBeEmpty();
        Complaints.ShouldBeEmpty();
    }

    private async Task<System.Text.Json.Nodes.JsonNode> EndAsync(string job)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var runs = (await host.JsonAsync($"/api/v1/jobs/{job}/runs?top=1"))["runs"]!.AsArray();
            if (runs.Count > 0 && runs[0]!["outcome"]!.GetValue<string>() != "running" && runs[0]!["node"]!.GetValue<string>() != "n")
                return runs[0]!;
            await Task.Delay(100, limit.Token);
        }
    }

    private async Task<string> PostAsync(string job, string what) => (await SendAsync($"/data/jobs/{job}", null, ("what", what))).Location;

    /// <param name="name">By which the host is called; null for its own.</param>
    private async Task<(HttpStatusCode Status, string Location)> SendAsync(string address, string? name, params (string Name, string Value)[] fields)
    {
        using var handler = new HttpClientHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = host.Address };
        var token = Token().Match(await client.GetStringAsync("/data/jobs")).Groups["token"].Value;
        using var content = new FormUrlEncodedContent([.. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)), new("__RequestVerificationToken", token)]);
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content, Headers = { Host = name } };
        using var response = await client.SendAsync(request);
        return (response.StatusCode, response.Headers.Location?.ToString() ?? "");
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();
}
