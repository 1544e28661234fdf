using System.Net.Mime;
using Geo.Core.Database;
using Geo.Web.Areas;
using Geo.Web.Dashboards;
using Geo.Web.HotSpots;
using Geo.Web.Intake;
using Geo.Web.Jobs;
using Geo.Web.Layout;
using Geo.Web.Map;
using Geo.Web.Measures;
using Geo.Web.Search;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.ResponseCompression;

namespace Geo.Web.Hosting;

/// <summary>What the host is made of, and the order in which a request passes through it.</summary>
internal static class GeoHost
{
    public const string Api = "/api/v1";

    // Forms are short; a page that takes files says so itself. A long address is refused by Kestrel.
    private const int LongestRequestBody = 64 * 1024;

    public static void AddGeo(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LongestRequestBody;
        });
        builder.WebHost.UseStaticWebAssets(); // front-end files of a build that was not published

        var services = builder.Services;
        services.AddSingleton(provider => new GeoDatabase(
            provider.GetRequiredService<IConfiguration>()[GeoDatabase.Setting] is { Length: > 0 } address
                ? address
                : throw new InvalidOperationException($"The setting {GeoDatabase.Setting} is missing: a connection string such as Host=127.0.0.1;Port=15433;Database=geo;Passfile=…")));
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<Changes>();
        services.AddSingleton<AnswerCache>();
        services.AddSingleton<CurrentCube>();
        services.AddHostedService(provider => provider.GetRequiredService<CurrentCube>());
        services.AddSingleton<AreaShapes>();
        services.AddSingleton<Maps>();
        services.AddSingleton<UploadFolder>();
        services.AddSingleton<Uploads>();
        services.AddHostedService(provider => provider.GetRequiredService<Uploads>());
        services.AddSingleton<DashboardFolder>();
        services.AddSingleton<SiteSearch>();
        services.AddSingleton<PdfPrinter>();
        services.AddSingleton<DashboardStore>();
        services.AddSingleton<PagesAhead>();
        services.AddHostedService(provider => provider.GetRequiredService<PagesAhead>());
        builder.AddJobs();
        services.AddSingleton(BaseMap.Of(builder.Configuration));
        services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true; // answers carry no secrets that a guess in the address could be measured against
            compression.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, Answer.GeoJson, Answer.Csv, Answer.Tile, MediaTypeNames.Application.ProblemJson];
        });
        services.AddRazorComponents();
        services.AddDataProtection().UseEphemeralDataProtectionProvider(); // no cookie and no posted form outlives the process
        services.AddProblems();
        services.AddApiDescription();
    }

    public static void UseGeo(this WebApplication app)
    {
        app.UseSecurityHeaders(app.Services.GetRequiredService<BaseMap>().Origin);
        app.UseHeadAsGet();
        app.UseResponseCompression();
        app.UseProblems();
        app.UseRouting(); // said here, or it would come first and not see what the lines above change
        app.UseAntiforgery();
        app.MapStaticAssets();

        var api = app.MapGroup(Api);
        api.MapAreas();
        api.MapTiles();
        api.MapProfiles();
        api.MapMeasures();
        api.MapLeagueTables();
        api.MapTrends();
        api.MapBreakdowns();
        api.MapTables();
        api.MapStocks();
        api.MapFunnels();
        api.MapIndicators();
        api.MapMovers();
        api.MapRepeats();
        api.MapWeekHours();
        api.MapSentences();
        api.MapSignals();
        api.MapHeatMaps();
        api.MapHotSpots();
        api.MapReconciliations();
        api.MapSources();
        api.MapBatches();
        api.MapSearch();
        api.MapQuarantine();
        api.MapJobs();
        api.MapHealth();
        app.MapApiDescription();

        app.MapLeagueTablePickers();
        app.MapMaps();
        app.MapDashboards();
        app.MapIntakeForms();
        app.MapJobActions();
        app.MapRazorComponents<App>().WithStaticAssets();
    }

    /// <summary>HEAD is GET without the body, which the server leaves away by itself.</summary>
    private static void UseHeadAsGet(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (HttpMethods.IsHead(context.Request.Method))
            context.Request.Method = HttpMethods.Get;
        return next(context);
    });
}
