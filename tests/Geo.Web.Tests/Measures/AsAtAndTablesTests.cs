using System.Net;
using Geo.Testing;
using Geo.Web.Tests.Hosting;
using Shouldly;
using Xunit;

namespace Geo.Web.Tests.Measures;

/// <summary>A month of offences, and the same month told again a year later with one more and one that is another now.</summary>
public sealed class TwoTellings() : HostFixture(new TestDatabase(), Missing.Database is null)
{
    public DateTimeOffset First { get; private set; }

    protected override async Task LoadAsync()
    {
        await Database.ImportAreasAsync(SmallMap.Draw("AB"));
        First = Database.Clock.GetUtcNow();
        await Database.TakeInAsync(new ExtractFile().Row("1", "03/02/2024", ("outcome", "Charged")).Row("2", "04/02/2024"));
        Database.Clock.Advance(TimeSpan.FromDays(365));
        await Database.TakeInAsync(new ExtractFile().Row("1", "03/02/2024", ("outcome", "Charged")).Row("2", "04/02/2024", ("offence_code", "105A")).Row("3", "05/02/2024", ("easting", "351500")));
    }
}

public sealed class AsAtAndTablesTests(TwoTellings host) : IClassFixture<TwoTellings>
{
    [DatabaseTheory]
    [InlineData("league-tables/recorded-crime?period=2024-02", "total", "count", 2, 3)]
    [InlineData("breakdowns/violence-with-injury?period=2024-02", "total", "count", 2, 2)]
    [InlineData("trends/recorded-crime?period=2024-02", "total", "", 2, 3)]
    [InlineData("tables/recorded-crime?period=2024-02&rows=area", "total", "total", 2, 3)]
    [InlineData("repeat-places/recorded-crime?period=2024-02", "totals", "records", 2, 3)]
    [InlineData("tables/violence-without-injury?period=2024-02&rows=area", "total", "total", 0, 1)]
    public async Task Table_AsAtAnEarlierMoment_TellsWhatWasKnownThen(string table, string total, string count, int then, int now)
    {
        async Task<int> AskAsync(string asAt)
        {
            var node = (await host.JsonAsync($"/api/v1/{table}{asAt}"))[total]!;
            return (int)(count.Length == 0 ? node : node[count]!);
        }

        (await AskAsync("")).ShouldBe(now);
        (await AskAsync($"&as-at={host.First.AddDays(200):yyyy-MM-dd}")).ShouldBe(then);
        (await AskAsync($"&as-at={host.First.AddDays(400):yyyy-MM-ddTHH:mm}Z")).ShouldBe(now);
    }

    [DatabaseFact]
    public async Task Table_AsAt_SaysWhenTheVersionWasPublished()
    {
        var table = await host.JsonAsync($"/api/v1/tables/recorded-crime?period=2024-02&as-at={host.First.AddDays(200):yyyy-MM-dd}");

        ((DateTimeOffset)table["asAt"]!).ShouldBe(host.First);
        ((string)table["explanation"]!).ShouldEndWith($"As at {host.First:d MMMM yyyy HH:mm} UTC, data version 2.");
    }

    [DatabaseTheory]
    [InlineData("as-at=yesterday", "'yesterday' is not a moment; write a day (2024-12-31, its beginning in UTC) or a time (2024-12-31T18:00Z).")]
    [InlineData("only=outcome", "'outcome' is not of the form KIND:VALUE, such as source-agency:Health.")]
    [InlineData("only=colour:red", "'colour' is nothing that a table is narrowed by; write KIND:VALUE.")]
    [InlineData("only=flag:red", "There is no mark 'red'.")]
    [InlineData("rows=colour", "'colour' is nothing that records are divided by.")]
    [InlineData("share=half", "'half' is not a value of 'share'.")]
    public async Task Question_ThatIsNotValid_IsRefusedWithTheReason(string question, string message)
    {
        using var response = await host.Client.GetAsync($"/api/v1/tables/recorded-crime?period=2024-02&{question}");

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).Replace("\\u0027", "'", StringComparison.Ordinal).ShouldContain(message);
    }

    [DatabaseFact]
    public async Task Table_AsCsv_HasACountAndAShareForEachColumn_AndExplainsItself()
    {
        var lines = (await host.TextAsync("/api/v1/tables/recorded-crime.csv?period=2024-02&rows=area&columns=subgroup")).Split("\r\n");

        lines[0].ShouldBe("code,name,Violence with injury,Violence with injury share,Violence without injury,Violence without injury share,total,total_share,note");
        lines[1].ShouldBe("A,Area A,1,50.00,1,100.00,2,66.67,");
        lines[2].ShouldBe("B,Area B,1,50.00,0,0.00,1,33.33,");
        lines[3].ShouldStartWith("total,Total,2,100.00,1,100.00,3,100.00,\"Total recorded crime, February 2024. Source:");
    }

    [DatabaseFact]
    public async Task MeasureOfPeople_IsNoLeagueTable()
    {
        using var response = await host.Client.GetAsync("/api/v1/league-tables/offender-cohort");

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).ShouldContain("counts people, who do not add up over months and areas; ask for it as a table of the whole period.");
    }
}
