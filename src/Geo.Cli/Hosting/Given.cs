using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Geo.Cli.Hosting;

/// <summary>Options whose values are checked in our own words.</summary>
internal static class Given
{
    public static Option<int?> Whole(string name, string description, string helpName) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = given =>
        {
            if (int.TryParse(Single(given), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
                return number;
            given.AddError($"{name}: '{Shell.Plain(Single(given))}' is not a whole number.");
            return null;
        },
    };

    public static Option<DateOnly?> Day(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "DATE",
        CustomParser = given =>
        {
            if (DateOnly.TryParseExact(Single(given), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                return day;
            given.AddError($"{name}: '{Shell.Plain(Single(given))}' is not a day; write it as 2013-05-02.");
            return null;
        },
    };

    public static string Single(ArgumentResult given) => given.Tokens.Count == 1 ? given.Tokens[0].Value : "";
}
