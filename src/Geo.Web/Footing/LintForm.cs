using System.Text;
using Geo.Core;
using Geo.Core.Footing;

namespace Geo.Web.Footing;

/// <summary>What somebody gave to be checked: files, pasted text, or both. It lives for one request, in memory.</summary>
internal sealed record LintForm(IReadOnlyList<(string Name, byte[] Bytes)> Files, string Text)
{
    /// <summary>Of one request; a report with its pictures is a few MB.</summary>
    public const int MostBytes = 20 << 20;

    private const int MostFiles = 10;
    private const string Pasted = "pasted text";

    public static async Task<LintForm> ReadAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
        var files = new List<(string, byte[])>();
        foreach (var file in form.Files.Take(MostFiles).Where(file => file.Length > 0))
        {
            using var bytes = new MemoryStream();
            await file.CopyToAsync(bytes, request.HttpContext.RequestAborted);
            files.Add((Path.GetFileName(file.FileName.Replace('\\', '/')), bytes.ToArray()));
        }

        return new(files, form["text"].ToString());
    }

    /// <exception cref="RefusedException">Nothing was given, or a file cannot be read as a document.</exception>
    public FootingReport Check()
    {
        var documents = Text.Trim().Length == 0 ? Files : [.. Files, (Pasted, Encoding.UTF8.GetBytes(Text.ReplaceLineEndings("\n")))];
        return documents.Count > 0 ? FootingLint.Of(documents)
            : throw new RefusedException(new Fault("nothing-given", "form", null, null, null, "No document and no text was given.", "Choose a file, or paste the text of a report."));
    }
}
