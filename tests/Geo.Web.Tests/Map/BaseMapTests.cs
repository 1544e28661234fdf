using Geo.Testing;
using Geo.Web.Map;
using Geo.Web.Tests.Hosting;
using Microsoft.Extensions.Configuration;
using Shouldly;
using Xunit;

namespace Geo.Web.Tests.Map;

[Collection(Demonstration.Name)]
public sealed class BaseMapTests(DemonstrationHost host)
{
    private const string Tiles = "https://tiles.example.org/light/{z}/{x}/{y}.png";

    [DatabaseFact]
    public async Task BaseMap_IsShownWithItsWords_AndPicturesMayComeFromItsHostAlone()
    {
        await using var other = GeoHostFactory.Start(host.Database.ConnectionString, ("Geo:BaseMap:Url", Tiles), ("Geo:BaseMap:Attribution", "© Example & others"));
        using var client = other.Client();
        using var page = await client.GetAsync("/map?measure=recorded-crime&period=2023-24");
        page.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("img-src 'self' https://tiles.example.org;");
        var html = System.Net.WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync());
        html.ShouldContain($"base=\"{Tiles}\"");
        html.ShouldContain("base-attribution=\"© Example & others\"");

        using var without = await host.Client.GetAsync("/map?measure=recorded-crime&period=2023-24");
        without.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("img-src 'self';");
    }

    [Theory]
    [InlineData("http://tiles.example.org/{z}/{x}/{y}.png", "words", "The setting Geo:BaseMap:Url is 'http://tiles.example.org/{z}/{x}/{y}.png'; a base map is an https address with {z}, {x} and {y} in its path, such as https://tiles.example.org/{z}/{x}/{y}.png.")]
    [InlineData("https://{s}.example.org/{z}/{x}/{y}.png", "words", "The setting Geo:BaseMap:Url is 'https://{s}.example.org/{z}/{x}/{y}.png'; a base map is")]
    [InlineData("https://me:secret@example.org/{z}/{x}/{y}.png", "words", "The setting Geo:BaseMap:Url is")]
    [InlineData("https://tiles.example.org/tiles.png", "words", "The setting Geo:BaseMap:Url is")]
    [InlineData(Tiles, "", "The setting Geo:BaseMap:Attribution is missing; a base map is shown with the words that its licence asks for.")]
    public void Settings_ThatNameNoBaseMap_AreRefusedAtTheStart(string url, string attribution, string told)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Geo:BaseMap:Url"] = url, ["Geo:BaseMap:Attribution"] = attribution }).Build();
        Should.Throw<InvalidOperationException>(() => BaseMap.Of(configuration)).Message.ShouldStartWith(told);
    }
}
