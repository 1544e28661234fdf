using System.Globalization;

namespace Geo.Core.Demonstration.Agencies;

/// <summary>The people of integrated offender management, month by month, and whether they reoffended.</summary>
internal static class OffenderManagement
{
    private const int MonthsOfYear = 12;

    public static DemonstrationExtract Make(AgencyFile file)
    {
        var quotas = file.Quotas;
        var years = quotas.Counts("cohort", file.Span);
        var rates = new Queue<double>(Rates(quotas, years.Count * MonthsOfYear, file.Random));
        var cohort = new List<int>();
        var known = 0;
        foreach (var (year, people) in years)
        {
            var size = quotas.Count("cohort of a month", year.Text);
            var joining = Apportionment.Share(people - size, [.. Enumerable.Repeat(1.0, MonthsOfYear - 1)]);
            foreach (var (i, month) in year.Each.Index())
            {
                var joins = i == 0 ? Math.Max(0, size - cohort.Count) : joining[i - 1];
                while (cohort.Count > size - joins)
                    cohort.RemoveAt(file.Random.Below(cohort.Count));
                cohort.AddRange(Enumerable.Range(known, joins));
                known += joins;
                AddMonth(file, month, cohort, rates.Dequeue());
            }
        }

        return file.Extract();
    }

    private static void AddMonth(AgencyFile file, Month month, List<int> cohort, double rate)
    {
        var reoffended = new bool[cohort.Count];
        Array.Fill(reoffended, true, 0, (int)Math.Round(cohort.Count * rate / 100));
        file.Random.Shuffle(reoffended.AsSpan());
        foreach (var (person, again) in cohort.Zip(reoffended))
        {
            var row = file.Add(month.Plus(1).FirstDay.AddDays(-1));
            row["case_reference"] = string.Create(CultureInfo.InvariantCulture, $"M{person + 1:0000}");
            row["person_reference"] = string.Create(CultureInfo.InvariantCulture, $"O{person + 1:0000}");
            row["month_start"] = month.FirstDay.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);
            row["status"] = "In cohort";
            row["reoffended"] = again ? "Y" : "N";
        }
    }

    /// <summary>Rates of the months in per cent: the lowest, the highest, and others about evenly spread that make the mean.</summary>
    private static double[] Rates(AgencyQuotas quotas, int months, SplitMix64 random)
    {
        var (lowest, highest) = (quotas.Number("reoffending rate, lowest"), quotas.Number("reoffending rate, highest"));
        var spread = quotas.Number("reoffending rate, spread");
        var others = months - 2;
        var middle = ((quotas.Number("reoffending rate, mean") * months) - lowest - highest) / others;
        double[] rates = [lowest, highest, .. Enumerable.Range(0, others).Select(i => middle - spread + (2 * spread * i / (others - 1)))];
        random.Shuffle(rates.AsSpan());
        return rates;
    }
}
