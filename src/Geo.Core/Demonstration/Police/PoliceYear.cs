namespace Geo.Core.Demonstration.Police;

/// <summary>A financial year, or what the extracts hold of the first one.</summary>
internal sealed record PoliceYear(int Index, string Name, Month First, int Months)
{
    public static readonly IReadOnlyList<PoliceYear> All =
    [
        new(0, "2020-21", Month.Of(2020, 9), 7), new(1, "2021-22", Month.Of(2021, 4), 12), new(2, "2022-23", Month.Of(2022, 4), 12),
        new(3, "2023-24", Month.Of(2023, 4), 12), new(4, "2024-25", Month.Of(2024, 4), 12),
    ];

    public static PoliceYear Before => All[2];

    /// <summary>The year whose wards are published.</summary>
    public static PoliceYear Published => All[3];

    public static PoliceYear Last => All[4];

    public Month End => First.Plus(Months - 1);

    public DateOnly FirstDay => First.FirstDay;

    public DateOnly LastDay => LastDayOf(End);

    public IEnumerable<Month> EachMonth => Enumerable.Range(0, Months).Select(First.Plus);

    public static PoliceYear Of(string name) => All.Single(year => year.Name == name);

    public static DateOnly LastDayOf(Month month) => month.Plus(1).FirstDay.AddDays(-1);
}
