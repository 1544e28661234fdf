using System.Globalization;
using Geo.Core.Records;

namespace Geo.Core.Measures.Tables;

/// <summary>What the lines of a table may be.</summary>
public enum DimensionKind
{
    /// <summary>A run of months.</summary>
    Time,
    Area,

    /// <summary>A level of the classification.</summary>
    Category,
    Flag,

    /// <summary>Of a person's part in a record.</summary>
    Person,

    /// <summary>What sources tell besides; a record may have several of a kind.</summary>
    Detail,
}

/// <summary>Something that records, or people, are divided by.</summary>
/// <param name="Slug">Name in addresses.</param>
public sealed record Dimension(string Slug, string Name, DimensionKind Kind)
{
    /// <summary>The dimensions that every measure has; kinds of detail come on top.</summary>
    public static readonly IReadOnlyList<Dimension> Fixed =
    [
        new("month", "Month", DimensionKind.Time), new("quarter", "Quarter", DimensionKind.Time), new("year", "Financial year", DimensionKind.Time),
        new("calendar-year", "Calendar year", DimensionKind.Time), new("sv-year", "Year from September", DimensionKind.Time),
        new("area", "Area", DimensionKind.Area),
        new("group", "Group", DimensionKind.Category), new("subgroup", "Subgroup", DimensionKind.Category), new("offence", "Class", DimensionKind.Category),
        new("flag", "Mark", DimensionKind.Flag),
        new("role", "Role", DimensionKind.Person), new("age", "Age", DimensionKind.Person), new("sex", "Sex", DimensionKind.Person),
        new("ethnicity", "Self-defined ethnicity", DimensionKind.Person), new("ethnic-group", "Ethnic group", DimensionKind.Person),
    ];

    /// <summary>A kind of detail, such as <c>policing-area</c>.</summary>
    internal static Dimension Detail(string kind) => new(kind, $"{char.ToUpperInvariant(kind[0])}{kind[1..].Replace('-', ' ')}", DimensionKind.Detail);

    /// <summary>The key of a month.</summary>
    internal TableKey KeyOf(Month month, Period period)
    {
        var (first, months, name) = Slug switch
        {
            "month" => (month, 1, month.FirstDay.ToString("MMMM yyyy", CultureInfo.InvariantCulture)),
            "quarter" => Quarter(month),
            "year" => Year(month, 4, year => $"{year}/{(year + 1) % 100:00}"),
            "calendar-year" => Year(month, 1, year => $"{year}"),
            _ => Year(month, 9, year => $"September {year} to August {year + 1}"),
        };
        var (from, to) = (first < period.First ? period.First : first, first.Plus(months - 1) > period.Last ? period.Last : first.Plus(months - 1));
        var part = new Period(from, to, "");
        return new(part.Span, part.Months == months ? name : $"{name} ({part.Name})", Order: from.Number);
    }

    private static (Month, int, string) Quarter(Month month)
    {
        var first = month.Plus(-((month.OfYear - 1) % 3));
        var year = first.OfYear >= 4 ? first.Year : first.Year - 1;
        var quarter = ((first.OfYear + 8) % 12 / 3) + 1;
        return (first, 3, $"Q{quarter} {year}/{(year + 1) % 100:00}");
    }

    private static (Month, int, string) Year(Month month, int firstMonth, Func<int, string> name)
    {
        var year = month.OfYear >= firstMonth ? month.Year : month.Year - 1;
        return (Month.Of(year, firstMonth), 12, name(year));
    }

    /// <summary>The keys of a class with its flags: one, or as many as it bears of the measure's marks.</summary>
    internal IEnumerable<TableKey> KeysOf(Measure measure, short categoryId, int flags)
    {
        var category = Catalogue.Find(categoryId);
        return Slug switch
        {
            "group" => [TableKey.Named(category.Group.Length > 0 ? category.Group : category.Name)],
            "subgroup" => [TableKey.Named(category.Subgroup.Length > 0 ? category.Subgroup : category.Name)],
            "offence" => [new(category.Code, category.Name)],
            _ => Catalogue.Flags.Where(flag => (flag.Mask & flags & (measure.Flags == 0 ? -1 : measure.Flags)) != 0).Select(flag => new TableKey(flag.Slug, flag.Name)),
        };
    }
}

/// <summary>A line or column of a table.</summary>
/// <param name="Code">For addresses and programs: a code, a slug, a span of months, or the value itself.</param>
/// <param name="Order">Where it stands among its like, the least first; those alike stand by their counts.</param>
/// <param name="IsMissing">Whether it is the line of what the records do not say.</param>
public sealed record TableKey(string Code, string Name, int Order = 0, bool IsMissing = false)
{
    public static readonly TableKey NotStated = new("not-stated", "Not stated", int.MaxValue, IsMissing: true);

    /// <summary>Of the areas; these records count like any others.</summary>
    public static readonly TableKey NotLocated = new("not-located", "Not located", int.MaxValue);

    public static readonly TableKey All = new("all", "All");

    public static TableKey Named(string name) => name.Length == 0 ? NotStated : new(name, name);
}
