using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Geo.Core.Refresh;
using Geo.Testing;
using Geo.Web.Hosting;
using Geo.Web.Intake;
using Geo.Web.Tests.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Playwright;
using Npgsql;
using Shouldly;
using Xunit;

namespace Geo.Web.Tests.Intake;

/// <summary>Two wards and no records.</summary>
public sealed class TwoWards() : HostFixture(new TestDatabase(), Missing.Database is null)
{
    public static SmallMap Map { get; } = SmallMap.Draw("AB");

    public string Uploads => Path.Combine(Database.Folder, "uploads");

    protected override (string Name, string Value)[] Settings => [("GEO_DATA_DIR", Database.Folder)];

    protected override async Task LoadAsync() => await Database.ImportAreasAsync(Map);
}

/// <summary>Files brought in through the pages. Each test has a source or force of its own.</summary>
public sealed partial class UploadTests(TwoWards host) : BrowserPages(host), IClassFixture<TwoWards>
{
    [BrowserFact]
    public async Task Upload_TellsItsProgress_WhatItWouldBring_AndTakesItIn_AndCanBeUndone()
    {
        var page = await OpenAsync("/data/upload");
        await using (await HeldAsync())
        {
            // By keyboard alone, but for the browser's own dialogue that chooses the file.
            await page.Locator("#file").SetInputFilesAsync(Street("Dyfed-Powys Police", 150).AddRow(type: "Piracy").WriteTo(host.Database.NewFolder()));
            await page.Locator("#file").FocusAsync();
            await page.Keyboard.PressAsync("Tab");
            await page.Keyboard.PressAsync("Enter");
            await page.Locator("h1:has-text('Checking 2024-01-dyfed-powys-street.csv')").WaitForAsync();
            await page.Locator("[data-part=words]:has-text('waiting for another import')").WaitForAsync();
            (await AxeAsync(page)).ShouldBeEmpty();
            await ShootAsync(page, "upload-progress");
        }

        await page.Locator("h1:has-text('2024-01-dyfed-powys-street.csv would bring 1 month')").WaitForAsync();
        (await RowsAsync(page, "#uploaded")).ShouldBe(["2024-01|would be new|151|1|150|0|no data"]);
        (await RowsAsync(page, "#set-aside")).ShouldHaveSingleItem().ShouldStartWith("152|Crime type|Piracy|");
        (await BatchesAsync("dyfed-powys-street")).ShouldBe(0);
        (await AxeAsync(page)).ShouldBeEmpty();
        await ShootAsync(page, "upload-checked", whole: true);

        await page.Locator("button:has-text('Take it in')").PressAsync("Enter");
        await page.Locator("h1:has-text('2024-01-dyfed-powys-street.csv was taken in')").WaitForAsync();
        (await BatchesAsync("dyfed-powys-street")).ShouldBe(1);
        (await AxeAsync(page)).ShouldBeEmpty();
        await ShootAsync(page, "upload-taken-in", whole: true);

        await page.Locator("a:has-text('dyfed-powys-street')").ClickAsync();
        (await page.Locator("h1").TextContentAsync()).ShouldBe("Dyfed-Powys Police, street-level crime");
        await page.Locator("a:has-text('Undo it')").ClickAsync();
        await page.Locator("h1:has-text('Undo 2024-01-dyfed-powys-street.csv?')").WaitForAsync();
        await page.Locator("button:has-text('Undo')").ClickAsync();
        await page.Locator("[role=alert]:has-text('2024-01-dyfed-powys-street.csv was undone.')").WaitForAsync();
        (await page.Locator("#batches tbody td:nth-of-type(7)").TextContentAsync())!.Trim().ShouldBe("undone by local author");
        (await AxeAsync(page)).ShouldBeEmpty();
        await ShootAsync(page, "upload-undone", whole: true);
        (await BatchesAsync("dyfed-powys-street")).ShouldBe(0);
        Left().ShouldBeEmpty();
        Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Upload_OfARefusedFile_ShowsItsReasonsAsTheCommandLineDoes()
    {
        var file = new ExtractFile().Row("1", "03/02/2024").With(columns => columns.Remove("offence_code"));
        var path = host.Database.NewFile("offences.csv", file.With(columns => columns.Add("Surname")).Text());
        var page = await OpenAsync("/data/upload", new() { ViewportSize = new() { Width = 390, Height = 800 } });

        await SendAsync(page, path, "police-offences");

        await page.Locator("h1:has-text('offences.csv is refused; nothing of it is stored')").WaitForAsync();
        var refusal = await Should.ThrowAsync<Core.RefusedException>(() => host.Database.TakeInAsync(file.Source, Core.Intake.ExtractFiles.Of([path])));
        (await page.Locator(".govuk-error-summary__list li").AllTextContentsAsync()).ShouldBe(refusal.Faults.Select(fault => fault.ToString()));
        refusal.Faults.Select(fault => fault.Code).ShouldBe(["personal-column", "missing-column"], ignoreOrder: true);
        (await AxeAsync(page)).ShouldBeEmpty();
        (await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(390);
        await ShootAsync(page, "upload-refused-390", whole: true);
        Left().ShouldBeEmpty();
        Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Upload_ThatIsCancelled_LeavesNothing()
    {
        var before = await host.Database.StateAsync();
        var page = await OpenAsync("/data/upload");
        await using (await HeldAsync())
        {
            await SendAsync(page, Street("Gwent Police", 3).WriteTo(host.Database.NewFolder()));
            await page.Locator("[data-part=words]:has-text('waiting for another import')").WaitForAsync();
            Left().ShouldHaveSingleItem();
            if (!OperatingSystem.IsWindows())
                File.GetUnixFileMode(Left()[0]).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            await page.Locator("button:has-text('Cancel')").ClickAsync();
            await page.Locator("h1:has-text('2024-01-gwent-street.csv was cancelled')").WaitForAsync();
            await ShootAsync(page, "upload-cancelled");
        }

        (await page.Locator("main").TextContentAsync())!.ShouldContain("Nothing of it is stored.");
        (await host.Database.StateAsync()).ShouldBe(before);
        Left().ShouldBeEmpty();
        Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Upload_WithoutScript_GoesThroughAllTheSame()
    {
        var page = await OpenAsync("/data/upload", new() { JavaScriptEnabled = false, ViewportSize = new() { Width = 390, Height = 800 } });
        await using (await HeldAsync())
        {
            await SendAsync(page, new ExtractFile().Row("1", "03/02/2024").Row("2", "04/03/2024", ("offence_code", "ZZ9")).Row("3", "05/03/2024").In(host.Database.NewFolder())[0], "police-offences", "3");
            await page.Locator("h1:has-text('Checking offences.csv')").WaitForAsync();
            await ShootAsync(page, "upload-progress-without-script-390");
        }

        await page.Locator("h1:has-text('offences.csv would bring 2 months')").WaitForAsync();
        (await RowsAsync(page, "#uploaded")).ShouldBe(["2024-02|would be new|2|1|1|0|no data", "2024-03|would be new|1|0|1|0|no data"]);
        await ShootAsync(page, "upload-checked-390", whole: true);
        await page.Locator("button:has-text('Take it in')").ClickAsync();
        await page.Locator("h1:has-text('offences.csv was taken in')").WaitForAsync();
        await ShootAsync(page, "upload-taken-in-390", whole: true);

        var batch = await host.Database.ScalarAsync<int>("select min(b.id) from intake.batch b join intake.source s on s.id = b.source_id where s.slug = 'police-offences' and b.superseded_at is null");
        await page.GotoAsync($"/data/batches/{batch}/undo");
        await ShootAsync(page, "undo-390", whole: true);
        await page.Locator("#month").CheckAsync();
        await page.Locator("button:has-text('Undo')").ClickAsync();
        await page.Locator("[role=alert]:has-text('offences.csv was undone.')").WaitForAsync();
        await ShootAsync(page, "upload-undone-390", whole: true);
        (await BatchesAsync("police-offences")).ShouldBe(1);
        Complaints.ShouldBeEmpty();
    }

    [DatabaseFact]
    public async Task Upload_OfWhatIsThereAlready_SaysSo_AndAZipWithoutStreetFilesIsRefused()
    {
        var file = Street("Cumbria Constabulary", 2);
        await host.Database.TakeInAsync(file);
        using var client = new Form(host.Address);

        var same = await client.EndAsync(await client.SendAsync("file", file.Name, file.Bytes()));
        var other = await client.EndAsync(await client.SendAsync("file", "x.zip", Zip("notes.txt")));

        same.ShouldContain("Everything in 2024-01-cumbria-constabulary-street.csv is there already</h1>");
        same.ShouldNotContain("Take it in");
        other.ShouldContain("x.zip: There is no street-level file (…-street.csv) in it. Download the street-level files of data.police.uk, or choose the source that describes the file.");
    }

    [DatabaseTheory]
    [InlineData("file", "", "", "", "no-file")]
    [InlineData("other", "", "", "", "no-file")]
    [InlineData("file", "a.csv", "no-such", "", "unknown-source")]
    [InlineData("file", "a.csv", "police-offences", "three", "bad-number")]
    [InlineData("file", "a.csv", "", "3", "number-of-street")]
    [InlineData("file", "..", "", "", "bad-name")]
    [InlineData("file", "a\u0007.csv", "", "", "bad-name")]
    public async Task Form_ThatIsWrong_ComesBackWithTheReason(string field, string name, string source, string expect, string problem)
    {
        using var client = new Form(host.Address);

        using var response = await client.SendAsync(field, name, "x"u8.ToArray(), source, expect);

        response.Headers.Location!.ToString().ShouldBe($"/data/upload?problem={problem}&source={source}");
        (await client.TextAsync(response.Headers.Location.ToString())).ShouldContain(UploadForm.Problems[problem]);
        Left().ShouldBeEmpty();
    }

    [DatabaseFact]
    public async Task Upload_WithAPathForAName_StaysInItsFolder()
    {
        using var client = new Form(host.Address);

        var page = await client.EndAsync(await client.SendAsync("file", "..\\..\\etc/passwd.csv", "x"u8.ToArray()));

        page.ShouldContain("passwd.csv is refused");
        page.ShouldNotContain("etc/");
    }

    [DatabaseTheory]
    [InlineData("/data/uploads")]
    [InlineData("/data/undo")]
    public async Task Form_FromElsewhere_ChangesNothing(string address)
    {
        using var content = new MultipartFormDataContent { { new StringContent("1"), "batch" }, { new ByteArrayContent([1]), "file", "a.csv" } };
        using var response = await host.Client.PostAsync(address, content);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        Left().ShouldBeEmpty();
    }

    [DatabaseFact]
    public async Task Pages_WhereNothingMayBeChanged_SayWhy_AndRefuse()
    {
        await host.Database.TakeInAsync(Street("Kent Police", 2));
        var batch = await host.Database.ScalarAsync<int>("select max(id) from intake.batch where superseded_at is null");
        await using var other = GeoHostFactory.Start(host.Database.ConnectionString, (Changes.Setting, "off"));
        using var client = other.Client();

        foreach (var address in new[] { "/data/upload", "/data/sources/kent-street", $"/data/batches/{batch}/undo" })
        {
            var html = WebUtility.HtmlDecode(await client.GetStringAsync(address));
            html.ShouldContain(Changes.Refusal);
            html.ShouldNotContain("method=\"post\"");
            html.ShouldNotContain(">undo</a>");
        }

        foreach (var address in new[] { "/data/uploads", "/data/undo", "/data/uploads/x/cancel", "/data/uploads/x/take-in" })
        {
            using var response = await client.PostAsync(address, new MultipartFormDataContent { { new StringContent($"{batch}"), "batch" } });
            response.StatusCode.ShouldBe(HttpStatusCode.Forbidden, address);
        }

        using var seen = await client.GetAsync("/data/uploads/x");
        seen.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [DatabaseFact]
    public async Task Host_ThatStopsMeanwhile_LeavesNothing()
    {
        var before = await host.Database.StateAsync();
        var folder = host.Database.NewFolder();
        await using (await HeldAsync())
        {
            await using var other = GeoHostFactory.Start(host.Database.ConnectionString, ("GEO_DATA_DIR", folder));
            using var client = new Form(other.Address);
            var page = (await client.SendAsync("file", "2024-01-surrey-street.csv", Street("Surrey Police", 5).Bytes())).Headers.Location!.ToString();
            while (!(await client.TextAsync(page)).Contains("waiting for another import", StringComparison.Ordinal))
                await Task.Delay(50);
            Directory.GetFiles(folder, "*.csv", SearchOption.AllDirectories).ShouldHaveSingleItem();
        }

        Directory.GetFiles(folder, "*", SearchOption.AllDirectories).ShouldBeEmpty();
        (await host.Database.StateAsync()).ShouldBe(before);
    }

    [DatabaseFact]
    public void Folder_ClearsAwayWhatAHostThatWasKilledLeft_AndNothingElse()
    {
        var root = host.Database.NewFolder();
        var folder = new UploadFolder(new ConfigurationBuilder().AddInMemoryCollection([new("GEO_DATA_DIR", root)]).Build());
        using var held = folder.Make("held.csv");
        var left = Directory.CreateDirectory(Path.Combine(root, "uploads", "geo-upload-left")).FullName;
        File.WriteAllText(Path.Combine(left, ".lock"), "");
        File.WriteAllText(Path.Combine(left, "left.csv"), "x");
        var other = Directory.CreateDirectory(Path.Combine(root, "uploads", "other")).FullName;

        folder.Clear();

        Directory.Exists(left).ShouldBeFalse();
        Directory.Exists(other).ShouldBeTrue();
        Directory.Exists(Path.GetDirectoryName(held.Path)).ShouldBeTrue();
    }

    private static StreetFile Street(string force, int rows) => new StreetFile("2024-01", force).Add("Burglary", TwoWards.Map.Inside('A'), rows);

    private static byte[] Zip(string entry)
    {
        using var bytes = new MemoryStream();
        using (var zip = new System.IO.Compression.ZipArchive(bytes, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
            zip.CreateEntry(entry);
        return bytes.ToArray();
    }

    private static Task SendAsync(IPage page, Core.Intake.InputFile file, string source, string expect)
    {
        var path = ((FileStream)file.Open()).Name;
        return SendAsync(page, path, source, expect);
    }

    private static async Task SendAsync(IPage page, string path, string source = "", string expect = "")
    {
        await page.Locator("#source").SelectOptionAsync(new[] { source });
        await page.Locator("#expect").FillAsync(expect);
        await page.Locator("#file").SetInputFilesAsync(path);
        await page.Locator("button:has-text('Check the file')").ClickAsync();
    }

    /// <summary>The cells of each line of a table.</summary>
    private static async Task<IReadOnlyList<string>> RowsAsync(IPage page, string table)
    {
        var rows = new List<string>();
        foreach (var row in await page.Locator($"{table} tbody tr").AllAsync())
            rows.Add(string.Join('|', (await row.Locator("th, td").AllTextContentsAsync()).Select(cell => cell.Trim())));
        return rows;
    }

    /// <summary>Another import that is under way until it is disposed of.</summary>
    private async Task<NpgsqlConnection> HeldAsync()
    {
        var connection = await host.Database.Geo.Writer.OpenConnectionAsync();
        await connection.BeginTransactionAsync();
        await Publication.LockAsync(connection, null, default);
        return connection;
    }

    private Task<long> BatchesAsync(string source) =>
        host.Database.ScalarAsync<long>($"select count(*) from intake.batch b join intake.source s on s.id = b.source_id where s.slug = '{source}' and b.superseded_at is null");

    /// <summary>Uploaded files that lie on the disk.</summary>
    private string[] Left() => Directory.Exists(host.Uploads) ? [.. Directory.GetFiles(host.Uploads, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != ".lock")] : [];

    /// <summary>The form as a browser without script sends it.</summary>
    private sealed partial class Form(Uri address) : IDisposable
    {
        private readonly HttpClient _client = new(new HttpClientHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false }) { BaseAddress = address };

        public async Task<string> TextAsync(string page) => WebUtility.HtmlDecode(await _client.GetStringAsync(page));

        public async Task<HttpResponseMessage> SendAsync(string field, string name, byte[] bytes, string source = "", string expect = "")
        {
            var token = Token().Match(await _client.GetStringAsync("/data/upload")).Groups["token"].Value;
            using var content = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" }, { new StringContent(source), "source" }, { new StringContent(expect), "expect" } };
            var file = new ByteArrayContent(bytes);
            if (field == "file")
                file.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"file\"; filename=\"{name}\"");
            content.Add(file, field);
            return await _client.PostAsync("/data/uploads", content);
        }

        /// <summary>The page of an upload when it is no more at work.</summary>
        public async Task<string> EndAsync(HttpResponseMessage sent)
        {
            var page = sent.Headers.Location!.ToString();
            sent.Dispose();
            for (var i = 0; i < 200; i++)
            {
                if (await TextAsync(page) is var html && !html.Contains("geo-upload", StringComparison.Ordinal))
                    return html;
                await Task.Delay(100);
            }

            throw new TimeoutException(page);
        }

        public void Dispose() => _client.Dispose();

        [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
        private static partial Regex Token();
    }
}
