using Geo.Core.Records;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Geo.Core.Intake;

/// <summary>What a column of an extract is.</summary>
public enum ColumnUse
{
    /// <summary>Part of what makes a row the same row next month; kept as a keyed hash only.</summary>
    Key,

    /// <summary>The day it was recorded; the record counts in its month.</summary>
    Recorded,
    OccurredFrom,
    OccurredTo,

    /// <summary>The day that what lasts (a plan, care) ended; blank while it lasts.</summary>
    Ended,

    /// <summary>A code of the source's classification.</summary>
    Category,
    Easting,
    Northing,
    Longitude,
    Latitude,
    Location,

    /// <summary>The code of the LSOA that it lies in, where no point may be told.</summary>
    Lsoa,

    /// <summary>A square of 1 km of the National Grid, such as SJ4912.</summary>
    GridSquare,

    /// <summary>Such as SY1.</summary>
    PostcodeDistrict,

    /// <summary>The name or code of the ward that it lies in.</summary>
    Area,

    /// <summary>Sets one flag where its value says so.</summary>
    Flag,

    /// <summary>Sets the flags that its values, several in a cell, stand for.</summary>
    Flags,

    /// <summary>Kept as a detail of the record, several in a cell where a separator is declared.</summary>
    Detail,

    /// <summary>A person's reference; kept as a keyed hash only.</summary>
    Person,
    Age,
    AgeBand,
    Sex,
    Ethnicity,

    /// <summary>Known and not kept.</summary>
    NotKept,
}

/// <summary>A column as a description declares it.</summary>
public sealed class ColumnDescription
{
    public string Name { get; set; } = "";

    public ColumnUse Is { get; set; }

    /// <summary>Whether a cell may be blank.</summary>
    public bool Blank { get; set; }

    /// <summary>How a day or time is written, such as <c>dd/MM/yyyy HH:mm</c>.</summary>
    public string Format { get; set; } = "";

    /// <summary>What values stand for; where there are some, no other is known.</summary>
    public Dictionary<string, string> Values { get; set; } = [];

    public string Separator { get; set; } = "";

    public string Flag { get; set; } = "";

    public string Detail { get; set; } = "";

    /// <summary><c>victim</c>, <c>suspect</c> or <c>subject</c>: whom a referral, case or notice is about.</summary>
    public string Role { get; set; } = "";
}

/// <summary>An extract of a partner, as one YAML file of <c>geodata/sources</c> describes it: a new source is a new file.</summary>
public sealed class SourceDescription
{
    private const string Folder = "geodata/sources/";
    private static readonly string[] Roles = ["victim", "suspect", "subject"];

    /// <summary>Short name, such as <c>police-offences</c>.</summary>
    public string Source { get; set; } = "";

    public string Agency { get; set; } = "";

    public string Feed { get; set; } = "";

    public string Licence { get; set; } = "";

    public string Classification { get; set; } = "";

    /// <summary>How often it comes: <c>monthly</c>, <c>quarterly</c> or <c>yearly</c>; empty where that is not known, and then it is never late.</summary>
    public string Rhythm { get; set; } = "";

    /// <summary>How long after the end of a month, quarter or year its records are late, such as <c>45 days</c>.</summary>
    public string LateAfter { get; set; } = "";

    /// <summary>What divides the columns: a comma, or a tab.</summary>
    public string Delimiter { get; set; } = ",";

    /// <summary>The sheet of a workbook that holds the records; without it, the first that can be seen.</summary>
    public string Sheet { get; set; } = "";

    /// <summary>The line or row that the header stands on.</summary>
    public int HeaderRow { get; set; } = 1;

    public List<ColumnDescription> Columns { get; set; } = [];

    /// <summary>Whether its records are invented. No description can say so.</summary>
    internal bool IsDemonstration { get; private set; }

    /// <summary>The names of the shipped descriptions.</summary>
    public static IReadOnlyList<string> Shipped { get; } =
        [.. typeof(SourceDescription).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal) && name.EndsWith(".yaml", StringComparison.Ordinal))
            .Select(name => Path.GetFileNameWithoutExtension(name[Folder.Length..])).Order(StringComparer.Ordinal)];

    /// <summary>Finds a shipped description by its name, or reads one from a path that ends in <c>.yaml</c>.</summary>
    /// <exception cref="RefusedException">There is none, or it breaks a rule; every fault is named.</exception>
    public static SourceDescription Find(string name)
    {
        if (name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase))
        {
            return File.Exists(name)
                ? Read(File.OpenText(name), Path.GetFileName(name))
                : throw new RefusedException(new Fault("not-found", name, null, null, null, "There is no such file.", "Check the path."));
        }

        var stream = typeof(SourceDescription).Assembly.GetManifestResourceStream($"{Folder}{name}.yaml")
            ?? throw new RefusedException(new Fault("unknown-source", "--source", null, null, name, $"There is no description of such a source; there are {string.Join(", ", Shipped)}.", "Name one of them, or a YAML file of your own."));
        return Read(new StreamReader(stream), $"{Folder}{name}.yaml");
    }

    /// <param name="file">Name for messages.</param>
    /// <exception cref="RefusedException">It is no description.</exception>
    public static SourceDescription Read(TextReader text, string file)
    {
        using (text)
        {
            try
            {
                var description = new DeserializerBuilder().WithNamingConvention(HyphenatedNamingConvention.Instance).WithEnumNamingConvention(HyphenatedNamingConvention.Instance)
                    .WithDuplicateKeyChecking().Build().Deserialize<SourceDescription?>(text);
                var faults = description?.Faults(file).ToList() ?? [Wrong(file, "", null, "The description is empty.")];
                return faults.Count == 0 ? description! : throw new RefusedException(faults);
            }
            catch (YamlException error)
            {
                throw new RefusedException(new Fault("bad-description", file, error.Start.Line, null, null, Told(error), $"A column is one of: {string.Join(", ", Uses())}."), error);
            }
        }
    }

    /// <summary>The same for invented records: under a name of their own, and marked.</summary>
    internal SourceDescription AsDemonstration() => new()
    {
        Source = $"{Intake.Source.Demonstration}-{Source}", Agency = "Demonstration", Feed = Feed, Licence = "Demonstration data",
        Classification = Classification, Rhythm = Rhythm, LateAfter = LateAfter, Delimiter = Delimiter, Columns = Columns, IsDemonstration = true,
    };

    internal IEnumerable<ColumnDescription> Having(ColumnUse use) => Columns.Where(column => column.Is == use);

    private static IEnumerable<string> Uses() => Enum.GetNames<ColumnUse>().Select(name => HyphenatedNamingConvention.Instance.Apply(name));

    private IEnumerable<Fault> Faults(string file)
    {
        if (Source.Length == 0 || !Source.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-'))
            yield return Wrong(file, "source", Source, "A source has a name of small letters, digits and hyphens.");
        if (Agency.Length == 0 || Feed.Length == 0)
            yield return Wrong(file, Agency.Length == 0 ? "agency" : "feed", "", "A source names the agency and the feed it comes from.");
        if (Delimiter is not ("," or "\t"))
            yield return Wrong(file, "delimiter", Delimiter, "Columns are divided by a comma or a tab.");
        if (HeaderRow < 1)
            yield return Wrong(file, "header-row", $"{HeaderRow}", "The first row is 1.");
        if (Rhythm.Length > 0 && !Intake.Rhythm.Names.Contains(Rhythm))
            yield return Wrong(file, "rhythm", Rhythm, $"A rhythm is one of {string.Join(", ", Intake.Rhythm.Names)}.");
        if ((Rhythm.Length > 0) != (Intake.Rhythm.Days(LateAfter) is not null))
            yield return Wrong(file, "late-after", LateAfter, "A source with a rhythm says when it is late, such as late-after: 45 days; one without does not.");
        var classifications = Catalogue.Categories.Select(category => category.Classification).Distinct(StringComparer.Ordinal).ToList();
        if (!classifications.Contains(Classification) || Classification == Catalogue.StreetLevel)
            yield return Wrong(file, "classification", Classification, $"A classification for extracts is one of {string.Join(", ", classifications.Where(name => name != Catalogue.StreetLevel))}.");
        foreach (var group in Columns.GroupBy(column => column.Name, StringComparer.Ordinal).Where(group => group.Count() > 1))
            yield return Wrong(file, group.Key, null, "The column is declared twice.");
        foreach (var (use, name) in new[] { (ColumnUse.Recorded, "recorded"), (ColumnUse.Category, "category") })
        {
            if (Having(use).Count() != 1)
                yield return Wrong(file, name, null, $"One column is: {name}.");
        }

        if (!Having(ColumnUse.Key).Any())
            yield return Wrong(file, "key", null, "At least one column is: key; without one a row is not known again next month.");
        if (Having(ColumnUse.Easting).Count() != Having(ColumnUse.Northing).Count() || Having(ColumnUse.Longitude).Count() != Having(ColumnUse.Latitude).Count())
            yield return Wrong(file, "easting", null, "Coordinates come in pairs: easting and northing, or longitude and latitude.");
        if (Having(ColumnUse.Ended).Any() && Having(ColumnUse.OccurredTo).Any())
            yield return Wrong(file, Having(ColumnUse.Ended).First().Name, null, "A record either happened from one time to another or lasts until it ended, not both.");
        foreach (var fault in Columns.SelectMany(column => Faults(file, column)))
            yield return fault;
    }

    private IEnumerable<Fault> Faults(string file, ColumnDescription column)
    {
        if (column.Name.Length == 0)
            yield return Wrong(file, "name", "", "A column has the name it has in the header.");
        if (PersonalColumns.LooksPersonal(column.Name))
            yield return Wrong(file, column.Name, null, PersonalColumns.Rule);
        if (column.Is is ColumnUse.Recorded or ColumnUse.OccurredFrom or ColumnUse.OccurredTo or ColumnUse.Ended && column.Format.Length == 0)
            yield return Wrong(file, column.Name, null, "A day or time needs its format, such as dd/MM/yyyy.");
        if (column.Is is ColumnUse.Person or ColumnUse.Age or ColumnUse.AgeBand or ColumnUse.Sex or ColumnUse.Ethnicity && !Roles.Contains(column.Role))
            yield return Wrong(file, column.Name, column.Role, "A person's column names the role: victim, suspect or subject.");
        if (column.Is == ColumnUse.Detail && column.Detail.Length == 0)
            yield return Wrong(file, column.Name, null, "A detail says of what, such as detail: outcome.");
        var flags = Catalogue.Flags.Select(flag => flag.Slug).ToList();
        if (column.Is == ColumnUse.Flag && (!flags.Contains(column.Flag) || column.Values.Values.Any(value => value is not ("yes" or "no"))))
            yield return Wrong(file, column.Name, column.Flag, $"A flag is one of {string.Join(", ", flags)}, and its values stand for yes or no.");
        if (column.Is == ColumnUse.Flags && column.Values.Values.FirstOrDefault(value => !flags.Contains(value)) is { } unknown)
            yield return Wrong(file, column.Name, unknown, $"A flag is one of {string.Join(", ", flags)}.");
        var codes = Catalogue.Of(Classification).Select(category => category.Code).ToList();
        if (column.Is == ColumnUse.Category && column.Values.Values.FirstOrDefault(value => !codes.Contains(value)) is { } code)
            yield return Wrong(file, column.Name, code, $"{Classification} has no such code.");
    }

    /// <summary>The reader's words, without the names of our types.</summary>
    private static string Told(YamlException error)
    {
        var words = (error.InnerException ?? error).Message.TrimEnd('.');
        var type = words.IndexOf(" on type ", StringComparison.Ordinal);
        return $"{(type < 0 ? words : words[..type])}.";
    }

    private static Fault Wrong(string file, string column, string? value, string rule) => new("bad-description", file, null, column, value, rule, "CONTRIBUTING.md tells how a source is described.");
}
