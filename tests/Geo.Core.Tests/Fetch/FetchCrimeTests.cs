using Geo.Core.Fetch;
using Geo.Core.Intake;
using Geo.Core.Refresh;
using Geo.Testing;
using Geo.Testing.Stub;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Fetch;

/// <summary>Street-level crime from what stands in for data.police.uk; its documentation is named in <see cref="StubPolice"/>.</summary>
public sealed class FetchCrimeTests
{
    private const string Area = "area: { name: shropshire, west: -3.3, south: 52.3, east: -2.2, north: 53 }";

    private static readonly SmallMap Map = SmallMap.Draw("AB");

    [DatabaseFact]
    public async Task Fetch_OfThreePublicationsAndACorrection_TakesEachInOnce()
    {
        await using var stub = await StubFeeds.StartAsync();
        await using var database = await TestDatabase.CreateAsync();
        await database.ImportAreasAsync(Map);
        var told = new List<string>();

        stub.Services.Police.Publish("2024-01", Month("2024-01", 3));
        told.Add(await TakeInAsync());
        told.Add(await TakeInAsync()); // nothing was published meanwhile
        stub.Services.Police.Publish("2024-02", Month("2024-02", 4));
        told.Add(await TakeInAsync());
        stub.Services.Police.Publish("2024-03", Month("2024-03", 5), Month("2024-01", 2));
        told.Add(await TakeInAsync());
        stub.Services.Police.Publish("2024-03", Month("2024-03", 6)); // the same archive once more
        told.Add(await TakeInAsync());

        told.ShouldBe(
        [
            "2024-01: 1 changed, checked True: 2024-01 New 3",
            "2024-01: 0 changed, checked : 2024-01 AlreadyImported 3",
            "2024-02: 1 changed, checked True: 2024-01 AlreadyImported 3; 2024-02 New 4",
            "2024-03: 2 changed, checked True: 2024-01 Replaced 2; 2024-02 AlreadyImported 4; 2024-03 New 5",
            "2024-03: 1 changed, checked True: 2024-01 AlreadyImported 2; 2024-02 AlreadyImported 4; 2024-03 Replaced 6",
        ]);
        (await database.ScalarAsync<int>("select count(*) from records.record r join intake.batch b on b.id = r.batch_id where b.superseded_at is null")).ShouldBe(12);
        Directory.EnumerateFiles(Path.Combine(stub.Folder, "street-level")).Select(Path.GetFileName).Order()
            .ShouldBe(["2024-01-west-mercia-street.csv", "2024-02-west-mercia-street.csv", "2024-03-west-mercia-street.csv", "archive.json"]);
        stub.Services.Requests.Count(request => request == "GET /archive/2024-01.zip").ShouldBe(2); // the second was answered 304

        async Task<string> TakeInAsync()
        {
            var fetched = await stub.CrimeAsync();
            var report = await ImportFetched.CrimeAsync(database.Geo, fetched, "tests", database.Clock, null, default);
            return $"{fetched.LastUpdated}: {fetched.Changed} changed, checked {fetched.IsChecked}: {string.Join("; ", report.Files.Select(file => $"{file.Landed!.Batch.Month:yyyy-MM} {file.Landed.State} {file.Landed.Batch.RowsRead}"))}";
        }
    }

    [Fact]
    public async Task Fetch_WhenTheDownloadBreaksOff_GoesOnWhereItWas()
    {
        await using var stub = await StubFeeds.StartAsync();
        stub.Services.Police.Publish("2024-01", Month("2024-01", 30));
        stub.Services.Next("/archive/", StubFault.Cut(400), StubFault.Status(503), StubFault.Cut(300));

        (await stub.CrimeAsync()).IsChecked.ShouldBe(true);

        stub.Requests("/archive/2024-01.zip").Where(request => !request.Contains("/data/", StringComparison.Ordinal)).ShouldBe(
        [
            "GET /archive/2024-01.zip", "GET /archive/2024-01.zip bytes=400-", "GET /archive/2024-01.zip bytes=400-", "GET /archive/2024-01.zip bytes=700-",
        ]);
        var file = Path.Combine(stub.Folder, "street-level", "2024-01-west-mercia-street.csv");
        (await File.ReadAllBytesAsync(file)).ShouldBe(Month("2024-01", 30).Bytes());
    }

    [Fact]
    public async Task Fetch_AfterOneThatWasKilled_GoesOnWithItsDownload_UnlessTheArchiveIsAnother()
    {
        await using var stub = await StubFeeds.StartAsync(limits: new OutboundLimits { Attempts = 1 });
        stub.Services.Police.Publish("2024-01", Month("2024-01", 30));
        stub.Services.Next("/archive/", StubFault.Cut(400));
        (await Should.ThrowAsync<RefusedException>(() => stub.CrimeAsync())).Message.ShouldEndWith("The answer of 127.0.0.1 broke off, 1 times. Fetch again later; what was fetched before stays.");
        stub.Services.Police.Publish("2024-01", Month("2024-01", 31));

        var fetched = await stub.CrimeAsync();

        stub.Services.Requests[^2].ShouldBe("GET /archive/2024-01.zip bytes=400-"); // If-Range: the other archive comes from its start
        (await File.ReadAllBytesAsync(fetched.Files.ShouldHaveSingleItem())).ShouldBe(Month("2024-01", 31).Bytes());
    }

    [Fact]
    public async Task Fetch_OfSomeMonths_TellsWhichAForceHasNotPublished()
    {
        await using var stub = await StubFeeds.StartAsync(services => services.Feeds("forces: [west-mercia, dyfed-powys]\n  months: 2"));
        stub.Services.Police.TellsMd5 = false;
        stub.Services.Police.Publish("2024-03", Month("2024-01", 1), Month("2024-02", 1), Month("2024-03", 1), new StreetFile("2024-02", "Dyfed-Powys Police").Add("Drugs", null));

        var fetched = await stub.CrimeAsync();

        fetched.Files.Select(Path.GetFileName).ShouldBe(["2024-02-dyfed-powys-street.csv", "2024-02-west-mercia-street.csv", "2024-03-west-mercia-street.csv"]);
        fetched.Missing.ShouldBe(["2024-03 dyfed-powys"]);
        fetched.IsChecked.ShouldBe(false);
    }

    [Fact]
    public async Task Fetch_WithoutAPageOfChecksums_TakesTheFiles_AndSaysSo()
    {
        await using var stub = await StubFeeds.StartAsync();
        stub.Services.Police.Publish("2024-02", Month("2024-02", 3));
        stub.Services.Next("/data/archive/", StubFault.Redirect($"{stub.Services.ArchiveAddress}/archive/2024-02.zip"), StubFault.Status(404));

        var fetched = await stub.CrimeAsync();

        (fetched.Changed, fetched.IsChecked).ShouldBe((1, false));
    }

    [Theory]
    [InlineData("no date", "STUB/api/crime-last-updated, value '{\"updated\":\"2024-02\"}': The answer tells no date such as 2024-02-01. 127.0.0.1 may have changed, or may be out of order; look at the address with a browser, and fetch again later.")]
    [InlineData("a page", "STUB/api/crime-last-updated, value '<html>Maintenance</html>': The answer is not JSON. 127.0.0.1 may have changed, or may be out of order; look at the address with a browser, and fetch again later.")]
    [InlineData("another checksum", "STUB/data/archive/2024-02.zip, value 'MD5': The download has another MD5 than data.police.uk publishes, 0123456789abcdef0123456789abcdef. Fetch again; nothing of it was taken.")]
    [InlineData("no ZIP", "2024-02.zip: The ZIP is damaged or cut short. Download it again.")]
    [InlineData("no street-level files", "2024-02.zip: The archive has no street-level file (…-street.csv). data.police.uk may have changed; download the archive by hand and look into it.")]
    [InlineData("a force that is not there", "2024-02.zip, column forces, value 'west-merica': The archive has no file of that force. The nearest that it has is west-mercia; correct forces in the feeds file.")]
    [InlineData("not published yet", "STUB/data/archive/2024-02.zip: 127.0.0.1 answered 404 Not Found. Check the address in the feeds file, or fetch again when it is published.")]
    public async Task Fetch_OfWhatIsNotAsDocumented_IsRefused_AndKeepsWhatWasFetchedBefore(string fault, string message)
    {
        await using var stub = await StubFeeds.StartAsync(services => services.Feeds(fault == "a force that is not there" ? "forces: [west-merica]" : "forces: [west-mercia]"));
        var police = stub.Services.Police;
        var kept = Path.Combine(Directory.CreateDirectory(Path.Combine(stub.Folder, "street-level")).FullName, "2024-01-west-mercia-street.csv");
        await File.WriteAllTextAsync(kept, "as before");
        police.Publish("2024-02", Month("2024-02", 3));
        switch (fault)
        {
            case "no date":
                stub.Services.Next("/api/crime-last-updated", StubFault.Text("""{"updated":"2024-02"}""", "application/json"));
                break;
            case "a page":
                stub.Services.Next("/api/crime-last-updated", StubFault.Text("<html>Maintenance</html>"));
                break;
            case "another checksum":
                stub.Services.Next("/data/archive/2024", StubFault.Redirect($"{stub.Services.ArchiveAddress}/archive/2024-02.zip"));
                stub.Services.Next("/data/archive/", StubFault.Text("<a href='2024-02.zip'>2024-02.zip</a> <code>0123456789ABCDEF0123456789abcdef</code>"));
                break;
            case "no ZIP":
                police.PublishBytes("2024-02", [.. "PK"u8, .. new byte[500]]);
                break;
            case "no street-level files":
                police.PublishBytes("2024-02", EmptyZip);
                break;
            case "not published yet":
                stub.Services.Next("/data/archive/", StubFault.Status(404));
                break;
        }

        var refused = stub.Plain((await Should.ThrowAsync<RefusedException>(() => stub.CrimeAsync())).Message);
        System.Text.RegularExpressions.Regex.Replace(refused, "value '[0-9a-f]{32}'", "value 'MD5'", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).ShouldBe(message);
        (await File.ReadAllTextAsync(kept)).ShouldBe("as before");
    }

    [DatabaseFact]
    public async Task Fetch_OfAnArea_IsWhatTheArchiveHasThere_ThoughItMustBeSplit()
    {
        await using var stub = await StubFeeds.StartAsync(services => services.Feeds(Area));
        await using var database = await TestDatabase.CreateAsync();
        await database.ImportAreasAsync(Map);
        var file = Month("2024-02", 40).Add(StreetFile.Asb, Map.Inside('B'), 7).AddRow(type: "Violence and sexual offences", place: (-2.9, 52.5), outcome: "").Add("Drugs", (-1.5, 52.5)).Add("Drugs", null);
        stub.Services.Police.Publish("2024-02", Month("2024-01", 5), file);
        stub.Services.Police.MostCrimes = 44;

        var fetched = await stub.CrimeAsync();
        var report = await ImportFetched.CrimeAsync(database.Geo, fetched, "tests", database.Clock, null, default);
        var again = await stub.CrimeAsync();

        fetched.Files.Select(Path.GetFileName).ShouldBe(["2024-01-area-shropshire-street.csv", "2024-02-area-shropshire-street.csv"]);
        report.Files.Select(landed => $"{landed.Landed!.Source.Slug} {landed.Landed.Batch.RowsRead} {landed.Landed.Batch.RowsQuarantined}").ShouldBe(["area-shropshire-street 5 0", "area-shropshire-street 48 0"]);
        (await database.RowsAsync("select c.name, count(*) from records.record r join records.category c on c.id = r.category_id where month = '2024-02-01' group by 1 order by 1"))
            .ShouldBe(["Anti-social behaviour|7", "Burglary|40", "Violence and sexual offences|1"]);
        stub.Requests("date=2024-02").Count(request => request.Contains("/api/crimes-street/", StringComparison.Ordinal)).ShouldBeGreaterThan(2);
        again.Changed.ShouldBe(0);
        stub.Requests("/api/crime-categories").Count.ShouldBe(1); // the second time no crime was asked for

        var force = await database.ImportAsync(Month("2024-03", 2).WriteTo(database.NewFolder()));
        force.Files[0].Refusal.ShouldBeNull();
        (await Should.ThrowAsync<RefusedException>(() => ImportFetched.CrimeAsync(database.Geo, again, "tests", database.Clock, null, default))).Message
            .ShouldBe("crime, value 'west-mercia-street': The database has street-level crime of forces or of an area already, and the other would count the same crimes again. Fetch as before, or start with another database.");
    }

    [Fact]
    public async Task Fetch_OfAnArea_HoweverOftenItIsSplit_HasEveryCrimeOnce()
    {
        await using var stub = await StubFeeds.StartAsync(services => services.Feeds(Area));
        var random = new Random(7);
        var file = new StreetFile("2024-02");
        for (var i = 0; i < 300; i++)
            file.Add("Drugs", (Math.Round(-3.3 + (random.NextDouble() * 1.1), 6), Math.Round(52.3 + (random.NextDouble() * 0.7), 6)));
        stub.Services.Police.Publish("2024-02", file);
        stub.Services.Police.MostCrimes = 20;

        var fetched = await stub.CrimeAsync();

        var lines = (await File.ReadAllLinesAsync(fetched.Files.ShouldHaveSingleItem())).Skip(1).Select(line => line.Split(','));
        lines.Select(fields => (fields[0], fields[4], fields[5])).ShouldBe(file.Text().Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(',')).Select(fields => (fields[0], fields[4], fields[5])), ignoreOrder: true);
        stub.Requests("/api/crimes-street/").Count.ShouldBeGreaterThan(30);
    }

    [Theory]
    [InlineData("/api/crimes-street/", """[{"category":"burglary","id":7}]""", "STUB/api/crimes-street/all-crime, value '{\"category\":\"burglary\",\"id\":7}': A crime has not the members that data.police.uk/docs/method/crime-street tells.")]
    [InlineData("/api/crimes-street-dates", "[]", "STUB/api/crimes-street-dates, value '[]': The answer tells no months.")]
    [InlineData("/api/crime-categories", """[{"id":"burglary"}]""", "STUB/api/crime-categories, value '[{\"id\":\"burglary\"}]': The answer tells no categories with url and name.")]
    public async Task Fetch_OfAnArea_WhenTheApiIsNotAsDocumented_IsRefused(string path, string answer, string message)
    {
        await using var stub = await StubFeeds.StartAsync(services => services.Feeds(Area));
        stub.Services.Police.Publish("2024-02", Month("2024-02", 3));
        stub.Services.Next(path, StubFault.Text(answer, "application/json"));

        stub.Plain((await Should.ThrowAsync<RefusedException>(() => stub.CrimeAsync())).Message)
            .ShouldBe($"{message} 127.0.0.1 may have changed, or may be out of order; look at the address with a browser, and fetch again later.");
        Directory.EnumerateFiles(Path.Combine(stub.Folder, "street-level"), "*.csv").ShouldBeEmpty();
    }

    [Fact]
    public async Task Fetch_OfAnArea_WhenTheServiceIsOut_StopsSplittingAndSaysSo()
    {
        await using var stub = await StubFeeds.StartAsync(services => services.Feeds(Area));
        stub.Services.Police.Publish("2024-02", Month("2024-02", 3));
        stub.Services.Next("/api/crimes-street/", [.. Enumerable.Repeat(StubFault.Status(503), 40)]);

        stub.Plain((await Should.ThrowAsync<RefusedException>(() => stub.CrimeAsync())).Message)
            .ShouldBe("STUB/api/crimes-street/all-crime: 127.0.0.1 answered 503 Service Unavailable, 5 times. Fetch again later; what was fetched before stays.");
        stub.Requests("/api/crimes-street/").Count.ShouldBeLessThan(20);
    }

    private static readonly byte[] EmptyZip = [.. "PK\u0005\u0006"u8, .. new byte[18]];

    private static StreetFile Month(string month, int burglaries) => new StreetFile(month).Add("Burglary", Map.Inside('A'), burglaries);
}
