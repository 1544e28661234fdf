using Geo.Core.Jobs;
using Geo.Testing;
using Geo.Web.Dashboards;
using Geo.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Geo.Web.Tests.Hosting;

[Collection(Demonstration.Name)]
public sealed class PagesAheadTests(DemonstrationHost host)
{
    [DatabaseFact]
    public async Task Dashboards_OfANewVersion_AreMadeBeforeAnybodyAsks()
    {
        await using var ahead = GeoHostFactory.Start(host.Database.ConnectionString, (PagesAhead.Setting, "true"));
        var snapshot = ahead.Services.GetRequiredService<CurrentCube>().Get();
        var pages = ahead.Services.GetRequiredService<PagesAhead>();
        for (var waited = 0; pages.Made != snapshot.Cube.Version; waited++)
        {
            waited.ShouldBeLessThan(600, "made within a minute");
            await Task.Delay(100);
        }

        var dashboard = ahead.Services.GetRequiredService<DashboardFolder>().Find("community-safety")!.Value.Dashboard!;
        var asked = ahead.Services.GetRequiredService<DashboardStore>().AskAsync(snapshot, dashboard, new DashboardAddress(null, null, null).Filter(dashboard));
        asked.IsCompletedSuccessfully.ShouldBeTrue("the answers are there");
        (await asked).ShouldAllBe(answer => answer.Reason == null);
    }

    [DatabaseFact]
    public async Task Home_ShowsSquaresThatHaveBecomeHot_WithTheirMap()
    {
        var spot = new Finding(FindingKind.HotSpot, "recorded-crime/SJ4912", Geo.Core.Month.Of(2024, 6), "Total recorded crime: a new hot spot, SJ4912 in Castlefields, with 71 in July 2023 to June 2024; none of it was one in June 2023 to May 2024.");
        await host.Database.ExecuteAsync($"insert into jobs.finding (kind, subject, month, message, first_seen_at, last_seen_at) values ('{spot.Kind}', '{spot.Subject}', '2024-06-01', '{spot.Message}', now(), now())");
        try
        {
            (await host.TextAsync("/")).ShouldContain("<a class=\"govuk-link\" href=\"/map?measure=recorded-crime&amp;layer=hot-spots&amp;period=2023-07..2024-06&amp;selected=SJ4912\">" + spot.Message);
        }
        finally
        {
            await host.Database.ExecuteAsync("delete from jobs.finding where kind = 'hot-spot'");
        }
    }
}
