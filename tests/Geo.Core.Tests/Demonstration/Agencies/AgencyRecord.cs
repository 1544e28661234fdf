using System.Globalization;
using Geo.Core.Demonstration;
using Geo.Core.Intake;
using Geo.Core.Measures;
using Geo.Core.Records;

namespace Geo.Core.Tests.Demonstration.Agencies;

/// <summary>A row of a generated file, read by its columns and not by the importer.</summary>
internal sealed record AgencyRecord(
    string Source, DateOnly Day, DateOnly? Ended, Category Category, int Flags, string Person, int? Age, string Sex, ILookup<string, string> Details)
{
    public static IReadOnlyList<AgencyRecord> Read(DemonstrationExtract extract)
    {
        var source = SourceDescription.Find(extract.Source);
        var lines = extract.Text.Split("\r\n")[..^1];
        var header = lines[0].Split(',');
        var columns = header.Select(name => source.Columns.Single(column => column.Name == name)).ToArray();
        var categories = Catalogue.Of(source.Classification).ToDictionary(category => category.Code);
        return [.. lines[1..].Select(line => Row(source, columns, line.Split(','), categories))];
    }

    /// <summary>Answers a question from the rows alone.</summary>
    public static double Answer(ILookup<string, AgencyRecord> byClassification, FactQuestion question)
    {
        var measure = Measure.Find(question.Measure)!;
        var records = byClassification[measure.Classification]
            .Where(record => measure.Times(record.Category.Id, record.Flags) > 0 && record.IsIn(question) && question.Filters.All(filter => record.Has(filter.Key, filter.Value))).ToList();
        if (question.Top is { } top)
        {
            var most = records.GroupBy(record => record.Details[top.Detail].First()).OrderByDescending(group => group.Count()).Take(top.Number);
            return most.Sum(group => group.Count());
        }

        if (question.Kind == "days")
            return records.Average(record => record.Ended!.Value.DayNumber - record.Day.DayNumber);
        return measure.Counting == Counting.People ? records.Select(record => record.Person).Distinct().Count() : records.Count;
    }

    private bool IsIn(FactQuestion question)
    {
        if (question.Kind == "stock")
        {
            var on = DateOnly.ParseExact(question.Period, "yyyy-MM-dd", CultureInfo.InvariantCulture);
            return Day <= on && !(Ended <= on);
        }

        var period = Period.Parse(question.Period, default, out var rule) ?? throw new FormatException(rule);
        var day = question.Kind == "days" ? Ended : Day;
        return day is { } at && period.First <= Month.Of(at) && Month.Of(at) <= period.Last;
    }

    private bool Has(string name, string[] values) => name switch
    {
        "class" => values.Contains(Category.Code),
        "flag" => Catalogue.Flags.Any(flag => values.Contains(flag.Slug) && (flag.Mask & Flags) != 0),
        "sex" => values.Contains(Sex),
        "age" => values.Any(band => band.Split('-', '+') is [var from, var to] && Age >= Number(from) && (to.Length == 0 || Age <= Number(to))),
        "since" => Day <= DateOnly.ParseExact(values[0], "yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => Details[name].Intersect(values).Any(),
    };

    private static AgencyRecord Row(SourceDescription source, ColumnDescription[] columns, string[] cells, Dictionary<string, Category> categories)
    {
        string Meaning(int i) => columns[i].Values.GetValueOrDefault(cells[i], cells[i]);
        int At(ColumnUse use) => Array.FindIndex(columns, column => column.Is == use);
        DateOnly? Time(ColumnUse use) => At(use) is >= 0 and var i && cells[i].Length > 0
            ? DateOnly.FromDateTime(DateTime.ParseExact(cells[i], columns[i].Format, CultureInfo.InvariantCulture)) : null;
        string Text(ColumnUse use) => At(use) is >= 0 and var i ? Meaning(i) : "";
        var details = columns.Index().Where(column => column.Item.Is == ColumnUse.Detail && cells[column.Index].Length > 0)
            .SelectMany(column => column.Item.Separator.Length == 0 ? [(column.Item.Detail, Meaning(column.Index))] : cells[column.Index].Split(column.Item.Separator).Select(value => (column.Item.Detail, value)))
            .ToLookup(detail => detail.Item1, detail => detail.Item2);
        var flags = columns.Index().Where(column => column.Item.Is == ColumnUse.Flag && Meaning(column.Index) == "yes")
            .Sum(column => Catalogue.Flags.Single(flag => flag.Slug == column.Item.Flag).Mask);
        return new(
            source.Source, Time(ColumnUse.Recorded)!.Value, Time(ColumnUse.Ended), categories[Text(ColumnUse.Category)], flags,
            Text(ColumnUse.Person), Text(ColumnUse.Age) is { Length: > 0 } age ? Number(age) : null, Text(ColumnUse.Sex), details);
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
