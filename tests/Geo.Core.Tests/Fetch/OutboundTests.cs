using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Geo.Core.Fetch;
using Geo.Testing.Stub;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Fetch;

/// <summary>What goes out and what does not, and how patiently. RFC 9110 (redirects, Retry-After), RFC 6585 (429).</summary>
public sealed class OutboundTests
{
    private const string Path = "/api/crime-last-updated";

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("172.32.0.0", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("151.101.1.1", true)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00:ec2::254", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("::ffff:151.101.1.1", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("2002:a00:1::", false)]
    [InlineData("2001:0:1::1", false)]
    [InlineData("2a04:4e42::81", true)]
    public void PublicAddress_IsOneOfThePublicInternet(string address, bool isPublic) => PublicAddress.Is(IPAddress.Parse(address)).ShouldBe(isPublic);

    [Theory]
    [InlineData("http://127.0.0.3/x", "http://127.0.0.3/x, value '127.0.0.3': 127.0.0.3 is none of the hosts that Geo may fetch from: 127.0.0.1, data.police.uk. If it is right, add it to hosts in the feeds file.")]
    [InlineData("http://data.police.uk/x", "http://data.police.uk/x, value 'http://data.police.uk': data is fetched by https only, from the usual port. Correct the address in the feeds file.")]
    [InlineData("https://data.police.uk:8443/x", "https://data.police.uk:8443/x, value 'https://data.police.uk:8443': data is fetched by https only, from the usual port. Correct the address in the feeds file.")]
    [InlineData("https://data.police.uk/x", "https://data.police.uk/x, value '169.254.169.254': data.police.uk leads to 169.254.169.254, which is no public address. Check the name's DNS; Geo does not fetch from inside a network.")]
    public async Task Read_OfWhatMayNotBeAsked_IsRefused(string address, string message)
    {
        await using var stub = await StubFeeds.StartAsync(
            services => $"hosts: [127.0.0.1, data.police.uk]\ncrime: {{ address: {services.Address}, forces: [west-mercia] }}",
            resolve: (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("151.101.1.1"), IPAddress.Parse("169.254.169.254")]));

        (await RefusalAsync(stub, new Uri(address))).ShouldBe(message);
        stub.Services.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("https://example.org/x", "STUB/api/crime-last-updated, value 'example.org': 127.0.0.1 redirects there, and example.org is none of the hosts that Geo may fetch from: 127.0.0.1, 127.0.0.2. If it is right, add it to hosts in the feeds file.")]
    [InlineData("file:///etc/passwd", "STUB/api/crime-last-updated, value 'file://': 127.0.0.1 redirects there, and data is fetched by https only, from the usual port. Correct the address in the feeds file.")]
    [InlineData("http://example.org/x", "STUB/api/crime-last-updated, value 'http://example.org': 127.0.0.1 redirects there, and data is fetched by https only, from the usual port. Correct the address in the feeds file.")]
    [InlineData(Path, "STUB/api/crime-last-updated, value '127.0.0.1': 127.0.0.1 redirects more than 3 times. Correct the address in the feeds file.")]
    public async Task Read_OfWhatRedirectsElsewhere_IsRefused(string to, string message)
    {
        await using var stub = await StubFeeds.StartAsync();
        stub.Services.Next(Path, [.. Enumerable.Repeat(StubFault.Redirect(to), 4)]);

        (await RefusalAsync(stub)).ShouldBe(message);
    }

    [Fact]
    public async Task Read_WhenTheCertificateIsNotTrusted_IsRefusedAtOnce()
    {
        using var key = RSA.Create(2048);
        using var made = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UnixEpoch, new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
        using var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        await using var services = await StubServices.StartAsync(certificate);
        using var outbound = new Outbound(Feeds.Read(new StringReader(services.Feeds()), "feeds.yaml", allowsLoopback: true), TimeProvider.System);

        var refused = await Should.ThrowAsync<RefusedException>(() => outbound.ReadAsync(new Uri(services.Address + Path), null, null, default));
        refused.Message.ShouldStartWith($"{services.Address}{Path}: The certificate of 127.0.0.1 is not trusted: The remote certificate is invalid");
        refused.Message.ShouldEndWith(". Check the address, this machine's clock and its root certificates; nothing was sent.");
        services.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Read_WhenTheServerIsBusy_WaitsAsLongAsItAsks_AndAsksAgain()
    {
        await using var stub = await StubFeeds.StartAsync();
        stub.Services.Police.Publish("2024-02");
        stub.Services.Next(Path, StubFault.TooMany("37"), StubFault.TooMany("Sat, 01 Jun 2024 09:02:37 GMT"), StubFault.Status(503), StubFault.Cut(5));
        var told = new List<string>();

        (await stub.Outbound.ReadAsync(new Uri(stub.Services.Address + Path), new Told(told), null, default)).ShouldBe("""{"date":"2024-02-01"}"""u8.ToArray());

        var waits = stub.Clock.Waits.Where(wait => wait >= TimeSpan.FromSeconds(1)).ToList();
        waits.Count.ShouldBe(4);
        waits[0].ShouldBe(TimeSpan.FromSeconds(37));
        waits[1].TotalSeconds.ShouldBe(120, 1);
        waits[2].TotalSeconds.ShouldBeInRange(4, 12);
        waits[3].TotalSeconds.ShouldBeInRange(8, 24);
        told[0].ShouldBe("waiting 37 s: 127.0.0.1 answered 429 Too Many Requests");
        told[3].ShouldEndWith("s: The answer of 127.0.0.1 broke off");
    }

    [Theory]
    [InlineData("503", "STUB/api/crime-last-updated: 127.0.0.1 answered 503 Service Unavailable, 5 times. Fetch again later; what was fetched before stays.")]
    [InlineData("408", "STUB/api/crime-last-updated: 127.0.0.1 answered 408 Request Timeout, 5 times. Fetch again later; what was fetched before stays.")]
    [InlineData("404", "STUB/api/crime-last-updated: 127.0.0.1 answered 404 Not Found. Check the address in the feeds file, or fetch again when it is published.")]
    [InlineData("403", "STUB/api/crime-last-updated: 127.0.0.1 answered 403 Forbidden. Check the address in the feeds file, or fetch again when it is published.")]
    [InlineData("400", "STUB/api/crime-last-updated: 127.0.0.1 answered 400 Bad Request. Check the address in the feeds file.")]
    [InlineData("an hour", "STUB/api/crime-last-updated: 127.0.0.1 answered 429 Too Many Requests and asks to be left alone for 01:00:00. Fetch again after that; what was fetched before stays.")]
    [InlineData("slow", "STUB/api/crime-last-updated: 127.0.0.1 did not answer within 0.2 seconds, 5 times. Fetch again later; what was fetched before stays.")]
    [InlineData("cut", "STUB/api/crime-last-updated: The answer of 127.0.0.1 broke off, 5 times. Fetch again later; what was fetched before stays.")]
    [InlineData("endless", "STUB/api/crime-last-updated: The answer of 127.0.0.1 is larger than 1,000,000 bytes, which is more than it should ever be. Look at the address with a browser; if it is right, fetch the file by hand and import it.")]
    public async Task Read_OfWhatCannotBeHad_SaysWhy(string fault, string message)
    {
        await using var stub = await StubFeeds.StartAsync(limits: new OutboundLimits { Answer = TimeSpan.FromSeconds(fault == "slow" ? 0.2 : 60), Document = 1_000_000 });
        stub.Services.Police.Publish("2024-02");
        RequestDelegate answer = fault switch
        {
            "an hour" => StubFault.TooMany("3600"),
            "slow" => StubFault.Slow(),
            "cut" => StubFault.Cut(5),
            "endless" => StubFault.Endless(),
            _ => StubFault.Status(int.Parse(fault, System.Globalization.CultureInfo.InvariantCulture)),
        };
        stub.Services.Next(Path, [.. Enumerable.Repeat(answer, 5)]);

        (await RefusalAsync(stub)).ShouldBe(message);
    }

    [Fact]
    public async Task Read_OfANameThatDoesNotExist_SaysSo()
    {
        await using var stub = await StubFeeds.StartAsync(
            services => $"hosts: [127.0.0.1, data.police.uk]\ncrime: {{ address: {services.Address}, forces: [west-mercia] }}", resolve: (_, _) => Task.FromResult<IPAddress[]>([]));

        (await RefusalAsync(stub, new Uri("https://data.police.uk/x"))).ShouldBe("https://data.police.uk/x: data.police.uk could not be reached: Name or service not known, 5 times. Fetch again later; what was fetched before stays.");
    }

    [Theory]
    [InlineData("slow", "STUB/data/archive/2024-02.zip: 127.0.0.1 did not answer within 0.2 seconds, 5 times. Fetch again later; what was fetched before stays.")]
    [InlineData("silent", "STUB/data/archive/2024-02.zip: 127.0.0.1 fell silent for 0.1 seconds, 5 times. Fetch again later; what was fetched before stays.")]
    [InlineData("endless", "STUB/data/archive/2024-02.zip: The answer of 127.0.0.1 is larger than 1,000,000 bytes, which is more than it should ever be. Look at the address with a browser; if it is right, fetch the file by hand and import it.")]
    [InlineData("large", "STUB/data/archive/2024-02.zip: The answer of 127.0.0.1 is larger than 1,000,000 bytes, which is more than it should ever be. Look at the address with a browser; if it is right, fetch the file by hand and import it.")]
    [InlineData("elsewhere", "STUB/data/archive/2024-02.zip, value 'policeuk-data.example.org': 127.0.0.1 redirects there, and policeuk-data.example.org is none of the hosts that Geo may fetch from: 127.0.0.1, 127.0.0.2. If it is right, add it to hosts in the feeds file.")]
    public async Task Download_OfWhatCannotBeHad_SaysWhy_AndLeavesNoFile(string fault, string message)
    {
        await using var stub = await StubFeeds.StartAsync(limits: new OutboundLimits { Answer = TimeSpan.FromSeconds(fault == "slow" ? 0.2 : 60), Silence = TimeSpan.FromSeconds(fault == "silent" ? 0.1 : 60), File = 1_000_000 });
        stub.Services.Police.Publish("2024-02");
        RequestDelegate answer = fault switch { "slow" => StubFault.Slow(), "silent" => StubFault.Stall(1000), "endless" => StubFault.Endless(), "large" => StubFault.Stall(500_001), _ => StubFault.Redirect("https://policeuk-data.example.org/2024-02.zip") };
        stub.Services.Next("/data/archive/", [.. Enumerable.Repeat(answer, 5)]);
        var path = System.IO.Path.Combine(stub.Folder, "2024-02.zip");

        stub.Plain((await Should.ThrowAsync<RefusedException>(() => stub.Outbound.DownloadAsync(new Uri($"{stub.Services.Address}/data/archive/2024-02.zip"), path, null, null, default))).Message).ShouldBe(message);
        File.Exists(path).ShouldBeFalse();
    }

    [Fact]
    public async Task Download_ThatBreaksOffOften_MayDoSo_AsLongAsItGetsOn()
    {
        await using var stub = await StubFeeds.StartAsync(limits: new OutboundLimits { Attempts = 2, GettingOn = 100 });
        var archive = RandomNumberGenerator.GetBytes(1000);
        stub.Services.Police.PublishBytes("2024-02", archive);
        stub.Services.Next("/archive/", [.. Enumerable.Repeat(StubFault.Cut(200), 4)]);
        var path = System.IO.Path.Combine(stub.Folder, "2024-02.zip");

        await stub.Outbound.DownloadAsync(new Uri($"{stub.Services.Address}/data/archive/2024-02.zip"), path, null, null, default);

        (await File.ReadAllBytesAsync(path)).ShouldBe(archive);
        stub.Requests("bytes=").Where(request => request.StartsWith("GET /archive", StringComparison.Ordinal)).Select(request => request[(request.IndexOf('=', StringComparison.Ordinal) + 1)..]).ShouldBe(["200-", "400-", "600-", "800-"]);
    }

    [Fact]
    public async Task Download_WhenTheDiskIsFull_SaysSo_AndLeavesNoFile()
    {
        await using var stub = await StubFeeds.StartAsync();
        stub.Services.Police.PublishBytes("2024-02", new byte[1000]);
        var path = System.IO.Path.Combine(stub.Folder, "2024-02.zip");
        File.CreateSymbolicLink($"{path}.part", "/dev/full");

        (await Should.ThrowAsync<IOException>(() => stub.Outbound.DownloadAsync(new Uri($"{stub.Services.Address}/data/archive/2024-02.zip"), path, null, null, default))).Message.ShouldStartWith("No space left on device");
        File.Exists(path).ShouldBeFalse();
    }

    [Fact]
    public async Task Read_OfManyAddressesOfAHost_KeepsThePace()
    {
        await using var stub = await StubFeeds.StartAsync(services => services.Feeds().Replace("requests-per-second: 1000", "requests-per-second: 4", StringComparison.Ordinal));
        stub.Services.Police.Publish("2024-02");
        var begun = stub.Clock.GetUtcNow();

        for (var i = 0; i < 9; i++)
            await stub.Outbound.ReadAsync(new Uri(stub.Services.Address + Path), null, null, default);

        (stub.Clock.GetUtcNow() - begun).ShouldBe(TimeSpan.FromSeconds(2)); // 8 waits of a quarter
    }

    [Fact]
    public async Task Read_WhenCancelled_Stops()
    {
        await using var stub = await StubFeeds.StartAsync();
        stub.Services.Next(Path, StubFault.Slow());
        using var cancelled = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Should.ThrowAsync<OperationCanceledException>(() => stub.Outbound.ReadAsync(new Uri(stub.Services.Address + Path), null, null, cancelled.Token));
    }

    [Fact]
    public async Task Post_SendsTheDocument_AndAgainWhereTheServerIsBusy_AndSaysWhoSendsIt()
    {
        await using var stub = await StubFeeds.StartAsync();
        var got = "";
        stub.Services.Next("/hooks/", StubFault.TooMany("5"), async context =>
        {
            got = $"{context.Request.Headers.UserAgent.ToString().Split('/')[0]} {context.Request.ContentType} {await new StreamReader(context.Request.Body).ReadToEndAsync()}";
            await context.Response.CompleteAsync();
        });

        await stub.Outbound.PostAsync(new Uri($"{stub.Services.Address}/hooks/key"), """{"text":"late"}"""u8.ToArray(), "application/json", default);

        got.ShouldBe("""Geo application/json {"text":"late"}""");
    }

    [Theory]
    [InlineData("STUB/hooks/key", "STUB/: 127.0.0.1 answered 302 Found. Check the address in the feeds file.")]
    [InlineData("https://example.org/hooks/key", "https://example.org/, value 'example.org': example.org is none of the hosts that Geo may fetch from: 127.0.0.1, 127.0.0.2. If it is right, add it to hosts in the feeds file.")]
    [InlineData("https://127.0.0.3/hooks/key", "https://127.0.0.3/, value '127.0.0.3': 127.0.0.3 is none of the hosts that Geo may fetch from: 127.0.0.1, 127.0.0.2. If it is right, add it to hosts in the feeds file.")]
    public async Task Post_ThatIsNotTaken_NamesTheHost_AndNotTheKey(string address, string message)
    {
        await using var stub = await StubFeeds.StartAsync();
        stub.Services.Next("/hooks/", StubFault.Redirect("https://example.org/hooks/key"));

        stub.Plain((await Should.ThrowAsync<RefusedException>(() => stub.Outbound.PostAsync(new Uri(address.Replace("STUB", stub.Services.Address, StringComparison.Ordinal)), [], "application/json", default))).Message).ShouldBe(message);
    }

    private static Task<string> RefusalAsync(StubFeeds stub) => RefusalAsync(stub, new Uri(stub.Services.Address + Path));

    private static async Task<string> RefusalAsync(StubFeeds stub, Uri address) =>
        stub.Plain((await Should.ThrowAsync<RefusedException>(() => stub.Outbound.ReadAsync(address, null, null, default))).Message);

    private sealed class Told(List<string> told) : IProgress<FetchProgress>
    {
        public void Report(FetchProgress value) => told.Add(value.Step);
    }
}
