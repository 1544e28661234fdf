using System.Buffers;
using System.Text;
using Geo.Core.Dashboards;
using Geo.Core.Database;
using Geo.Core.Exports;
using Geo.Web.Areas;
using Geo.Web.Charts;
using Geo.Web.Hosting;
using Geo.Web.HotSpots;

namespace Geo.Web.Dashboards;

/// <summary>Dashboards as files.</summary>
internal static class DashboardEndpoints
{
    public static void MapDashboards(this IEndpointRouteBuilder app)
    {
        app.MapGet("/dashboards/{slug}/{number:int}.svg", ChartAsync).ExcludeFromDescription();
        app.MapGet("/dashboards/{slug}.docx", (HttpContext context, CurrentCube current, DashboardFolder folder, DashboardStore store, GeoDatabase database, string slug) =>
            FileAsync(context, current, folder, store, database, slug, "docx", DocxWriter.ContentType, DocxWriter.Write)).ExcludeFromDescription();
        app.MapGet("/dashboards/{slug}.pdf", PdfAsync).ExcludeFromDescription();
        app.MapGet("/dashboards/{slug}.pptx", (HttpContext context, CurrentCube current, DashboardFolder folder, DashboardStore store, GeoDatabase database, string slug) =>
            FileAsync(context, current, folder, store, database, slug, "pptx", PptxWriter.ContentType, PptxWriter.Write)).ExcludeFromDescription();
    }

    /// <summary>The chart of one panel, counted from 0, with the line that explains it.</summary>
    private static async Task<IResult> ChartAsync(HttpContext context, CurrentCube current, DashboardFolder folder, DashboardStore store, string slug, int number)
    {
        if (folder.Find(slug) is not { Dashboard: { } dashboard } || number < 0 || number >= dashboard.Panels.Count)
            return TypedResults.NotFound();
        var filter = DashboardAddress.Read(context.Request).Filter(dashboard);
        var answers = await store.AskAsync(await current.AtAsync(context.Request), dashboard, filter);
        if (answers[number].Answer is not { } answer || PanelChart.Of(answer) is not { } chart)
            return TypedResults.NotFound();
        chart.Parameters["Note"] = answer.Explanation;
        return TypedResults.File(Encoding.UTF8.GetBytes(await ChartSvg.RenderAsync(chart.Kind, chart.Parameters)), Answer.Svg, $"{slug}-{number + 1}.svg");
    }

    private static async Task<IResult> FileAsync(
        HttpContext context, CurrentCube current, DashboardFolder folder, DashboardStore store, GeoDatabase database, string slug, string extension, string contentType, Action<Stream, ExportDocument> write)
    {
        if (folder.Find(slug) is not { Dashboard: { } dashboard })
            return TypedResults.NotFound();
        var filter = DashboardAddress.Read(context.Request).Filter(dashboard);
        var host = $"{context.Request.Scheme}://{context.Request.Host}"; // stands in the file
        var snapshot = await current.AtAsync(context.Request);
        var notes = await Notes.Of(dashboard, filter, snapshot.Cube).ReadAsync(database, context.RequestAborted);
        return await Answer.OfAsync(context, snapshot, contentType, async body =>
        {
            var answers = await store.AskAsync(snapshot, dashboard, filter);
            var services = context.RequestServices;
            var drawn = await MapPanels.SectionsAsync(snapshot, services.GetRequiredService<Maps>(), services.GetRequiredService<AreaShapes>(), dashboard, filter, extension == "pptx" ? 2 : 1.25); // to be read at their size on paper, and from the back of a room
            await using var stream = body.AsStream(leaveOpen: true);
            write(stream, DashboardDocument.Of(dashboard, filter, snapshot.Cube, answers, notes, $"{host}/dashboards/{slug}{context.Request.QueryString}", drawn));
            return (null, $"{DashboardDocument.FileName(dashboard, filter)}.{extension}");
        }, $"{folder.Edition(slug)} {Notes.Edition(notes)} {host}");
    }

    /// <summary>The page as it is printed.</summary>
    private static async Task<IResult> PdfAsync(HttpContext context, CurrentCube current, DashboardFolder folder, GeoDatabase database, PdfPrinter printer, string slug)
    {
        if (folder.Find(slug) is not { Dashboard: { } dashboard })
            return TypedResults.NotFound();
        var address = DashboardAddress.Read(context.Request);
        var (snapshot, filter) = (await current.AtAsync(context.Request), address.Filter(dashboard));
        var notes = await Notes.Of(dashboard, filter, snapshot.Cube).ReadAsync(database, context.RequestAborted);
        return await Answer.OfAsync(context, snapshot, Answer.Pdf, async body =>
        {
            body.Write(await printer.PrintAsync($"/dashboards/{Uri.EscapeDataString(dashboard.Slug)}{address.Text}", context.RequestAborted));
            return (null, $"{DashboardDocument.FileName(dashboard, filter)}.pdf");
        }, $"{folder.Edition(slug)} {Notes.Edition(notes)}");
    }
}
