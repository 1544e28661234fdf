using System.Net;
using System.Text.RegularExpressions;
using Geo.Core.Jobs;
using Geo.Testing;
using Geo.Web.Tests.Hosting;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Geo.Web.Tests.Jobs;

/// <summary>A host that runs jobs, on a small map with one month of January 2024.</summary>
public sealed class JobsHost() : HostFixture(new TestDatabase(), Missing.Database is null)
{
    public static readonly SmallMap Map = SmallMap.Draw("AB");

    protected override (string Name, string Value)[] Settings =>
    [
        ("GEO_SCHEDULER", "on"), ("GEO_DATA_DIR", Database.Folder),
        ("GEO_SCHEDULES", Database.NewFile("schedules.yaml", "schedules:\n  - { job: refresh, cron: \"0 30 3 1 1 ?\" }\n  - { job: inbox, cron: \"0 0 4 1 1 ?\", misfire: skip }\n")),
    ];

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

    private async Task<string> PostAsync(string job, string what)
    {
        using var handler = new HttpClientHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = host.Address };
        var token = Token().Match(await client.GetStringAsync("/data/jobs")).Groups["token"].Value;
        using var content = new FormUrlEncodedContent([new("what", what), new("__RequestVerificationToken", token)]);
        using var response = await client.PostAsync($"/data/jobs/{job}", content);
        response.StatusCode.ShouldBe(HttpStatusCode.Redirect, await response.Content.ReadAsStringAsync());
        return response.Headers.Location!.ToString();
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();
}
