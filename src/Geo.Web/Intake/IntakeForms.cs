using Geo.Core;
using Geo.Core.Database;
using Geo.Core.Measures;
using Geo.Core.Refresh;
using Geo.Web.Hosting;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;

namespace Geo.Web.Intake;

/// <summary>What the forms of the data pages send to. Each ends on a page that tells what became of it.</summary>
internal static class IntakeForms
{
    public static void MapIntakeForms(this IEndpointRouteBuilder app)
    {
        app.MapPost("/data/undo", UndoAsync).ExcludeFromDescription();
        app.MapPost("/data/uploads", TakeAsync).WithMetadata(new DisableRequestSizeLimitAttribute()).ExcludeFromDescription(); // UploadForm has its own
        app.MapPost("/data/uploads/{id}/take-in", (HttpContext context, Changes changes, IAntiforgery antiforgery, Uploads uploads, string id) =>
            OfUploadAsync(context, changes, antiforgery, uploads, id, uploads.TakeIn)).ExcludeFromDescription();
        app.MapPost("/data/uploads/{id}/cancel", (HttpContext context, Changes changes, IAntiforgery antiforgery, Uploads uploads, string id) =>
            OfUploadAsync(context, changes, antiforgery, uploads, id, upload => upload.Cancel())).ExcludeFromDescription();
        app.MapGet("/data/uploads/{id}/progress", Progress).ExcludeFromDescription();
    }

    private static async Task<IResult> UndoAsync(HttpContext context, Changes changes, IAntiforgery antiforgery, GeoDatabase database, TimeProvider time)
    {
        await RequireAsync(context, changes, antiforgery);
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (!int.TryParse(form["batch"], System.Globalization.CultureInfo.InvariantCulture, out var id))
            throw new InvalidRequestException("batch", "It is no number of a batch.", []);
        try
        {
            var undone = await UndoBatch.RunAsync(database, id, wholeFile: form["what"] != "month", Changes.Author, time, default); // not given up halfway because somebody closes the page
            return TypedResults.Redirect($"/data/sources/{undone.Source}?undone={id}");
        }
        catch (RefusedException)
        {
            return TypedResults.Redirect($"/data/batches/{id}/undo"); // which tells why
        }
    }

    private static async Task<IResult> TakeAsync(HttpContext context, Changes changes, IAntiforgery antiforgery, Uploads uploads)
    {
        changes.Require(context);
        var form = await UploadForm.ReadAsync(context, antiforgery, uploads.Folder);
        return TypedResults.Redirect(form.Problem is { } problem ? $"/data/upload?problem={problem}&source={Uri.EscapeDataString(form.Source)}" : uploads.Add(form).Page);
    }

    private static async Task<IResult> OfUploadAsync(HttpContext context, Changes changes, IAntiforgery antiforgery, Uploads uploads, string id, Action<Upload> change)
    {
        await RequireAsync(context, changes, antiforgery);
        if (uploads.Find(id) is { } upload)
            change(upload);
        return TypedResults.Redirect($"/data/uploads/{Uri.EscapeDataString(id)}");
    }

    private static IResult Progress(HttpContext context, Changes changes, Uploads uploads, string id)
    {
        changes.Require(context);
        context.Response.Headers.CacheControl = "no-store";
        return uploads.Find(id) is { } upload ? TypedResults.Json(UploadProgressDocument.Of(upload.Status), ApiJson.Default.UploadProgressDocument)
            : throw new QuestionException(QuestionFault.NotFound, "id", Uploads.Unknown, []);
    }

    /// <exception cref="ChangesRefusedException">Not from here.</exception>
    /// <exception cref="BadHttpRequestException">The form did not come from a page of this host.</exception>
    private static async Task RequireAsync(HttpContext context, Changes changes, IAntiforgery antiforgery)
    {
        changes.Require(context);
        if (!await antiforgery.IsRequestValidAsync(context))
            throw new BadHttpRequestException("The form did not come from a page of this host.");
    }
}
