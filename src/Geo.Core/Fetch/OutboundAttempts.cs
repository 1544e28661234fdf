using System.Net;

namespace Geo.Core.Fetch;

/// <summary>A fault that may pass: worth another attempt.</summary>
/// <param name="what">What happened, without a full stop.</param>
/// <param name="after">How long the server asked us to wait.</param>
/// <param name="gotOn">The attempt brought something all the same.</param>
internal sealed class PassingException(string what, TimeSpan? after = null, bool gotOn = false, Exception? cause = null) : Exception(what, cause)
{
    public TimeSpan? After => after;

    public bool GotOn => gotOn;
}

/// <summary>How often something is tried, and what of an answer is a fault.</summary>
public sealed partial class Outbound
{
    private async Task<T> TryAsync<T>(Uri address, IProgress<FetchProgress>? progress, Func<Task<T>> attempt, CancellationToken cancellationToken)
    {
        for (var number = 1; ; number++)
        {
            PassingException fault;
            try
            {
                return await attempt();
            }
            catch (PassingException passing)
            {
                fault = passing;
            }

            if (fault.After > _limits.LongestWait)
                throw Refused("busy", address, null, $"{fault.Message} and asks to be left alone for {fault.After:hh\\:mm\\:ss}.", "Fetch again after that; what was fetched before stays.", fault);
            number = fault.GotOn ? 1 : number;
            if (number >= _limits.Attempts)
                throw Refused("unavailable", address, null, $"{fault.Message}, {_limits.Attempts} times.", "Fetch again later; what was fetched before stays.", fault);
            var wait = _limits.FirstWait * (1 << (number - 1)) * Jitter();
            wait = fault.After > wait ? fault.After.Value : wait;
            progress?.Report(new(address.Host, $"waiting {wait.TotalSeconds:0} s: {fault.Message}"));
            await Task.Delay(wait, _time, cancellationToken);
        }
    }

    /// <summary>From half to one and a half: two nodes that were refused together ask again apart.</summary>
    private double Jitter()
    {
        lock (_jitter)
            return 0.5 + _jitter.NextDouble();
    }

    /// <exception cref="PassingException">Another attempt may bring it.</exception>
    /// <exception cref="RefusedException">No attempt will.</exception>
    private void CheckStatus(Uri address, HttpResponseMessage answer, HttpStatusCode status)
    {
        if (status is >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices or HttpStatusCode.NotModified)
            return;
        var told = $"{address.Host} answered {(int)status} {(Enum.IsDefined(status) ? Spaced(status) : "")}".TrimEnd();
        if (status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError)
            throw new PassingException(told, After(answer));
        throw Refused("http-status", address, null, $"{told}.", status is HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.Gone ? "Check the address in the feeds file, or fetch again when it is published." : "Check the address in the feeds file.");
    }

    private TimeSpan? After(HttpResponseMessage answer) => answer.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - _time.GetUtcNow(),
        _ => null,
    };

    /// <summary>The body of a document, within its limit.</summary>
    private async Task<byte[]> BodyAsync(Uri address, HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (answer.Content.Headers.ContentLength > _limits.Document)
            throw TooLarge(address, _limits.Document);
        using var body = new MemoryStream();
        var buffer = new byte[1 << 16];
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
        while (await NextAsync(address, stream, buffer, gotOn: false, cancellationToken) is var read and > 0)
        {
            body.Write(buffer, 0, read);
            if (body.Length > _limits.Document)
                throw TooLarge(address, _limits.Document);
        }

        return body.ToArray();
    }

    private static async Task<int> NextAsync(Uri address, Stream stream, Memory<byte> buffer, bool gotOn, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            throw new PassingException($"The answer of {address.Host} broke off", gotOn: gotOn, cause: error);
        }
    }

    private PassingException NoAnswer(Uri address) => new($"{address.Host} did not answer within {_limits.Answer.TotalSeconds:0.#} seconds");

    private static RefusedException TooLarge(Uri address, long limit) =>
        Refused("too-large", address, null, $"The answer of {address.Host} is larger than {limit:N0} bytes, which is more than it should ever be.", "Look at the address with a browser; if it is right, fetch the file by hand and import it.");

    /// <summary><c>ServiceUnavailable</c> to <c>Service Unavailable</c>, as HTTP has it.</summary>
    private static string Spaced(HttpStatusCode status) => string.Concat($"{status}".Select((letter, i) => i > 0 && char.IsUpper(letter) ? $" {letter}" : $"{letter}"));
}
