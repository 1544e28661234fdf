using System.Xml;

namespace Geo.Core.Exports;

/// <summary>Texts as the XML of an Office file can hold them.</summary>
internal static class OfficeText
{
    private const char Replacement = '\uFFFD';

    /// <summary>Control characters and halves of a pair, which XML cannot hold, are told as unreadable.</summary>
    public static string Clean(string text)
    {
        var wrong = FirstWrong(text, 0);
        if (wrong == text.Length)
            return text;
        var letters = text.ToCharArray();
        for (; wrong < letters.Length; wrong = FirstWrong(text, wrong + 1))
            letters[wrong] = Replacement;
        return new string(letters);
    }

    /// <summary>The address, where it leads somewhere from outside the service.</summary>
    public static string? Outside(string? link) =>
        Uri.TryCreate(link, UriKind.Absolute, out var address) && address.Scheme is "https" or "http" ? address.AbsoluteUri : null;

    private static int FirstWrong(string text, int from)
    {
        for (var i = from; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
                i++;
            else if (!XmlConvert.IsXmlChar(text[i]))
                return i;
        }

        return text.Length;
    }
}
