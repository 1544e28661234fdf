using Geo.Core.Fetch;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Fetch;

/// <summary>The file that says where data is fetched from.</summary>
public sealed class FeedsTests
{
    [Fact]
    public void Feeds_ThatAreShipped_AreReadable()
    {
        var feeds = Feeds.Load(null);

        feeds.Hosts.ShouldBe(["data.police.uk", "policeuk-data.s3.amazonaws.com", "services1.arcgis.com", "www.nomisweb.co.uk"]);
        feeds.Crime!.Forces.ShouldBe(["west-mercia"]);
        feeds.BoundariesOf(null).Select(feed => feed.Set).ShouldBe(["wards-2024", "lsoa-2021"]);
        feeds.PopulationsOf("lsoa-2021").ShouldHaveSingleItem().Ages["0-17"].ShouldBe("201,204");
        Should.Throw<RefusedException>(() => feeds.BoundariesOf("wards-1066")).Message.ShouldBe("SET, value 'wards-1066': There are no boundaries of that set. Name one of: wards-2024, lsoa-2021.");
    }

    [Theory]
    [InlineData("hosts: [https://data.police.uk]", "column hosts, value 'https://data.police.uk': A host is a name such as data.police.uk, without https:// and path.")]
    [InlineData("hosts: [127.0.0.1]", "column hosts, value '127.0.0.1': A host is a name such as data.police.uk, without https:// and path.")]
    [InlineData("hosts: []\nrequests-per-second: 0", "column requests-per-second, value '0': Requests a second are more than 0 and at most 1,000.")]
    [InlineData("hosts: [data.police.uk]\ncrime: {}", "column crime: Crime is fetched for forces or for an area, not both: an area's crimes would count twice.")]
    [InlineData("hosts: [data.police.uk]\ncrime: { forces: [West Mercia] }", "column forces, value 'West Mercia': A force is named as in its files: small letters, digits and hyphens, such as west-mercia.")]
    [InlineData("hosts: [data.police.uk]\ncrime: { area: { name: x, west: 52, south: -3, east: 53, north: -2 } }", "column area, value '52, -3, 53, -2': An area has west, south, east and north in degrees, within Great Britain.")]
    [InlineData("hosts: [data.police.uk]\ncrime: { forces: [x], address: http://data.police.uk }", "column address, value 'http://data.police.uk': An address begins with https://, names no port and no user, and has no question mark.")]
    [InlineData("hosts: [data.police.uk]\ncrime: { forces: [x], address: https://example.org }", "column address, value 'https://example.org': example.org is none of the hosts that Geo may fetch from: data.police.uk.")]
    [InlineData("hosts: [a.uk]\nboundaries: [{ set: w, kind: parish, service: https://a.uk/0, code: C, name: N }]", "column kind, value 'parish': A kind of area is one of ward, lsoa, locality, town, policing-area, district, county, postcode-district.")]
    [InlineData("hosts: [a.uk]\npopulations: [{ set: w, address: https://a.uk/x.data.csv, geography: G, ages: { all: 200-201 } }]", "column ages, value 'all: 200-201': The codes of an age group are whole numbers divided by commas, or a range such as 101...118, none of them twice.")]
    public void Feeds_ThatBreakARule_AreRefused(string text, string told) =>
        Should.Throw<RefusedException>(() => Feeds.Read(new StringReader(text), "feeds.yaml")).Message.ShouldBe($"feeds.yaml, {told} geodata/feeds.schema.json tells what a feed has.");

    [Theory]
    [InlineData("host: [a]", "feeds.yaml, line 1: Property 'host' not found. geodata/feeds.schema.json tells what a feed has.")]
    [InlineData("hosts: [a.uk]\nboundaries:\n  - valid-from: 31/12/2024", "feeds.yaml, line 3: '31/12/2024' is not a day; write it as 2024-12-31. geodata/feeds.schema.json tells what a feed has.")]
    public void Feeds_ThatAreNoFeeds_AreRefusedWithTheLine(string text, string message) =>
        Should.Throw<RefusedException>(() => Feeds.Read(new StringReader(text), "feeds.yaml")).Message.ShouldBe(message);
}
