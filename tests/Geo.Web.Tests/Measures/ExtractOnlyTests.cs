using System.Net;
using Geo.Testing;
using Geo.Web.Tests.Hosting;
using Shouldly;
using Xunit;

namespace Geo.Web.Tests.Measures;

/// <summary>A partnership that has its police's extract and no street-level files.</summary>
public sealed class ExtractOnlyTests
{
    [DatabaseFact]
    public async Task Home_LeadsToAMeasureThatHasData()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ImportAreasAsync(SmallMap.Draw("AB"));
        var file = new ExtractFile().Row("1", "03/02/2024");
        await database.TakeInAsync(file);
        await using var host = GeoHostFactory.Start(database.ConnectionString);
        using var client = host.Client();

        using var home = await client.GetAsync("/league-tables");
        using var page = await client.GetAsync(home.Headers.Location);
        using var street = await client.GetAsync("/api/v1/league-tables/crime");

        home.Headers.Location!.OriginalString.ShouldBe("/league-tables/recorded-crime");
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        var html = await page.Content.ReadAsStringAsync();
        html.ShouldContain("<option value=\"hate-crime\">");
        html.ShouldNotContain("<option value=\"shoplifting\">");
        (await client.GetStringAsync("/")).ShouldContain("No series could be judged.");
        var area = WebUtility.HtmlDecode(await client.GetStringAsync("/areas/A?period=2024-02"));
        area.ShouldContain("Total recorded crime: 1 offence.");
        area.ShouldContain("Without a population there are no rates of the neighbours.");
        area.ShouldContain("The source tells no times of day.");
        (await street.Content.ReadAsStringAsync()).ShouldContain("No street-level records have been imported; geo import brings them in.");
    }
}
