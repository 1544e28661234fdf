using System.Globalization;
using Geo.Core.Jobs;
using Geo.Testing;
using Quartz;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Jobs;

/// <summary>When jobs run: once in every period, whatever the clocks do.</summary>
public sealed class ScheduleTests
{
    private static readonly DateTimeOffset From = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset To = From.AddYears(20);

    [Fact]
    public void MonthlySchedule_OfAnyDayAndHourThatMayBeSaid_FiresOnceInEveryMonthOfTwentyYears()
    {
        string[] days = ["1", "2", "15", "28", "L", "LW", "1W"];
        foreach (var day in days)
        {
            foreach (var hour in Enumerable.Range(0, 24).Where(hour => hour != 1))
                Months($"0 30 {hour} {day} * ?").ShouldAllBe(month => month.Value == 1, $"day {day}, hour {hour}");
        }

        Months("0 0 2 ? * 1L").ShouldAllBe(month => month.Value == 1, "the last Sunday at 2 o'clock, when the clocks have changed");
        Months("0 59 0 ? * 1L").Count.ShouldBe(240, "every month of twenty years");
        Months("0 59 0 ? * 1L").ShouldAllBe(month => month.Value == 1, "the last Sunday just before they do");
    }

    [Fact]
    public void ShippedSchedule_FiresOnceADayOrMore_AndNeverTwiceInItsPeriod()
    {
        foreach (var schedule in Schedule.Load(null).Where(schedule => !schedule.Cron.Contains('/', StringComparison.Ordinal)))
        {
            var days = Fires(schedule).Select(Local).ToList();
            days.Count.ShouldBe(days.Distinct().Count(), $"{schedule.Job} fires twice on a day");
            days.Zip(days.Skip(1), (one, next) => next.DayNumber - one.DayNumber).Distinct().Count().ShouldBeLessThanOrEqualTo(4, $"{schedule.Job} keeps its rhythm");
        }
    }

    [Fact]
    public void NightlySchedule_FiresOnceOnEveryDayOfTwentyYears()
    {
        var days = Fires(Schedule.Load(null).Single(schedule => schedule.Job == "refresh")).Select(Local).ToList();
        days.ShouldBe(Enumerable.Range(0, days.Count).Select(i => days[0].AddDays(i)));
        days.Count.ShouldBe((int)(To - From).TotalDays);
    }

    [Theory]
    [InlineData("{ job: refrehs, cron: \"0 0 3 * * ?\" }", "column job, value 'refrehs': There is no such job; is refresh meant. There are")]
    [InlineData("{ job: refresh, cron: \"0 0 3 * * ?\" }\n  - { job: refresh, cron: \"0 0 4 * * ?\" }", "line 3, column job, value 'refresh': A job has one schedule.")]
    [InlineData("{ job: refresh, cron: \"0 30 1 * * ?\" }", "column cron, value '0 30 1 * * ?': Between 1 and 2 o'clock the clocks change: such a time is left out in March and comes twice in October. Choose another hour.")]
    [InlineData("{ job: refresh, cron: \"0 0 0-4 * * ?\" }", "Between 1 and 2 o'clock the clocks change")]
    [InlineData("{ job: refresh, cron: \"0 0 3 31 * ?\" }", "column cron, value '0 0 3 31 * ?': Not every month has a 29th, 30th and 31st. Choose another day, or L for the last.")]
    [InlineData("{ job: refresh, cron: monthly }", "column cron, value 'monthly': It has 1 field, and not the 6 of a time: seconds, minutes, hours, day of the month, month, day of the week. 0 30 3 * * ? is every day at 03:30.")]
    [InlineData("{ job: refresh, cron: \"0 0 3 * * ?\", misfire: never }", "column misfire, value 'never': What becomes of a missed time is one of once, each, skip.")]
    [InlineData("{ job: refresh, cron: \"0 0 3 * * ?\", enabled: yes }", "column enabled, value 'yes': Enabled is true or false.")]
    [InlineData("{ job: refresh, corn: \"0 0 3 * * ?\" }", "column corn: A schedule has no field 'corn'; is cron meant. It has job, cron, misfire, enabled.")]
    public void Schedule_ThatBreaksARule_IsRefusedWithItsLine(string line, string told) =>
        Should.Throw<RefusedException>(() => Schedule.Read(new StringReader($"schedules:\n  - {line}\n"), "schedules.yaml")).Message.ShouldContain(told);

    [Theory]
    [InlineData("30 3 * * *", "It has 5 fields, and not the 6 of a time: seconds, minutes, hours, day of the month, month, day of the week.")]
    [InlineData("0 30 3 * * ? 2026", "It has 7 fields, and not the 6 of a time")]
    [InlineData("0 0 25 * * ?", "The hours cannot be '25', but 0 to 23; several with commas, a span with a hyphen, * for all, 0/10 for every tenth. 0 30 3 * * ? is every day at 03:30.")]
    [InlineData("0 75 3 * * ?", "The minutes cannot be '75', but 0 to 59;")]
    [InlineData("0 30 3 ? * MONDAY", "The day of the week cannot be 'MONDAY', but SUN to SAT or 1 (Sunday) to 7, or ? where the day of the month says it;")]
    [InlineData("0 30 3 ? 13 MON", "The month cannot be '13', but 1 to 12 or JAN to DEC;")]
    [InlineData("0 30 1/6 * * ?", "Between 1 and 2 o'clock the clocks change:")]
    [InlineData("0 30 22-2 * * ?", "Between 1 and 2 o'clock the clocks change:")]
    [InlineData("0 30 1 * * ?", "Between 1 and 2 o'clock the clocks change:")]
    [InlineData("0 30 3 29 * ?", "Not every month has a 29th, 30th and 31st.")]
    public void CronExpression_ThatCannotBeUsed_IsToldWithWhatIsWrong(string cron, string told) => Recurrence.WrongWith(cron).ShouldStartWith(told);

    [Theory]
    [InlineData("0 0/10 * * * ?", "every 10 minutes")]
    [InlineData("0 5/10 * * * ?", "every 10 minutes from 5 minutes past the hour")]
    [InlineData("0 */15 * * * ?", "every 15 minutes")]
    [InlineData("0 0 * * * ?", "every hour, on the hour")]
    [InlineData("0 1 * * * ?", "every hour, at 1 minute past the hour")]
    [InlineData("0 30 3 * * ?", "every day at 03:30")]
    [InlineData("0 15 4 ? * tue", "every Tuesday at 04:15")]
    [InlineData("0 0 12 28 * ?", "on day 28 of every month at 12:00")]
    [InlineData("0 0 0 L * ?", "on the last day of every month at 00:00")]
    [InlineData("0 30 3 1 1 ?", "by the cron expression 0 30 3 1 1 ?")]
    [InlineData("0 0/7 * * * ?", "by the cron expression 0 0/7 * * * ?")]
    [InlineData("0 40/30 * * * ?", "by the cron expression 0 40/30 * * * ?")]
    [InlineData("10 30 3 * * ?", "by the cron expression 10 30 3 * * ?")]
    [InlineData("0 * 3 * * ?", "by the cron expression 0 * 3 * * ?")]
    [InlineData("0 0 0/2 * * ?", "by the cron expression 0 0 0/2 * * ?")]
    [InlineData("0 0 4 1W * ?", "by the cron expression 0 0 4 1W * ?")]
    [InlineData("0 0 4 ? * 2", "by the cron expression 0 0 4 ? * 2")]
    public void Schedule_IsSaidInPlainWordsWhereItCanBe_AndFiresAsTheyAreSaid(string cron, string words)
    {
        var schedule = new Schedule("refresh", cron, Misfire.Once, true);

        $"{schedule}".ShouldBe(words);
        Recurrence.WrongWith(cron).ShouldBeNull();
        if (Recurrence.Of(cron) is { } plain)
            (schedule with { Cron = plain.Cron }).Next(From, 50).ShouldBe(schedule.Next(From, 50));
    }

    [Fact]
    public void File_OfAnotherKind_IsRefused()
    {
        Should.Throw<RefusedException>(() => Schedule.Read(new StringReader("refresh: nightly"), "schedules.yaml")).Message
            .ShouldBe("schedules.yaml, line 1: The file is one list, schedules:, of jobs and when they run. ARCHITECTURE.md tells how schedules are written.");
        Should.Throw<RefusedException>(() => Schedule.Load("/nowhere/schedules.yaml")).Message.ShouldBe("/nowhere/schedules.yaml: There is no such file. Check the path in GEO_SCHEDULES.");
    }

    private static Dictionary<string, int> Months(string cron) => Fires(new("refresh", cron, Misfire.Each, true)).GroupBy(fire => Local(fire).ToString("yyyy-MM", CultureInfo.InvariantCulture)).ToDictionary(month => month.Key, month => month.Count());

    private static IEnumerable<DateTimeOffset> Fires(Schedule schedule)
    {
        for (var fire = schedule.Next(From); fire < To; fire = schedule.Next(fire.Value))
            yield return fire.Value;
    }

    private static DateOnly Local(DateTimeOffset fire) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(fire, Schedule.London).DateTime);
}
