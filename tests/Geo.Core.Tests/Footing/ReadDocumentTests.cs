using System.Text;
using Geo.Core.Footing;
using Geo.Testing;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Footing;

public sealed class ReadDocumentTests
{
    private static readonly Dictionary<string, (string Name, byte[] Bytes)> Bad = new()
    {
        ["empty file"] = ("report.txt", []),
        ["blank text"] = ("report.txt", Utf8(" \n\n")),
        ["binary"] = ("report.txt", [0x41, 0x00, 0x42]),
        ["PDF"] = ("report.txt", Utf8("%PDF-1.7\n%")),
        ["Word named as text"] = ("report.csv", WordDocument.Of("text")),
        ["UTF-16"] = ("report.csv", [0xFF, 0xFE, 0x41, 0x00]),
        ["not UTF-8"] = ("report.txt", [.. Utf8("one\ntwo "), 0xC3, 0x28]),
        ["DOCX that is no ZIP"] = ("report.docx", Utf8("There were 10 offences.")),
        ["DOCX cut short"] = ("report.docx", WordDocument.Of("There were 10 offences.")[..200]),
        ["DOCX without text"] = ("report.docx", WordDocument.Of()),
        ["too large"] = ("report.txt", new byte[ReadDocument.MaxBytes + 1]),
        ["line too long"] = ("report.txt", Utf8("first\n" + new string('x', 20_001))),
        ["table too long"] = ("report.csv", Utf8(string.Concat(Enumerable.Range(0, 1002).Select(row => $"{row},1\n")))),
        ["unclosed quote"] = ("report.csv", Utf8("Ward,Count\nAbbey \"North,3\n")),
    };

    public static TheoryData<string> Names => [.. Bad.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Lint_OfABadFile_SaysWhatIsWrong(string name)
    {
        var folder = Directory.CreateTempSubdirectory("geo-lint-");
        try
        {
            var path = Path.Combine(folder.FullName, Bad[name].Name);
            await File.WriteAllBytesAsync(path, Bad[name].Bytes);
            var refused = await Should.ThrowAsync<RefusedException>(() => FootingLint.RunAsync([path], default));
            refused.Message.ShouldBe(Messages.Of("Footing/ReadDocumentTests.txt", name));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Lint_OfAWordDocument_CountsParagraphsAndRows()
    {
        var document = ReadDocument.Of("report.docx", WordDocument.Of(
            "There were 500 offences.", "Ward|Offences|Share", "Abbey|260|52%", "Brook|130|26%", "Castle|110|21%", "Total|501|100%", "", "It rose to 31 June 2024."));
        var report = FootingLint.Run([document]);
        report.Told().ShouldBe(["1 SentenceAndTable 500 → 501", "5 Share 21% → 22%", "6 Total 501 → 500", "6 RoundedParts 100% → 99%", "8 Date 31 June 2024 → 30 June at the latest"]);
    }

    [Fact]
    public void Lint_OfACsv_NamesTheLineOfTheFile() =>
        Linted.Csv("Ward,Offences", "\"Abbey,", "North\",\"1,200\"", "Brook,300", "Total,\"1,501\"").Told().ShouldBe(["5 Total 1,501 → 1,500"]);

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
