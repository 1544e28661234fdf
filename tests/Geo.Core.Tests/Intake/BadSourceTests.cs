using Geo.Core.Intake;
using Geo.Core.Measures;
using Geo.Core.Refresh;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Intake;

/// <summary>What goes wrong with extracts, of every source that is shipped: what is said, to the letter, and what stays as it was.</summary>
public sealed class BadSourceTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const string ManyFaults = "More than 1% of the rows (and more than 10, or all) break a rule, so the file is refused. Correct what follows, or the description of the source.";

    private static readonly DateTime Day = new(2024, 2, 3);

    private static readonly Dictionary<string, (Func<SourceFile, SourceFile> Make, Func<SourceFile, string> Told)> Cases = new()
    {
        ["codes of another list"] = (
            file => file.Valid("1", Day, (file.Category.Name, "ZZ 9")).Valid("2", Day, (file.Category.Name, "ZZ 8")),
            file => $"""
                {Name(file)}, value '2 of 2 rows': {ManyFaults}
                {Name(file)}, line 2, column {file.Category.Name}, value 'ZZ 9': {NoSuchCode(file)}
                {Name(file)}, line 3, column {file.Category.Name}, value 'ZZ 8': {NoSuchCode(file)}
                """),
        ["31 September in words"] = (
            file => file.Valid("1", Day, (file.Recorded.Name, "31 September 2023")),
            file => $"""
                {Name(file)}, value '1 of 1 rows': {ManyFaults}
                {Name(file)}, line 2, column {file.Recorded.Name}, value '31 September 2023': There is no such day or time, or it is not written {file.Recorded.Format}, as in {file.Written(new(2024, 9, 30, 17, 5, 0))}. Correct it at the source, or the format in the description.
                """),
        ["31 September"] = (
            file => file.Valid("1", Day, (file.Recorded.Name, $"31/09/2023{Time(file)}")),
            file => $"""
                {Name(file)}, value '1 of 1 rows': {ManyFaults}
                {Name(file)}, line 2, column {file.Recorded.Name}, value '31/09/2023{Time(file)}': There is no such day or time, or it is not written {file.Recorded.Format}, as in {file.Written(new(2024, 9, 30, 17, 5, 0))}. Correct it at the source, or the format in the description.
                """),
        ["month first"] = (
            file => file.Valid("1", Day, (file.Recorded.Name, $"01/02/2024{Time(file)}")).Valid("2", Day, (file.Recorded.Name, $"02/13/2024{Time(file)}")),
            file => $"{Name(file)}, line 3, column {file.Recorded.Name}, value '02/13/2024{Time(file)}': Dates are written month first, and the description says {file.Recorded.Format}: then no row's day can be trusted, for 01/02/2024 may be either. Export it again with the day first, or correct the format in the description."),
        ["totals row at the foot"] = (
            file => file.Valid("1", Day).Valid("2", Day).Word("Grand total"),
            file => $"{Name(file)}, line 4, value 'Grand total': A totals row stands among the records. Export the records without it."),
        ["subtotal row"] = (
            file => file.Valid("1", Day).Word("February Total").Valid("2", Day),
            file => $"{Name(file)}, line 3, value 'February Total': A totals row stands among the records. Export the records without it."),
        ["subtotal in the column of codes"] = (
            file => file.Valid("1", Day).Valid("2", Day, (file.Category.Name, "Sub-total")),
            file => $"{Name(file)}, line 3, value 'Sub-total': A totals row stands among the records. Export the records without it."),
        ["a name column"] = (
            file => file.Valid("1", Day).Column("Surname"),
            file => $"{Name(file)}, line 1, column Surname: The column looks like a name, a date of birth, an address or a number that identifies a person; Geo keeps no such thing. Take the column out before the file leaves the agency."),
    };

    public static TheoryData<string> Sources => [.. SourceDescription.Shipped];

    public static TheoryData<string, string> SourcesAndCases
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var source in SourceDescription.Shipped)
            {
                foreach (var name in Cases.Keys)
                    all.Add(source, name);
            }

            return all;
        }
    }

    [DatabaseTheory]
    [MemberData(nameof(SourcesAndCases))]
    public async Task Import_OfABadExtract_SaysWhatIsWrongAndLeavesTheDatabase(string source, string name)
    {
        var before = await database.StateAsync();
        var (make, told) = Cases[name];
        var file = make(new SourceFile(source));

        (await RefusedAsync(database, file)).ShouldBe(told(file));
        (await database.StateAsync()).ShouldBe(before);
    }

    [DatabaseTheory]
    [MemberData(nameof(Sources))]
    public async Task Import_OfAnotherNumberOfRecordsThanDeclared_IsRefused(string source)
    {
        var before = await database.StateAsync();
        var file = new SourceFile(source);
        for (var i = 1; i <= 337; i++)
            file.Valid($"k{i}", Day);

        (await RefusedAsync(database, file, declared: 340)).ShouldBe($"{Name(file)}: The file holds 337 records, and 340 were declared. Ask whoever sent it which number is right, and for the rest.");
        (await database.StateAsync()).ShouldBe(before);
    }

    [DatabaseTheory]
    [MemberData(nameof(Sources))]
    public async Task Import_SetsBadRowsAside_IsIdempotent_AndACorrectedFileReplacesItAtOnce(string source)
    {
        await using var own = await TestDatabase.CreateAsync();
        var wards = await own.ImportAreasAsync(SmallMap.Draw("A"));
        var file = new SourceFile(source);
        file.Valid("1", Day).Valid("2", Day).Valid("3", Day, (file.Category.Name, "ZZ 9")).Valid("4", Day).Valid("4", Day.AddDays(1)).Valid("5", Day).Valid("5", Day);

        var first = await ImportAsync(own, file, declared: 7);
        var then = own.Clock.GetUtcNow();
        var state = await own.StateAsync();
        own.Clock.Advance(TimeSpan.FromDays(1));
        var again = await ImportAsync(own, file);
        var stateAgain = await own.StateAsync();
        var corrected = await ImportAsync(own, new SourceFile(source).Valid("1", Day).Valid("2", Day).Valid("3", Day).Valid("4", Day).Valid("5", Day));

        first.Months.ShouldHaveSingleItem().Batch.RowsAccepted.ShouldBe(3);
        (await own.RowsAsync($"select row_number, code, reason from intake.quarantine where batch_id = {first.Months[0].Batch.Id} order by row_number")).ShouldBe(
        [
            $"4|unknown-code|{NoSuchCode(file)}",
            "5|duplicate-key|Lines 5 and 6 have one key and differ; neither counts. Correct it at the source: a key stands for one record.",
            "6|duplicate-key|Lines 5 and 6 have one key and differ; neither counts. Correct it at the source: a key stands for one record.",
            "8|duplicate-row|The same row stands on line 7; it counts once. ",
        ]);
        again.Months.ShouldHaveSingleItem().State.ShouldBe(LandedState.AlreadyImported);
        stateAgain.ShouldBe(state);
        corrected.Months.ShouldHaveSingleItem().State.ShouldBe(LandedState.Replaced);
        (await own.ScalarAsync<bool>("select old.superseded_at = new.published_at from intake.batch old join intake.batch new on new.id = old.superseded_by")).ShouldBeTrue();
        (await CountAsync(then)).ShouldBe(3);
        (await CountAsync(own.Clock.GetUtcNow())).ShouldBe(5);

        async Task<long> CountAsync(DateTimeOffset asAt)
        {
            var measure = Measure.All.First(measure => measure.Counting == Counting.Records && measure.Times(file.Counted.Id, 0) > 0);
            return (await AreaCounts.AsAtAsync(own.Geo, wards.Id, measure, Period.Parse("2024-02", new Month(0), out _)!, asAt, default)).Values.Sum();
        }
    }

    private static string Name(SourceFile file) => $"{file.Source.Source}.csv";

    private static string Time(SourceFile file) => file.Recorded.Format.Contains('H', StringComparison.Ordinal) ? " 10:00" : "";

    private static string NoSuchCode(SourceFile file) =>
        $"{file.Source.Classification} has no such code. If the source has a new code, add it to geodata/catalogue/categories.csv, or say in the description what it stands for.";

    private static async Task<string> RefusedAsync(TestDatabase into, SourceFile file, int? declared = null) =>
        (await Should.ThrowAsync<RefusedException>(() => ImportAsync(into, file, declared))).Message.ReplaceLineEndings("\n");

    private static async Task<LandedExtract> ImportAsync(TestDatabase into, SourceFile file, int? declared = null)
    {
        var report = await ImportExtract.RunAsync(into.Geo, file.Source, file.In(into.NewFolder(), declared), "tests", into.Clock, null, default);
        var outcome = report.Files.ShouldHaveSingleItem();
        return outcome.Landed ?? throw outcome.Refusal!;
    }
}
