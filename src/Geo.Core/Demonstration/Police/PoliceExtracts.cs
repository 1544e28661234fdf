using System.Globalization;
using System.Text;
using Geo.Core.Intake;
using Geo.Core.Records;

namespace Geo.Core.Demonstration.Police;

/// <summary>What the police send: offences, anti-social behaviour and domestic abuse incidents, extracted twice, a file a financial year.</summary>
internal static class PoliceExtracts
{
    private static readonly (DateOnly On, PoliceYear First, PoliceYear Last)[] Extracted =
        [(new(2024, 6, 30), PoliceYear.All[0], PoliceYear.Published), (new(2025, 6, 30), PoliceYear.Before, PoliceYear.Last)];

    public static IEnumerable<DemonstrationExtract> Make(IReadOnlyList<DemonstrationWard> wards, IReadOnlyDictionary<string, string> townOfWard, IReadOnlyList<StreetPoints> streets, int seed)
    {
        var county = new PoliceCounty(wards, townOfWard, seed);
        var tables = new WardTables(county);
        var places = new AddPlacesAndTimes(county, streets);
        var offences = Offences(county, tables);
        var late = LaterExtract.Late(county, offences);
        Complete(county, places, [.. offences, .. late]);
        var later = LaterExtract.Of(county, offences, late, places);
        var antisocial = AntisocialBehaviour.Make(county, tables, places);
        var domestic = DomesticIncidents.Make(county, offences);

        foreach (var (i, (on, first, last)) in Extracted.Index())
        {
            foreach (var year in PoliceYear.All.Where(year => year.Index >= first.Index && year.Index <= last.Index))
            {
                yield return Extract("police-offences", on, year, (i == 0 ? offences : later).Where(offence => offence.Year == year)
                    .OrderBy(offence => offence.Recorded).ThenBy(offence => offence.Reference, StringComparer.Ordinal).Select(Row));
                if (year == PoliceYear.All[0])
                    continue;
                yield return Extract("police-asb", on, year, Of(year, i == 0 ? antisocial.First : antisocial.Later).Select(incident => Row(incident, Antisocial[incident.Kind], withTime: true)));
                yield return Extract("police-domestic-incidents", on, year, Of(year, i == 0 ? domestic.First : domestic.Later).Select(incident => Row(incident, "Domestic Incident", withTime: false)));
            }
        }
    }

    private static readonly Dictionary<string, string> Antisocial = new() { ["nuisance"] = "AS-Nuisance", ["personal"] = "AS-Personal", ["environmental"] = "AS-Environmental" };

    private static List<Offence> Offences(PoliceCounty county, WardTables tables)
    {
        var offences = PlanOffences.Make(county);
        var (domestic, hate) = AssignWards.Run(county, tables, offences);
        var hateByMonth = AssignMonths.Run(county, offences);
        var tickets = MarkDomestic.TicketsByWard(offences, domestic);
        var room = MarkDomestic.Room(offences, domestic);
        MarkSeriousViolence.Run(county, offences, tickets, room);
        MarkDomestic.Run(county, offences, tickets, room);
        MarkHate.Run(county, offences, hate, hateByMonth);
        return offences;
    }

    private static void Complete(PoliceCounty county, AddPlacesAndTimes places, List<Offence> offences)
    {
        MarkOthers.Run(county, offences);
        places.Run(offences);
        foreach (var year in offences.GroupBy(offence => offence.Year))
        {
            var number = 0;
            foreach (var offence in year.OrderBy(offence => offence.Recorded))
                offence.Reference = string.Create(CultureInfo.InvariantCulture, $"{offence.Recorded.Year % 100:00}/{year.Key.Index}{++number:00000}");
        }

        var book = new PersonBook();
        SeriousPeople.Run(county, offences, book);
        new OtherPeople(county, book).Run(offences.Where(offence => !offence.Has(Marks.SeriousViolence) || offence.Month > SeriousYear.Last.End || !offence.Counts));
    }

    private static IEnumerable<Incident> Of(PoliceYear year, List<Incident> incidents) =>
        incidents.Where(incident => incident.Year == year).OrderBy(incident => incident.Recorded).ThenBy(incident => incident.Reference, StringComparer.Ordinal);

    private static DemonstrationExtract Extract(string source, DateOnly on, PoliceYear year, IEnumerable<string> rows)
    {
        var text = new StringBuilder().AppendJoin(',', SourceDescription.Find(source).Columns.Select(column => column.Name)).Append("\r\n");
        foreach (var row in rows)
            text.Append(row).Append("\r\n");
        return new(source, on, $"{source}-{year.Name}.csv", text.ToString());
    }

    private static string Row(Offence offence) => string.Create(CultureInfo.InvariantCulture,
        $"{offence.Reference},{offence.Recorded:dd/MM/yyyy},{Code(offence.Kind.Code)},{Cell(offence.Kind.Category.Name)},{offence.From:dd/MM/yyyy HH:mm},{offence.To:dd/MM/yyyy HH:mm},"
        + $"{offence.Spot?.Easting},{offence.Spot?.Northing},{offence.LocationType},{Cell(offence.Outcome)},"
        + $"{Flag(offence, Marks.DomesticAbuse)},{Flag(offence, Marks.DomesticRelated)},{offence.Strands},{Flag(offence, Marks.SeriousViolence)},{Flag(offence, Marks.Knife)},"
        + $"{Flag(offence, Marks.Alcohol)},{Flag(offence, Marks.Drugs)},{Flag(offence, Marks.ChildExploitation)},{Person(offence.Victim)},{Person(offence.Suspect)}");

    private static string Row(Incident incident, string type, bool withTime) => string.Create(CultureInfo.InvariantCulture,
        $"{incident.Reference},{incident.Recorded:dd/MM/yyyy},{type},{(withTime ? $"{incident.At:dd/MM/yyyy HH:mm}," : "")}{incident.Spot?.Easting},{incident.Spot?.Northing}");

    /// <summary>Two codes as some forces' systems write them.</summary>
    private static string Code(string code) => code switch { "8N" => "8/01", "105A" => "105/01", _ => code };

    private static string Flag(Offence offence, Marks mark) => offence.Has(mark) ? "Y" : "N";

    private static string Person(Person? person) => person is null ? ",,," : string.Create(CultureInfo.InvariantCulture, $"{person.Reference},{person.Age},{person.Sex},{Cell(person.Ethnicity)}");

    private static string Cell(string text) => text.Contains(',', StringComparison.Ordinal) ? $"\"{text}\"" : text;
}
