namespace Geo.Web.Charts;

/// <summary>About how wide text is, by the widths of Arial, which the other fonts of the pages do not exceed; and lines that fit.</summary>
public static class TextWidth
{
    /// <summary>The size of the text of charts, in units of the drawing.</summary>
    public const double Size = 14;

    /// <summary>The distance between two lines of text.</summary>
    public const double Line = 17;

    // Arial's widths from the space to the tilde, in thousandths of the size.
    private static readonly int[] _widths =
    [
        278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
        1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
        333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
    ];

    /// <summary>The width of a line of text; bold text is a twelfth wider.</summary>
    public static double Of(string text, double size = Size, bool bold = false) =>
        text.Sum(letter => letter is >= ' ' and <= '~' ? _widths[letter - ' '] : letter is '…' or '—' or > '\u2E7F' ? 1000 : 600) * size / 1000 * (bold ? 13 / 12.0 : 1);

    /// <summary>The width of the widest of some lines.</summary>
    public static double Widest(IEnumerable<string> texts, double size = Size, bool bold = false) => texts.Select(text => Of(text, size, bold)).DefaultIfEmpty().Max();

    /// <summary>Text broken at its spaces into lines of a width; the last line ends in … where more was to come.</summary>
    public static IReadOnlyList<string> Wrap(string text, double width, int lines = int.MaxValue, double size = Size, bool bold = false)
    {
        var result = new List<string>();
        var rest = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        while (rest.Count > 0)
        {
            if (result.Count == lines - 1)
            {
                result.Add(Cut(string.Join(' ', rest), width, size, bold));
                break;
            }

            var taken = 1;
            while (taken < rest.Count && Of(string.Join(' ', rest.Take(taken + 1)), size, bold) <= width)
                taken++;
            result.Add(Cut(string.Join(' ', rest.Take(taken)), width, size, bold));
            rest.RemoveRange(0, taken);
        }

        return result;
    }

    /// <summary>Text cut to a width, with … for what is missing.</summary>
    public static string Cut(string text, double width, double size = Size, bool bold = false)
    {
        if (Of(text, size, bold) <= width)
            return text;
        var length = text.Length;
        while (length > 1 && Of(text[..length] + "…", size, bold) > width)
            length--;
        if (char.IsHighSurrogate(text[length - 1]) && length > 1)
            length--;
        return text[..length].TrimEnd() + "…";
    }
}
