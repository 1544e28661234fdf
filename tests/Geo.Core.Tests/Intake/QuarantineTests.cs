using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Intake;

/// <summary>Up to one row in a hundred may break a rule: it is set aside with its reason, and the others count.</summary>
public sealed class QuarantineTests(IntakeDatabase database) : IClassFixture<IntakeDatabase>
{
    private const int Good = 199;

    [DatabaseTheory]
    [InlineData("2000-01", "Month", "2024-13", "bad-month", "A month is written YYYY-MM, with a month from 01 to 12. Correct it at the source.")]
    [InlineData("2000-02", "Crime ID", "1.23457E+63", "bad-crime-id", "A crime ID is 64 hexadecimal digits, or blank. Download the file again; a spreadsheet may have changed it.")]
    [InlineData("2000-03", "Longitude", "NaN", "not-a-number", "A coordinate is a decimal number of degrees, such as -2.754321; both are given or both are blank. Correct it at the source.")]
    [InlineData("2000-04", "Longitude", "Infinity", "not-a-number", "A coordinate is a decimal number of degrees, such as -2.754321; both are given or both are blank. Correct it at the source.")]
    [InlineData("2000-05", "Longitude", "0, 0", "null-island", "The point 0, 0 lies in the Gulf of Guinea; the source had no place. Leave both coordinates blank for a record without a place.")]
    [InlineData("2000-06", "Longitude", "-7.5572, 49.7668", "grid-origin", "The point is the origin of the National Grid (easting 0, northing 0); the source had no place. Leave both coordinates blank for a record without a place.")]
    [InlineData("2000-07", "Longitude", "52.7, -2.75", "swapped-coordinates", "Latitude and longitude are swapped. Exchange the two columns at the source.")]
    [InlineData("2000-08", "Longitude", "349415, 311633", "wrong-crs", "These are metres of the National Grid, not degrees. Give longitude and latitude (WGS84).")]
    [InlineData("2000-09", "Longitude", "2.35, 48.85", "outside-united-kingdom", "The point lies outside the United Kingdom. Correct it at the source, or leave both coordinates blank.")]
    public async Task Import_OfOneBadRowInTwoHundred_SetsItAsideWithItsReason(string month, string column, string value, string code, string reason)
    {
        var file = new StreetFile(month).Add("Burglary", IntakeDatabase.Map.Inside('B'), Good);
        var coordinates = value.Split(", ");
        var row = column switch
        {
            "Month" => file.Row(month: value),
            "Crime ID" => file.Row(reference: value),
            _ => file.Row(longitude: coordinates[0], latitude: coordinates.Length > 1 ? coordinates[1] : coordinates[0]),
        };

        var batch = (await database.TakeInAsync(file.Line(row))).Single().Batch;

        (batch.RowsRead, batch.RowsAccepted, batch.RowsQuarantined).ShouldBe((Good + 1, Good, 1));
        (await database.RowsAsync($"select row_number, code, column_name, value, reason, rtrim(raw, E'\\r\\n') from intake.quarantine where batch_id = {batch.Id}"))
            .ShouldBe([$"{Good + 2}|{code}|{column}|{value}|{reason}|{row}"]);
        (await database.CountsAsync(period: month)).ShouldBe($"A 0, B {Good}, C 0; outside 0; not located 0; total {Good}");
    }

    [DatabaseFact]
    public async Task Import_OfARowWithAnotherNumberOfColumns_SetsItAside()
    {
        var file = new StreetFile("2001-01").Add("Burglary", null, 100).Line("Grand total,100").Add("Burglary", null, 100);
        var batch = (await database.TakeInAsync(file)).Single().Batch;

        (await database.RowsAsync($"select row_number, code, value from intake.quarantine where batch_id = {batch.Id}")).ShouldBe(["102|ragged-row|2 columns"]);
        (await database.CountsAsync(period: "2001-01")).ShouldEndWith("not located 200; total 200");
    }

    [DatabaseFact]
    public async Task Import_OfAQuoteWithinAField_TakesItAsText()
    {
        var file = new StreetFile("2001-02").AddRow(place: IntakeDatabase.Map.At(0.25, 0.25), location: "On or near 6\" Lane");
        (await database.TakeInAsync(file)).Single().Batch.RowsQuarantined.ShouldBe(0);

        (await database.RowsAsync("select name from records.place where name like '%Lane'")).ShouldBe(["On or near 6\" Lane"]);
    }

    [DatabaseTheory]
    [InlineData("2001-03", 100, true)]
    [InlineData("2001-04", 99, false)]
    public async Task Import_OfOneBadRow_IsRefusedOnlyAboveOnePerCent(string month, int rows, bool isTaken)
    {
        var file = new StreetFile(month).Add("Burglary", null, rows - 1).AddRow(type: "Piracy");
        var outcome = (await database.ImportAsync(file.WriteTo(database.NewFolder()))).Files.Single();

        (outcome.Landed is not null).ShouldBe(isTaken, outcome.Refusal?.Message);
        if (!isTaken)
            outcome.Refusal!.Faults[0].ToString().ShouldBe($"{file.Name}, value '1 of {rows} rows': More than 1% of the rows break a rule, so the file is refused. Correct what follows, or download the file again.");
    }
}
