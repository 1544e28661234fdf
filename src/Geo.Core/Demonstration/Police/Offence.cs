namespace Geo.Core.Demonstration.Police;

[Flags]
internal enum Marks
{
    None = 0,
    DomesticAbuse = 1,
    DomesticRelated = 2,
    Hate = 4,
    SeriousViolence = 8,
    Knife = 16,
    Alcohol = 32,
    Drugs = 64,
    ChildExploitation = 128,
}

/// <summary>A person whom the police know under a reference.</summary>
internal sealed record Person(string Reference, int Age, char Sex, string Ethnicity)
{
    public bool IsFemale => Sex == 'F';
}

/// <summary>An offence as the police's system tells it. What is not decided yet has its default.</summary>
internal sealed class Offence(PoliceYear year, OffenceKind kind)
{
    public PoliceYear Year { get; set; } = year;

    public OffenceKind Kind { get; set; } = kind;

    public string Reference { get; set; } = "";

    /// <summary>Index of its ward, <see cref="Ground.NoPlace"/> or <see cref="Ground.Outside"/>.</summary>
    public int Ward { get; set; } = Ground.NoPlace;

    public Month Month { get; set; }

    public Marks Marks { get; set; }

    /// <summary>Hate strands as the extract writes them.</summary>
    public string Strands { get; set; } = "";

    public DateOnly Recorded { get; set; }

    public DateTime From { get; set; }

    public DateTime To { get; set; }

    public Spot? Spot { get; set; }

    public string LocationType { get; set; } = "";

    public string Outcome { get; set; } = "";

    public Person? Victim { get; set; }

    public Person? Suspect { get; set; }

    public bool Counts => Ward != Ground.Outside;

    public bool Has(Marks marks) => (Marks & marks) == marks;

    public Offence Copy() => (Offence)MemberwiseClone();
}

/// <summary>Where things lie: the wards by index, and what has none.</summary>
internal static class Ground
{
    public const int Wards = 63;
    public const int NoPlace = Wards;

    /// <summary>The wards and what has no place.</summary>
    public const int Slots = Wards + 1;

    /// <summary>Far from the county; part of no total.</summary>
    public const int Outside = Slots;
}
