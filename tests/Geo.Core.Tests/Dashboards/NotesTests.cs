using Geo.Core.Dashboards;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Dashboards;

public sealed class NotesTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const string Trend = "trend-crime";

    [DatabaseFact]
    public async Task Note_IsOfItsPeriodAndArea_AndKeepsEveryVersion()
    {
        var notes = new Notes("mine", "2023-04..2024-03", "");
        await notes.WriteAsync(database.Geo, Trend, "  First\r\nsecond line\u0007\u202e ", 0, "ann", database.Clock.GetUtcNow(), default);
        await notes.WriteAsync(database.Geo, Trend, "Better", 1, "bob", database.Clock.GetUtcNow(), default);

        (await notes.ReadAsync(database.Geo, default))[Trend].Text.ShouldBe("Better");
        (await notes.VersionsAsync(database.Geo, Trend, default)).Select(note => $"{note.Version} {note.Author}: {note.Text}").ShouldBe(["2 bob: Better", "1 ann: First\nsecond line"]);
        (await (notes with { Period = "2022-04..2023-03" }).ReadAsync(database.Geo, default)).ShouldBeEmpty();
        (await (notes with { Area = "town:T1" }).ReadAsync(database.Geo, default)).ShouldBeEmpty();

        await notes.WriteAsync(database.Geo, Trend, " ", 2, "bob", database.Clock.GetUtcNow(), default);
        (await notes.ReadAsync(database.Geo, default)).ShouldBeEmpty();
        (await notes.VersionsAsync(database.Geo, Trend, default)).Count.ShouldBe(3);
    }

    [DatabaseFact]
    public async Task Note_ThatSomebodyElseChanged_OrThatIsTooLong_IsRefused()
    {
        var notes = new Notes("other", "2024-03", "");
        await notes.WriteAsync(database.Geo, Trend, "One", 0, "ann", database.Clock.GetUtcNow(), default);

        (await Should.ThrowAsync<RefusedException>(() => notes.WriteAsync(database.Geo, Trend, "Two", 0, "bob", database.Clock.GetUtcNow(), default)))
            .Message.ShouldBe("note: Somebody wrote another version of this note meanwhile. Read it below, and write yours again.");
        (await Should.ThrowAsync<RefusedException>(() => notes.WriteAsync(database.Geo, Trend, new string('x', 2001), 1, "ann", database.Clock.GetUtcNow(), default)))
            .Message.ShouldBe("note: A note has 2,000 letters at most, and this one has 2,001. Shorten it.");
        var both = await Task.WhenAll(Enumerable.Range(0, 4).Select(async writer =>
        {
            try
            {
                await notes.WriteAsync(database.Geo, Trend, $"Two of {writer}", 1, "bob", database.Clock.GetUtcNow(), default);
                return true;
            }
            catch (RefusedException)
            {
                return false;
            }
        }));
        both.Count(written => written).ShouldBe(1);
    }

    [Fact]
    public void Panel_IsNamedByWhatItShows_NotByItsPlace()
    {
        var dashboard = DashboardFile.Read("d", "title: A\npanels:\n  - { kind: table, measure: crime, rows: age, columns: [sex], only: 'role:victim', title: T, width: half }\n  - { kind: trend, measure: crime }\n  - { kind: trend, measure: crime, period: 2023-24 }", "d");
        dashboard.Panels.Select(dashboard.NameOf).ShouldBe(["table-sex-crime-role-victim-age", "trend-crime", "trend-crime-2"]);
    }
}
