using Geo.Core.Records;

namespace Geo.Core.Demonstration.Police;

/// <summary>A row of geodata/demo/offence_mix.csv: an offence code and how it behaves.</summary>
/// <param name="Printed">The line that reports print for it, or empty.</param>
/// <param name="Share">Its weight within its subgroup.</param>
/// <param name="Serious">Tickets for serious violence.</param>
/// <param name="Domestic">Tickets for domestic abuse.</param>
/// <param name="Hate">Tickets for hate crime.</param>
/// <param name="IsAggravated">Whether the offence is hate crime by law.</param>
/// <param name="Victim"><c>person</c>, <c>female</c>, <c>male</c>, <c>girl</c>, <c>boy</c>, <c>child</c>; or <c>business</c>, <c>none</c>.</param>
/// <param name="SuspectPerCent">How often a suspect is known.</param>
internal sealed record OffenceKind(
    Category Category, string Printed, double Share, int Serious, int Domestic, int Hate, bool IsAggravated, string Victim, int SuspectPerCent, OffenceProfile Profile)
{
    public const string Investigation = "DAI";

    public string Code => Category.Code;

    public string Subgroup => Category.Subgroup;

    public bool IsInjury => Subgroup == "Violence with injury";

    public bool IsWithoutInjury => Subgroup == "Violence without injury";

    public bool IsDrugs => Category.Group == "Drug offences";

    public bool IsSexual => Category.Group == "Sexual offences";

    public bool IsInvestigation => Code == Investigation;

    public bool HasVictim => Victim is not ("none" or "business");

    public static IReadOnlyList<OffenceKind> Load()
    {
        var profiles = OffenceProfile.Load().ToDictionary(profile => profile.Name);
        var categories = Catalogue.Of("home-office").ToDictionary(category => category.Code);
        return DemonstrationTables.Read("offence_mix.csv", row => new OffenceKind(
            categories[row.GetField("code")!], row.GetField("printed")!, row.GetField<double>("share"), row.GetField<int>("serious"), row.GetField<int>("domestic"),
            row.GetField<int>("hate"), row.GetField("strand") == "race", row.GetField("victim")!, row.GetField<int>("suspect_per_cent"), profiles[row.GetField("profile")!]));
    }
}

/// <summary>A row of geodata/demo/offence_profiles.csv: where and when things of a kind happen, and what comes of them.</summary>
/// <param name="Centre">The chance that it happens in the middle of things.</param>
/// <param name="Summer">How much likelier it is in summer; below 0 for winter.</param>
/// <param name="LongestHours">How long at most it may have happened before it was found.</param>
internal sealed record OffenceProfile(
    string Name, double Centre, double Summer, double[] PerCentByThreeHours, int LongestHours, (string Name, double Weight)[] Places, (string Name, double Weight)[] Outcomes)
{
    public static IReadOnlyList<OffenceProfile> Load() => DemonstrationTables.Read("offence_profiles.csv", row => new OffenceProfile(
        row.GetField("profile")!, row.GetField<double>("centre"), row.GetField<double>("summer"),
        [.. row.GetField("per_cent_by_three_hours")!.Split(';').Select(Number)], row.GetField<int>("longest_hours"),
        Weighted(row.GetField("places")!), Weighted(row.GetField("outcomes")!)));

    public static string Choose((string Name, double Weight)[] weighted, SplitMix64 random)
    {
        Span<double> weights = stackalloc double[weighted.Length];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = weighted[i].Weight;
        return weighted[random.Choose(weights)].Name;
    }

    private static (string Name, double Weight)[] Weighted(string text) =>
        [.. text.Split(';').Select(part => (part[..part.LastIndexOf(' ')], Number(part[(part.LastIndexOf(' ') + 1)..])))];

    private static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
