using Geo.Core.Dashboards;
using Geo.Core.Database;
using Geo.Core.Exports;
using Geo.Web.Hosting;

namespace Geo.Web.Dashboards;

/// <summary>Dashboards as files.</summary>
internal static class DashboardEndpoints
{
    public static void MapDashboards(this IEndpointRouteBuilder app)
    {
        app.MapGet("/dashboards/{slug}.docx", (HttpContext context, CurrentCube current, DashboardFolder folder, GeoDatabase database, string slug) =>
            FileAsync(context, current, folder, database, slug, "docx", DocxWriter.ContentType, DocxWriter.Write)).ExcludeFromDescription();
        app.MapGet("/dashboards/{slug}.pptx", (HttpContext context, CurrentCube current, DashboardFolder folder, GeoDatabase database, string slug) =>
            FileAsync(context, current, folder, database, slug, "pptx", PptxWriter.ContentType, PptxWriter.Write)).ExcludeFromDescription();
    }

    private static async Task<IResult> FileAsync(
        HttpContext context, CurrentCube current, DashboardFolder folder, GeoDatabase database, string slug, string extension, string contentType, Action<Stream, ExportDocument> write)
    {
        if (folder.Find(slug) is not { Dashboard: { } dashboard })
            return TypedResults.NotFound();
        var filter = DashboardAddress.Read(context.Request).Filter(dashboard);
        var cube = current.Get().Cube;
        var answers = await DashboardAnswers.AskAsync(database, cube, dashboard, filter, context.RequestAborted);
        var document = DashboardAnswers.Document(dashboard, filter, cube, answers, $"{context.Request.Scheme}://{context.Request.Host}/dashboards/{slug}{context.Request.QueryString}");
        var file = new MemoryStream();
        write(file, document);
        return TypedResults.File(file.ToArray(), contentType, $"{document.FileName}.{extension}");
    }
}
