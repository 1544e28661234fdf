namespace Geo.Core.Footing;

/// <summary>Amounts of money that a row prints for several years and that differ by pounds in thousands: one of them is a slip.</summary>
internal static class NearlySame
{
    private const decimal Share = 0.0005m;

    public static IEnumerable<Finding> In(Document document)
    {
        foreach (var row in document.Tables.SelectMany(table => table.Rows))
        {
            var amounts = row.Cells.Select(cell => cell.Number).OfType<PrintedNumber>().Where(number => number.Unit == PrintedUnit.Money).ToList();
            foreach (var (amount, next) in amounts.Zip(amounts.Skip(1)).Where(pair => IsNearly(pair.First.Value, pair.Second.Value)))
                yield return new Finding(document.Name, row.Line, Severity.Disagrees, FootingRule.NearlySame, next.Text, amount.Text, $"{row.Label}: the amounts differ by £{PrintedNumber.Told(Math.Abs(amount.Value - next.Value))}");
        }
    }

    private static bool IsNearly(decimal one, decimal other) => one != other && Math.Abs(one - other) <= Math.Abs(one) * Share;
}
