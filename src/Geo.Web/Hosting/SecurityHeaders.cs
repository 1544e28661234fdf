namespace Geo.Web.Hosting;

/// <summary>Headers that every answer carries. Scripts, styles, images and data come from this host alone, and none are inline.</summary>
internal static class SecurityHeaders
{
    /// <param name="pictures">Where pictures may come from besides this host; null for nowhere.</param>
    private static string ContentSecurityPolicy(string? pictures) =>
        $"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'{(pictures is null ? "" : $" {pictures}")}; font-src 'self'; connect-src 'self'; "
        + "base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

    public static void UseSecurityHeaders(this IApplicationBuilder app, string? pictures)
    {
        var policy = ContentSecurityPolicy(pictures);
        app.Use((context, next) =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = policy;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "same-origin";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
            return next(context);
        });
    }
}
