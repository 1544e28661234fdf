using System.Globalization;
using Geo.Core.Jobs;

namespace Geo.Web.Jobs;

/// <summary>The form that says when a job runs, as the address has it; what it does not say is as the schedule that holds.</summary>
internal sealed class ScheduleForm
{
    /// <summary>The choice of a cron expression.</summary>
    public const string OfCron = "cron";

    private static readonly string[] TimeFormats = ["HH:mm", "H:mm"];

    private readonly IQueryCollection _query;
    private readonly Recurrence? _plain;

    public ScheduleForm(IQueryCollection query, Schedule? held)
    {
        (_query, _plain) = (query, held is null ? new Recurrence(Core.Jobs.Every.Day, new(3, 30)) : Recurrence.Of(held.Cron));
        IsAsked = query.ContainsKey("every");
        Every = Given("every", _plain is null ? OfCron : Word(_plain.Every));
        Misfire = Schedule.MisfireOf(Given("misfire", held?.MisfireWord ?? "once")) ?? Core.Jobs.Misfire.Once;
        Minutes = Given("minutes", Is(Core.Jobs.Every.Minutes) ? _plain!.Minutes.ToString(CultureInfo.InvariantCulture) : "10");
        First = Given("first", Is(Core.Jobs.Every.Minutes) ? _plain!.At.Minute.ToString(CultureInfo.InvariantCulture) : "0");
        Weekday = Given("weekday", $"{_plain?.Weekday ?? DayOfWeek.Monday}");
        Day = Given("day", _plain is { Every: Core.Jobs.Every.Month, DayOfMonth: null } ? "last" : (_plain?.DayOfMonth ?? 1).ToString(CultureInfo.InvariantCulture));
        Cron = Given("cron", held?.Cron ?? "");
        if (IsAsked)
            Read();
    }

    /// <summary>How often can be chosen, in the order of the form.</summary>
    public static IReadOnlyList<(string Word, string Name)> Choices { get; } =
        [("minutes", "Every few minutes"), ("day", "Every day"), ("week", "Once a week"), ("month", "Once a month"), (OfCron, "At other times (a cron expression)")];

    public bool IsAsked { get; }

    public string Every { get; }

    public Misfire Misfire { get; }

    public string Minutes { get; }

    public string First { get; }

    public string Weekday { get; }

    public string Day { get; }

    public string Cron { get; }

    /// <summary>What was asked for, as a cron expression; null where something is wrong with it or nothing was asked.</summary>
    public string? Asked { get; private set; }

    /// <summary>What is wrong, and the id of the field that it is wrong with.</summary>
    public (string Field, string Message)? Wrong { get; private set; }

    /// <param name="every">The choice that the time belongs to.</param>
    public string Time(string every) => Given($"{every}-time", _plain is { Every: not Core.Jobs.Every.Minutes } ? _plain.At.ToString("HH:mm", CultureInfo.InvariantCulture) : "03:30");

    public string? WrongWith(string field) => Wrong is { } wrong && wrong.Field == field ? wrong.Message : null;

    private static string Word(Every every) => every switch { Core.Jobs.Every.Minutes => "minutes", Core.Jobs.Every.Day => "day", Core.Jobs.Every.Week => "week", _ => "month" };

    private void Read()
    {
        var time = TimeOnly.TryParseExact(Time(Every).Trim(), TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) ? read : (TimeOnly?)null;
        var (field, cron, message) = Every switch
        {
            "minutes" when !(Number(Minutes) is { } step && Recurrence.Steps.Contains(step)) => ("minutes", null, $"Choose one of {string.Join(", ", Recurrence.Steps)} minutes."),
            "minutes" when !(Number(First) is { } first && first < Number(Minutes)) => ("first", null, $"The first minute is a whole number from 0 to {Number(Minutes) - 1}."),
            "minutes" => ("first", new Recurrence(Core.Jobs.Every.Minutes, new(0, Number(First)!.Value), Number(Minutes)!.Value).Cron, null),
            "day" or "week" or "month" when time is null => ($"{Every}-time", null, "Write the time as 03:30, on the 24-hour clock."),
            "day" => ("day-time", new Recurrence(Core.Jobs.Every.Day, time!.Value).Cron, null),
            "week" when Enum.TryParse<DayOfWeek>(Weekday, out var weekday) && Enum.IsDefined(weekday) => ("week-time", new Recurrence(Core.Jobs.Every.Week, time!.Value, Weekday: weekday).Cron, null),
            "week" => ("weekday", null, "Choose a day of the week."),
            "month" when Day == "last" || Number(Day) is >= 1 and <= Recurrence.LastSafeDay => ("month-time", new Recurrence(Core.Jobs.Every.Month, time!.Value, DayOfMonth: Number(Day)).Cron, null),
            "month" => ("day", null, $"Choose a day from 1 to {Recurrence.LastSafeDay}, or the last."),
            OfCron => (OfCron, string.Join(' ', Cron.Split(' ', StringSplitOptions.RemoveEmptyEntries)), null),
            _ => ("every", (string?)null, (string?)"Choose how often it runs."),
        };
        message ??= Recurrence.WrongWith(cron!);
        if (message is null)
            Asked = cron;
        else
            Wrong = (field, message);
    }

    private bool Is(Every every) => _plain?.Every == every;

    private string Given(string field, string otherwise) => _query[field].FirstOrDefault() ?? otherwise;

    private static int? Number(string text) => int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
