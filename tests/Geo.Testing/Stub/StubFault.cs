using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Geo.Testing.Stub;

/// <summary>What can go wrong with an answer, for <see cref="StubServices.Next"/>.</summary>
public static class StubFault
{
    private const string CutAfter = "cut-after";

    /// <summary>429 as RFC 6585 has it, with the seconds to wait, or a date.</summary>
    public static RequestDelegate TooMany(string? retryAfter = null) => context =>
    {
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        if (retryAfter is not null)
            context.Response.Headers.RetryAfter = retryAfter;
        return context.Response.CompleteAsync();
    };

    public static RequestDelegate Status(int status) => context =>
    {
        context.Response.StatusCode = status;
        return context.Response.CompleteAsync();
    };

    public static RequestDelegate Redirect(string address) => context =>
    {
        context.Response.StatusCode = StatusCodes.Status302Found;
        context.Response.Headers.Location = address;
        return context.Response.CompleteAsync();
    };

    /// <summary>No answer comes, until whoever asked has gone.</summary>
    public static RequestDelegate Slow() => async context =>
    {
        var gone = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    };

    /// <summary>Another text than the service's.</summary>
    public static RequestDelegate Text(string text, string type = "text/html") => context =>
    {
        context.Response.ContentType = type;
        return context.Response.WriteAsync(text);
    };

    /// <summary>The right answer, broken off after so many bytes of its body.</summary>
    public static RequestDelegate Cut(int afterBytes) => context =>
    {
        context.Items[CutAfter] = afterBytes;
        return Task.CompletedTask;
    };

    /// <summary>An answer that never ends, of unknown length.</summary>
    public static RequestDelegate Endless() => async context =>
    {
        var much = new byte[1 << 16];
        while (!context.RequestAborted.IsCancellationRequested)
        {
            try
            {
                await context.Response.Body.WriteAsync(much, context.RequestAborted);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    };

    /// <summary>An answer of which so many bytes come, and then nothing more, until whoever asked has gone.</summary>
    public static RequestDelegate Stall(int afterBytes) => async context =>
    {
        context.Response.ContentLength = 2L * afterBytes;
        await context.Response.Body.WriteAsync(new byte[afterBytes]);
        await context.Response.Body.FlushAsync();
        await Slow()(context);
    };

    internal static Task WriteAsync(HttpContext context, string text, string type) => WriteAsync(context, Encoding.UTF8.GetBytes(text), type);

    /// <summary>Writes a body of known length, or what <see cref="Cut"/> leaves of it.</summary>
    internal static async Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> body, string type)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(context.Items[CutAfter] is int cut && cut < body.Length ? body[..cut] : body); // Kestrel closes a connection that was answered too little
    }

    internal static int Number(string? text, int otherwise) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
