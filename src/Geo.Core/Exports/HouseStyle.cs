namespace Geo.Core.Exports;

/// <summary>The partnership's house style: every colour, font and size of workbooks, documents and slides stands here and nowhere else.</summary>
internal static class HouseStyle
{
    public const string Font = "Arial";
    public const string Language = "en-GB";

    /// <summary>Who made the file, in its properties.</summary>
    public const string Maker = "Geo";

    // Colours as the pages have them.
    public const string Brand = "1F3A4D";
    public const string OnBrand = "FFFFFF";
    public const string Link = "1A5276";
    public const string VisitedLink = "5A3D7A";
    public const string Text = "0B0C0C";
    public const string Muted = "505A5F";
    public const string Surface = "EEF2F4";
    public const string Border = "8FA3AD";
    public const string Banner = "FFDD00";
    public const string OnBanner = "0B0C0C";

    // Points.
    public const int BodySize = 11;
    public const int TitleSize = 24;
    public const int SubtitleSize = 14;
    public const int HeadingSize = 16;
    public const int CaptionSize = 12;
    public const int TableSize = 9;
    public const int NoteSize = 8;
    public const int SlideTitleSize = 24;
    public const int SlideLongTitleSize = 18;
    public const int SlideTextSize = 18;
    public const int SlideTableSize = 11;
    public const int SlideNoteSize = 9;
    public const int ChartSize = 10;

    /// <summary>Of lines and bars in their order: told apart by those who see no colours, and in print.</summary>
    public static readonly string[] Series = [Brand, "2C7FB8", "41B6C4", "D4006A", "8FA3AD", "253494"];

    public static string SeriesColour(int at) => Series[at % Series.Length];
}
