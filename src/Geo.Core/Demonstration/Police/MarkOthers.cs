namespace Geo.Core.Demonstration.Police;

/// <summary>Marks knives, alcohol, drugs and the exploitation of children, at rates that are plausible.</summary>
internal static class MarkOthers
{
    public static void Run(PoliceCounty county, IEnumerable<Offence> offences)
    {
        var random = county.Random(Purpose.OtherMarks);
        foreach (var offence in offences)
        {
            var kind = offence.Kind;
            var isViolent = kind.IsInjury || kind.IsWithoutInjury || kind.Profile.Name == "sexual";
            Mark(Marks.Knife, kind.Code switch
            {
                "10D" or "90" => 100,
                "1" or "2" => 45,
                "34A" or "34B" => 18,
                "3B" or "5D" => 11,
                _ => offence.Has(Marks.SeriousViolence) ? 5 : isViolent ? 1 : 0,
            });
            Mark(Marks.Alcohol, isViolent ? 22 : kind.Subgroup == "Public order offences" ? 19 : kind.Subgroup == "Criminal damage" ? 7 : kind.IsInvestigation ? 12 : 1);
            Mark(Marks.Drugs, kind.IsDrugs ? 100 : isViolent || kind.Code is "34A" or "34B" ? 5 : kind.Subgroup == "Possession of weapons offences" ? 12 : 1);
            Mark(Marks.ChildExploitation, kind.Code switch { "88A" or "22B" => 20, "92A" or "92B" => 6, "21" or "36" or "106" => 5, _ => 0 });

            void Mark(Marks mark, int perCent)
            {
                if (perCent > 0 && random.Below(100) < perCent)
                    offence.Marks |= mark;
            }
        }
    }
}
