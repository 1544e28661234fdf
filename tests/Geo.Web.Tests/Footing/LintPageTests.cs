using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Geo.Web.Tests.Hosting;
using Shouldly;
using Xunit;

namespace Geo.Web.Tests.Footing;

/// <summary>The page that checks a report, as a browser without script sends it.</summary>
[Collection(Demonstration.Name)]
public sealed partial class LintPageTests(DemonstrationHost host)
{
    private const string Table = "Offence\t2023/24\t2022/23\tChange\tChange %\nBurglary\t92\t89\t3\t1%\nRobbery\t8\t10\t-2\t-20%\nTotal\t101\t99\t1\t1%\n";

    [Testing.DatabaseFact]
    public async Task PastedText_IsChecked_AndWhatDoesNotFollowIsListedWithTheRightValue()
    {
        var (status, html) = await PostAsync(new StringContent(Table), "text");

        status.ShouldBe(HttpStatusCode.OK);
        html.ShouldContain("1 figure does not follow</h1>");
        html.ShouldContain("<strong>100</strong>");
        html.ShouldContain("Burglary\t92\t89"); // the text stays, to be corrected
    }

    [Testing.DatabaseFact]
    public async Task File_IsChecked_AndAllThatFollowsIsSaidToFollow()
    {
        var (status, html) = await PostAsync(new ByteArrayContent(Encoding.UTF8.GetBytes(Table.Replace("1%", "3%", StringComparison.Ordinal).Replace("101\t99\t1\t3%", "100\t99\t1\t1%", StringComparison.Ordinal))), "files", "report.txt");

        status.ShouldBe(HttpStatusCode.OK);
        html.ShouldContain("Everything that could be re-derived follows</h1>");
        html.ShouldContain("figures of report.txt were re-derived.");
    }

    [Testing.DatabaseTheory]
    [InlineData("report.docx", "report.docx", "not a Word document")]
    [InlineData("../../etc/report.pdf", "report.pdf", "The file is a PDF, not text.")]
    [InlineData("", "form", "No document and no text was given. Choose a file, or paste the text of a report.")]
    public async Task File_ThatIsNoDocument_IsRefusedWithTheReason(string name, string shown, string reason)
    {
        var (status, html) = await PostAsync(new ByteArrayContent("%PDF-1.7"u8.ToArray()), "files", name.Length == 0 ? null : name);

        status.ShouldBe(HttpStatusCode.OK);
        html.ShouldContain("The document cannot be checked");
        html.ShouldContain($"<li>{shown}");
        if (name != "report.docx")
            html.ShouldContain(reason);
        html.ShouldNotContain("etc/");
    }

    [Testing.DatabaseFact]
    public async Task Form_FromElsewhere_IsRefused()
    {
        using var content = new MultipartFormDataContent { { new StringContent("lint"), "_handler" }, { new StringContent(Table), "text" } };
        using var response = await host.Client.PostAsync("/lint", content);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Testing.DatabaseFact]
    public async Task Upload_OfAFewMegabytes_IsTaken_AndOneThatIsTooLarge_IsNot()
    {
        var large = new string(' ', 3 << 20) + "Of 200 people 50 (25%) answered.";
        (await PostAsync(new StringContent(large[(3 << 20)..]), "text")).Html.ShouldContain("Everything that could be re-derived follows");
        (await PostAsync(new ByteArrayContent(new byte[3 << 20]), "files", "zeros.txt")).Html.ShouldContain("The file is binary, not text.");
        var tooLarge = await Should.ThrowAsync<Exception>(async () => (await PostAsync(new ByteArrayContent(new byte[21 << 20]), "files", "zeros.txt")).Status.ShouldBe(HttpStatusCode.OK));
        tooLarge.ShouldNotBeNull();
    }

    private async Task<(HttpStatusCode Status, string Html)> PostAsync(HttpContent part, string field, string? file = null)
    {
        using var handler = new HttpClientHandler { CookieContainer = new CookieContainer() };
        using var client = new HttpClient(handler) { BaseAddress = host.Address };
        var form = await client.GetStringAsync("/lint");
        using var content = new MultipartFormDataContent
        {
            { new StringContent("lint"), "_handler" },
            { new StringContent(Token().Match(form).Groups["token"].Value), "__RequestVerificationToken" },
        };
        if (file is not null)
            content.Add(part, field, file);
        else if (field == "text")
            content.Add(part, field);
        using var response = await client.PostAsync("/lint", content);
        return (response.StatusCode, WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync()));
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();
}
