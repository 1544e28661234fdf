using Geo.Core;
using Geo.Core.Measures;
using Geo.Statistics.Change;

namespace Geo.Web.Measures;

/// <summary>A column of the page's table.</summary>
/// <param name="FallsFirst">True where the most comes first when the column is chosen.</param>
internal sealed record TableColumn(string Slug, string Heading, bool IsNumber, bool FallsFirst);

/// <summary>A league table as the page shows it: finding in words, order, classes.</summary>
internal sealed class LeagueTableView
{
    private readonly LeagueTable _all;

    public LeagueTableView(CountCube cube, LeagueTableAddress address, MeasureQuestion question)
    {
        // Classes and the finding are of all areas, however many are shown.
        _all = LeagueTable.Ask(cube, question with { Top = null });
        Table = question.Top is null ? _all : LeagueTable.Ask(cube, question);
        Breaks = ClassBreaks.Of(_all, address.Shade is not "count");
        Columns = [.. AllColumns()];
        Order = [.. Sorted(address.Sort)];
        Address = address;
    }

    public LeagueTable Table { get; }

    public LeagueTableAddress Address { get; }

    public ClassBreaks Breaks { get; }

    public IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>Rows of the table in the order asked for.</summary>
    public IReadOnlyList<int> Order { get; }

    public string AreaWord => Table.Set.Kind switch { "lsoa" => "LSOA", var kind => char.ToUpperInvariant(kind[0]) + kind[1..].Replace('-', ' ') };

    /// <summary>What the table shows, in words.</summary>
    public string Finding
    {
        get
        {
            var rows = _all.Rows;
            var total = Table.Total.Count;
            if (rows.Count == 0 || total == 0 || rows[0].Count == 0)
                return $"{Table.Measure.Name}: none {(total == 0 ? "recorded" : "located")} in {Table.Period.Name}";
            var first = rows.TakeWhile(row => row.Rank == 1).ToList();
            var count = $"{Figures.Count(rows[0].Count)} of {Figures.Count(total)}";
            return first.Count switch
            {
                1 => $"{Table.Measure.Name}: {rows[0].Name} has the most, {count} ({Figures.Share(rows[0].Share)}%)",
                2 => $"{Table.Measure.Name}: {first[0].Name} and {first[1].Name} have the most, {count} each",
                _ => $"{Table.Measure.Name}: {first.Count} areas share the most, {count} each",
            };
        }
    }

    /// <summary>The total, and what became of it where there is a comparison.</summary>
    public string Development
    {
        get
        {
            var total = Table.Total;
            var text = $"{Table.Period.Name}: {Figures.Count(total.Count)} in total";
            if (Table.Compare is not { } compare || total is not { Previous: { } before, Change: { } change })
                return text + ".";
            var perCent = total.ChangePerCent is null ? "" : $" by {Figures.ChangePerCent(total)!.TrimStart('+', '-')}%";
            var development = change switch { > 0 => $"up{perCent} from", < 0 => $"down{perCent} from", _ => "the same as" };
            var chance = change == 0 ? "" : ChangeVerdict.Of(before, total.Count, compare.Days, Table.Period.Days).IsSignal ? ", which is more than chance explains" : ", which chance explains";
            return $"{text}, {development} {Figures.Count(before)} in {compare.Name}{chance}.";
        }
    }

    public string Caption => $"{Table.Measure.Name} by {Table.Set.Kind.Replace('-', ' ')}, {Table.Period.Name}";

    /// <summary>Step of the colour ramp, 0 to 4, for a class.</summary>
    public int Step(int mapClass) => Breaks.Classes.Count < 2 ? ClassBreaks.Most - 1 : (int)Math.Floor((mapClass * (ClassBreaks.Most - 1.0) / (Breaks.Classes.Count - 1)) + 0.5);

    /// <summary>Class of a row of the shown table: its first rows are those of the whole.</summary>
    public int ClassOf(int row) => Breaks.ClassOf(row);

    public string Range(MapClass mapClass)
    {
        var (from, to) = Breaks.ByRate ? (Figures.Rate((double)mapClass.From)!, Figures.Rate((double)mapClass.To)!) : (Figures.Count((long)mapClass.From), Figures.Count((long)mapClass.To));
        return from == to ? from : $"{from} to {to}";
    }

    /// <summary><c>ascending</c>, <c>descending</c>, or null where the table is not sorted by the column.</summary>
    public string? Sorting(TableColumn column)
    {
        var (slug, reversed) = Parse(Address.Sort);
        return slug != column.Slug ? null : column.FallsFirst == reversed ? "ascending" : "descending";
    }

    /// <summary>Address that sorts by the column, or the other way round where it does already.</summary>
    public string SortAddress(TableColumn column)
    {
        var (slug, reversed) = Parse(Address.Sort);
        var sort = slug == column.Slug && !reversed ? "-" + column.Slug : column.Slug;
        return (Address with { Sort = sort == "rank" ? null : sort }).Page;
    }

    public string SelectAddress(LeagueTableRow row) => (Address with { Selected = row.Code }).Page + "#area-" + Uri.EscapeDataString(row.Code!);

    private static (string Slug, bool Reversed) Parse(string? sort) => sort is null ? ("rank", false) : sort[0] == '-' ? (sort[1..], true) : (sort, false);

    private IEnumerable<TableColumn> AllColumns()
    {
        yield return new("rank", "Rank", true, false);
        yield return new("name", AreaWord, false, false);
        yield return new("count", "Count", true, true);
        if (Table.Compare is not null)
        {
            yield return new("previous", "Before", true, true);
            yield return new("change", "Change", true, true);
            yield return new("change-per-cent", "Change %", true, true);
        }

        if (Table.PopulationYear is not null)
            yield return new("rate", "Per 1,000", true, true);
    }

    private IEnumerable<int> Sorted(string? sort)
    {
        var rows = Table.Rows;
        var (slug, reversed) = Parse(sort);
        var column = Columns.FirstOrDefault(column => column.Slug == slug) ?? Columns[0];
        var order = Enumerable.Range(0, rows.Count);
        var falls = column.FallsFirst != reversed;
        if (column.Slug == "name")
            return falls ? order.OrderByDescending(i => rows[i].Name, StringComparer.OrdinalIgnoreCase) : order.OrderBy(i => rows[i].Name, StringComparer.OrdinalIgnoreCase);

        double? Value(int i) => column.Slug switch
        {
            "count" => rows[i].Count,
            "previous" => rows[i].Previous,
            "change" => rows[i].Change,
            "change-per-cent" => rows[i].ChangePerCent,
            "rate" => rows[i].Rate,
            _ => i,
        };

        // What has no figure comes last either way.
        var known = order.OrderBy(i => Value(i) is null);
        return falls ? known.ThenByDescending(Value).ThenBy(i => i) : known.ThenBy(Value).ThenBy(i => i);
    }
}

/// <summary>A choice of a picker.</summary>
internal sealed record Choice(string Value, string Text);

/// <summary>What the pickers offer: only what there is data for, and what is chosen now.</summary>
internal static class PickerChoices
{
    private const int MostMonths = 60;

    /// <summary>Groups of periods, the broad ones first.</summary>
    public static IReadOnlyList<(string Group, IReadOnlyList<Choice> Choices)> Periods(CountCube cube, string measure, string? chosen)
    {
        if (Measure.Find(measure) is not { } asked || cube.Span(asked) is not (var earliest, var latest))
            return [];
        var months = cube.MonthsOf(asked).OrderByDescending(month => month.Number).ToList();
        var held = months.ToHashSet();
        var years = new List<Choice>();
        for (var year = latest.Year; year >= earliest.Year - 1; year--)
        {
            var first = Month.Of(year, 4);
            if (!Enumerable.Range(0, 12).All(i => held.Contains(first.Plus(i))))
                continue;
            // 2011-12 would be December 2011.
            var text = $"{year}-{(year + 1) % 100:00}";
            years.Add(new((year + 1) % 100 <= 12 ? $"{first}..{first.Plus(11)}" : text, $"April {year} to March {year + 1}"));
        }

        var groups = new List<(string, IReadOnlyList<Choice>)>
        {
            ($"Up to {Name(latest)}", [new("last-12-months", "Last 12 months"), new("", "Latest month")]),
        };
        if (years.Count > 0)
            groups.Add(("Financial years", years));
        groups.Add(("Months", [.. months.Take(MostMonths).Select(month => new Choice(month.ToString(), Name(month)))]));
        if (chosen is not null && !groups.Exists(group => group.Item2.Any(choice => choice.Value == chosen)))
            groups.Insert(0, ("Chosen", [new(chosen, Fault.Shown(chosen))]));
        return groups;
    }

    public static IReadOnlyList<Choice> Comparisons(string? chosen)
    {
        List<Choice> choices = [new("", "Nothing"), new(MeasureQuestion.YearBefore, "A year before")];
        if (chosen is not null && !choices.Exists(choice => choice.Value == chosen))
            choices.Add(new(chosen, Fault.Shown(chosen)));
        return choices;
    }

    private static string Name(Month month) => month.FirstDay.ToString("MMMM yyyy", System.Globalization.CultureInfo.InvariantCulture);
}
