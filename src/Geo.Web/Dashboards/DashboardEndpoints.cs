using System.Text;
using Geo.Core.Dashboards;
using Geo.Core.Database;
using Geo.Core.Exports;
using Geo.Web.Charts;
using Geo.Web.Hosting;

namespace Geo.Web.Dashboards;

/// <summary>Dashboards as files.</summary>
internal static class DashboardEndpoints
{
    public static void MapDashboards(this IEndpointRouteBuilder app)
    {
        app.MapGet("/dashboards/{slug}/{number:int}.svg", ChartAsync).ExcludeFromDescription();
        app.MapGet("/dashboards/{slug}.docx", (HttpContext context, CurrentCube current, DashboardFolder folder, GeoDatabase database, string slug) =>
            FileAsync(context, current, folder, database, slug, "docx", DocxWriter.ContentType, DocxWriter.Write)).ExcludeFromDescription();
        app.MapGet("/dashboards/{slug}.pptx", (HttpContext context, CurrentCube current, DashboardFolder folder, GeoDatabase database, string slug) =>
            FileAsync(context, current, folder, database, slug, "pptx", PptxWriter.ContentType, PptxWriter.Write)).ExcludeFromDescription();
    }

    /// <summary>The chart of one panel, counted from 0, with the line that explains it.</summary>
    private static async Task<IResult> ChartAsync(HttpContext context, CurrentCube current, DashboardFolder folder, GeoDatabase database, string slug, int number)
    {
        if (folder.Find(slug) is not { Dashboard: { } dashboard } || number < 0 || number >= dashboard.Panels.Count)
            return TypedResults.NotFound();
        var filter = DashboardAddress.Read(context.Request).Filter(dashboard);
        var answers = await DashboardAnswers.AskAsync(database, current.Get().Cube, dashboard with { Panels = [dashboard.Panels[number]] }, filter, context.RequestAborted);
        if (answers[0].Answer is not { } answer || PanelChart.Of(answer) is not { } chart)
            return TypedResults.NotFound();
        chart.Parameters["Note"] = answer.Explanation;
        return TypedResults.File(Encoding.UTF8.GetBytes(await ChartSvg.RenderAsync(chart.Kind, chart.Parameters)), Answer.Svg, $"{slug}-{number + 1}.svg");
    }

    private static async Task<IResult> FileAsync(
        HttpContext context, CurrentCube current, DashboardFolder folder, GeoDatabase database, string slug, string extension, string contentType, Action<Stream, ExportDocument> write)
    {
        if (folder.Find(slug) is not { Dashboard: { } dashboard })
            return TypedResults.NotFound();
        var filter = DashboardAddress.Read(context.Request).Filter(dashboard);
        var cube = current.Get().Cube;
        var answers = await DashboardAnswers.AskAsync(database, cube, dashboard, filter, context.RequestAborted);
        var notes = await Notes.Of(dashboard, filter, cube).ReadAsync(database, context.RequestAborted);
        var document = DashboardDocument.Of(dashboard, filter, cube, answers, notes, $"{context.Request.Scheme}://{context.Request.Host}/dashboards/{slug}{context.Request.QueryString}", new Dictionary<int, ExportSection>());
        var file = new MemoryStream();
        write(file, document);
        return TypedResults.File(file.ToArray(), contentType, $"{document.FileName}.{extension}");
    }
}
