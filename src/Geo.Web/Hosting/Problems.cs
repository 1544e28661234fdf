using Geo.Core.Measures;
using Geo.Web.Dashboards;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace Geo.Web.Hosting;

/// <summary>What went wrong, as problem+json on the API: never a stack trace, always what can be asked instead.</summary>
internal static class Problems
{
    public const string RetryAfterSeconds = "5";

    public static void AddProblems(this IServiceCollection services)
    {
        services.AddProblemDetails(options => options.CustomizeProblemDetails = context =>
        {
            context.ProblemDetails.Extensions.Remove("traceId");
            context.ProblemDetails.Instance ??= context.HttpContext.Request.Path;
        });
        services.AddExceptionHandler<ProblemHandler>();
    }

    public static void UseProblems(this IApplicationBuilder app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions { SuppressDiagnosticsCallback = context => Of(context.Exception).Status < 500 || context.Exception is NotReadyException or NotPrintedException });
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true); // where nothing was said yet: pages
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase), api => api.UseStatusCodePages(async context =>
        {
            var http = context.HttpContext;
            await http.RequestServices.GetRequiredService<IProblemDetailsService>().WriteAsync(new ProblemDetailsContext
            {
                HttpContext = http,
                ProblemDetails = ForStatus(http.Response.StatusCode, http),
            });
        }));
    }

    /// <summary>Status, title, and what the caller may do about it.</summary>
    public static ProblemDetails Of(Exception exception) => exception switch
    {
        QuestionException { Kind: QuestionFault.NotFound } question => Problem(404, "There is no such thing", question.Message, question.Parameter, "choices", question.Choices),
        QuestionException { Kind: QuestionFault.Incomplete } question => Problem(409, "Months are missing", question.Message, question.Parameter, "missing", question.Choices),
        QuestionException question => Problem(400, "The request is not valid", question.Message, question.Parameter, "choices", question.Choices),
        InvalidRequestException request => Problem(400, "The request is not valid", request.Message, request.Parameter, "choices", request.Choices),
        NotAcceptableException accept => Problem(406, "Not available in that form", accept.Message, "Accept", "choices", accept.Choices),
        ChangesRefusedException refused => Problem(403, "Not from here", refused.Message, null, "choices", []),
        NotPrintedException notPrinted => Problem(503, "Not printed", notPrinted.Message, null, "choices", []),
        NotReadyException notReady => Problem(503, "Not ready", notReady.Message, null, "choices", []),
        BadHttpRequestException bad => Problem(bad.StatusCode, "The request is not valid", "The request could not be read.", null, "choices", []),
        PostgresException { IsTransient: false } => Problem(500, "Something went wrong", "The log of the host says what.", null, "choices", []),
        NpgsqlException or TimeoutException => Problem(503, "Not ready", "The database cannot be reached at the moment.", null, "choices", []),
        _ => Problem(500, "Something went wrong", "The log of the host says what.", null, "choices", []),
    };

    /// <summary>Answers a page with a problem. Pages with status 404 have no body of their own, so the page for what is not found tells it.</summary>
    public static void OnPage(HttpContext http, ProblemDetails problem)
    {
        http.Response.StatusCode = problem.Status ?? 500;
        http.Items[typeof(ProblemDetails)] = problem;
        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
            http.Response.Headers.RetryAfter = RetryAfterSeconds;
    }

    /// <summary>What <see cref="OnPage"/> was told; null where nothing answers at the address at all.</summary>
    public static ProblemDetails? Told(HttpContext http) => http.Items[typeof(ProblemDetails)] as ProblemDetails;

    private static ProblemDetails ForStatus(int status, HttpContext http) => status switch
    {
        404 => Problem(404, "There is no such address", $"Nothing answers at {Geo.Core.Fault.Shown(http.Request.Path.Value ?? "")}; {GeoHost.Api}/openapi.json says what there is.", null, "choices", []),
        405 => Problem(405, "Not allowed", $"The method {http.Request.Method} is not allowed here. Allowed: {http.Response.Headers.Allow}.", null, "choices", []),
        _ => new ProblemDetails { Status = status },
    };

    private static ProblemDetails Problem(int status, string title, string detail, string? parameter, string listName, IReadOnlyList<string> list)
    {
        var problem = new ProblemDetails { Status = status, Title = title, Detail = detail };
        if (parameter is not null)
            problem.Extensions["parameter"] = parameter;
        if (list.Count > 0)
            problem.Extensions[listName] = list;
        return problem;
    }

    private sealed class ProblemHandler(IProblemDetailsService problems) : IExceptionHandler
    {
        public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
        {
            var problem = Of(exception);
            httpContext.Response.StatusCode = problem.Status ?? 500;
            if (problem.Status == StatusCodes.Status503ServiceUnavailable)
                httpContext.Response.Headers.RetryAfter = RetryAfterSeconds;
            httpContext.Response.Headers.CacheControl = "no-store";
            // Written whatever the request accepts: a refusal that cannot be read helps nobody.
            httpContext.Request.Headers.Accept = "application/problem+json";
            return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = problem, Exception = exception });
        }
    }
}

/// <summary>The caller accepts none of the forms there are.</summary>
internal sealed class NotAcceptableException(IReadOnlyList<string> choices) : Exception($"This is available as {string.Join(", ", choices)}.")
{
    public IReadOnlyList<string> Choices => choices;
}
