using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace Geo.Core;

/// <summary>Small CSV files that are read as a whole.</summary>
internal static class CsvInput
{
    /// <summary>Opens a file and reads its header.</summary>
    /// <exception cref="RefusedException">It cannot be read, or is empty.</exception>
    public static CsvReader Open(string path)
    {
        var file = Path.GetFileName(path);
        try
        {
            var csv = new CsvReader(new StreamReader(path), new CsvConfiguration(CultureInfo.InvariantCulture) { BadDataFound = null, MissingFieldFound = null });
            if (!csv.Read())
                throw new RefusedException(new Fault("empty-file", file, null, null, null, "The file is empty.", "Export it again."));
            csv.ReadHeader();
            return csv;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(new Fault("unreadable", file, null, null, null, "The file cannot be read.", "Check its path and permissions."), error);
        }
    }
}
