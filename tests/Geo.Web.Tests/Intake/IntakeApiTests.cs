using System.Net;
using System.Text.Json.Nodes;
using Geo.Core.Refresh;
using Geo.Testing;
using Geo.Web.Hosting;
using Geo.Web.Tests.Hosting;
using Shouldly;
using Xunit;

namespace Geo.Web.Tests.Intake;

/// <summary>A month of a force with a row set aside; an extract of three months with rows set aside, taken in twice and undone once.</summary>
public sealed class TwoSources() : HostFixture(new TestDatabase(), Missing.Database is null)
{
    public int Street { get; private set; }

    /// <summary>Of the extract's first telling: its first month.</summary>
    public int Extract { get; private set; }

    public DateTimeOffset First { get; private set; }

    protected override async Task LoadAsync()
    {
        await Database.ImportAreasAsync(SmallMap.Draw("AB"));
        var street = new StreetFile("2024-01").Add("Burglary", SmallMap.Draw("AB").Inside('A'), 150);
        Street = (await Database.TakeInAsync(street.AddRow(place: (1e9, 1e9), location: "=cmd|'/c calc'!A0", longitude: "=1+1"))).Single().Batch.Id;
        Extract = (await Database.TakeInAsync(new ExtractFile().Row("SECRET-1", "03/02/2024").Row("SECRET-2", "04/04/2024").Row("SECRET-3", "04/02/2024", ("offence_code", "ZZ9"), ("victim_reference", "PERSON-7")))).Months[0].Batch.Id;
        First = Database.Clock.GetUtcNow();
        Database.Clock.Advance(TimeSpan.FromDays(1));
        var later = await Database.TakeInAsync(new ExtractFile().Row("SECRET-1", "03/02/2024").Row("SECRET-4", "05/02/2024").Row("SECRET-2", "04/04/2024"));
        Database.Clock.Advance(TimeSpan.FromDays(1));
        await UndoBatch.RunAsync(Database.Geo, later.Months[0].Batch.Id, wholeFile: true, "somebody", Database.Clock, default);
    }
}

public sealed class IntakeApiTests(TwoSources host) : IClassFixture<TwoSources>
{
    [DatabaseFact]
    public async Task Sources_TellTheMonthsHeld_AndWhatWasTakenInLast()
    {
        var sources = (await host.JsonAsync("/api/v1/sources"))["sources"]!.AsArray();

        sources.Select(source => (string)source!["slug"]!).ShouldBe(["police-offences", "west-mercia-street"]);
        var offences = sources[0]!;
        ((string)offences["dataTo"]!, (long)offences["records"]!, (long)offences["setAside"]!).ShouldBe(("2024-04", 2, 1));
        offences["months"]!.ToJsonString().ShouldBe("""["2024-02","2024-03","2024-04"]""");
        ((string)offences["rhythm"]!, (string)offences["lateFrom"]!).ShouldBe(("monthly", "2024-07-16"));
        ((string)offences["lastBatch"]!["month"]!, (string)offences["lastBatch"]!["loadedBy"]!).ShouldBe(("2024-02", "somebody"));
    }

    [DatabaseFact]
    public async Task Pages_TellWhatIsLate()
    {
        var all = WebUtility.HtmlDecode(await host.TextAsync("/data"));
        var one = WebUtility.HtmlDecode(await host.TextAsync("/data/sources/west-mercia-street"));

        all.ShouldContain("no month is missing between. 2 sources are late.");
        one.ShouldContain("renewed monthly, late: newer records were expected by 29 May 2024.");
    }

    [DatabaseFact]
    public async Task Quarantine_TellsLineColumnValueAndReason_AndLeavesOutWhatIdentifiesAnybody()
    {
        var quarantine = await host.JsonAsync($"/api/v1/batches/{host.Extract}/quarantine");

        var row = quarantine["rows"]!.AsArray().Single()!;
        ((int)row["line"]!, (string)row["column"]!, (string)row["value"]!, (string)row["code"]!).ShouldBe((4, "offence_code", "ZZ9", "unknown-code"));
        ((string)row["reason"]!).ShouldBe("home-office has no such code. If the source has a new code, add it to geodata/catalogue/categories.csv, or say in the description what it stands for.");
        ((string)row["raw"]!).ShouldStartWith("…,04/02/2024,ZZ9,");
        ((string)quarantine["explanation"]!).ShouldBe($"Rows of offences.csv that were set aside when batch {host.Extract} (West Mercia Police, offence extract, 2024-02) was taken in, and are not counted. What identifies a record or a person is left out (…).");
        quarantine.ToJsonString().ShouldNotContain("SECRET");
        quarantine.ToJsonString().ShouldNotContain("PERSON-7");
    }

    [DatabaseFact]
    public async Task Quarantine_AsFiles_HoldsNothingThatASpreadsheetTakesForAFormula()
    {
        var csv = await host.TextAsync($"/api/v1/batches/{host.Street}/quarantine.csv");
        using var xlsx = await host.Client.GetAsync($"/api/v1/batches/{host.Street}/quarantine.xlsx");

        var lines = csv.Split("\r\n");
        lines[0].ShouldBe("line,column,value,code,reason,raw,note");
        lines[1].ShouldStartWith("152,Longitude,'=1+1,not-a-number,");
        lines[1].ShouldContain("=cmd|'/c calc'!A0"); // inside the row, where it begins no cell
        xlsx.Content.Headers.ContentDisposition!.FileName.ShouldBe($"set-aside-batch-{host.Street}.xlsx");
        xlsx.Headers.CacheControl!.NoStore.ShouldBeTrue();
        (await xlsx.Content.ReadAsByteArrayAsync())[..2].ShouldBe("PK"u8.ToArray());
    }

    [DatabaseFact]
    public async Task Quarantine_AskedFromWhereNothingMayBeChanged_TellsNoRowOfAPartner()
    {
        await using var other = GeoHostFactory.Start(host.Database.ConnectionString, (Changes.Setting, "off"));
        using var client = other.Client();

        var extract = JsonNode.Parse(await client.GetStringAsync($"/api/v1/batches/{host.Extract}/quarantine"))!;
        var street = JsonNode.Parse(await client.GetStringAsync($"/api/v1/batches/{host.Street}/quarantine"))!;

        extract["rows"]![0]!["raw"].ShouldBeNull();
        ((string)extract["rows"]![0]!["value"]!).ShouldBe("ZZ9");
        ((string)extract["explanation"]!).ShouldEndWith("The rows themselves are told only on the machine that runs Geo.");
        ((string)street["rows"]![0]!["raw"]!).ShouldContain("West Mercia Police");
    }

    [DatabaseFact]
    public async Task Quarantine_OfNoBatch_IsNotFound()
    {
        using var response = await host.Client.GetAsync("/api/v1/batches/999/quarantine.csv");

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.Content.ReadAsStringAsync()).ShouldContain("There is no batch 999.");
    }

    [DatabaseFact]
    public async Task Reconciliation_AddsUp_AndKnowsTheUndo()
    {
        var (first, wrong) = (host.First.ToString("yyyy-MM-ddTHH:mmZ"), host.First.AddDays(1).ToString("yyyy-MM-ddTHH:mmZ"));

        var up = await host.TextAsync($"/api/v1/reconciliations/recorded-crime.csv?period=2024-02&before={first}&after={wrong}");
        var whole = await host.JsonAsync($"/api/v1/reconciliations/recorded-crime?period=2024-02&before={first}");

        up.Split("\r\n")[..4].ShouldBe(
        [
            "line,what,records,note", "before,as at 1 June 2024 09:00 UTC,1,", "late,recorded late: not known before,1,",
            "after,as at 2 June 2024 09:00 UTC,2,\"Total recorded crime, February 2024, as known at 1 June 2024 09:00 UTC and at 2 June 2024 09:00 UTC, counted in today's boundaries both times; the lines between add up to the difference, record by record.\"",
        ]);
        ((int)whole["before"]!["count"]!, (int)whole["after"]!["count"]!, whole["reasons"]!.AsArray().Count).ShouldBe((1, 1, 0));
    }

    [DatabaseTheory]
    [InlineData("recorded-crime?before=soon", "'soon' is not a moment; write a day (2024-12-31, its beginning in UTC) or a time (2024-12-31T18:00Z).")]
    [InlineData("recorded-crime?before=2024-06-02&after=2024-06-01", "The moment before lies after the other; exchange the two.")]
    [InlineData("no-such", "There is no measure 'no-such'.")]
    public async Task Reconciliation_ThatCannotBeAsked_IsRefusedWithTheReason(string asked, string reason)
    {
        using var response = await host.Client.GetAsync($"/api/v1/reconciliations/{asked}");

        ((int)response.StatusCode).ShouldBeInRange(400, 404);
        (await response.Content.ReadAsStringAsync()).Replace("\\u0027", "'", StringComparison.Ordinal).ShouldContain(reason);
    }
}
