using Geo.Core.Dashboards;
using Geo.Core.Measures;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Dashboards;

public sealed class TownPageTests
{
    private const string Page =
        """
        title: A town
        audience: Its meeting
        introduction: Where to look.
        period: 2024-01
        area: town
        panels:
          - { kind: league-table, measure: crime }
          - { kind: league-table, measure: crime, areas: town }
        """;

    [DatabaseFact]
    public async Task LeagueTable_OfATown_ListsItsWardsWithTheirRanksAmongAll()
    {
        await using var database = await TestDatabase.CreateAsync();
        var map = SmallMap.Draw("AABC", "AABC");
        await database.ImportAreasAsync(map);
        await database.ImportAreasAsync(SmallMap.Draw("TTT.", "TTT."), "towns", "town");
        await database.TakeInAsync(new StreetFile("2024-01").Add("Burglary", map.Inside('A'), 5).Add("Burglary", map.Inside('B'), 7).Add("Burglary", map.Inside('C'), 9));
        var cube = await CountCube.LoadAsync(database.Geo, default);
        var dashboard = DashboardFile.Read("town", Page, "town.yaml");

        (await ToldAsync(("town", "T"))).ShouldBe(
        [
            "All crime, January 2024: in Area T most in Area B, 7 of 21 in all", "2|B|Area B|7", "3|A|Area A|5", "All other wards (1)|9", "Not located|0", "Total|21",
            "All crime, January 2024: most in Area T, 12 of 12", "1|T|Area T|12", "Not located|0", "Total|12",
        ]);
        (await ToldAsync(null)).Take(4).ShouldBe(["All crime, January 2024: most in Area C, 9 of 21", "1|C|Area C|9", "2|B|Area B|7", "3|A|Area A|5"]);

        async Task<IReadOnlyList<string>> ToldAsync((string, string)? area)
        {
            var answers = await DashboardAnswers.AskAsync(database.Geo, cube, dashboard, new("2024-01", null, area), default);
            answers.ShouldAllBe(answer => answer.Reason == null);
            if (area is not null)
                answers[0].Answer!.Explanation.ShouldContain("Listed are the wards whose middle lies in Area T; they are ranked among all.");
            return [.. answers.SelectMany(answer => answer.Answer!.Table!.Rows.Select(row => string.Join('|', row.Cells.Take(4).Select(cell => $"{cell}").Where(text => text.Length > 0))).Where(line => !line.StartsWith("Outside", StringComparison.Ordinal)).Prepend(answer.Answer!.Finding))];
        }
    }
}
