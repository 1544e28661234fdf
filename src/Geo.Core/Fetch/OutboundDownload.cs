using System.Net;
using System.Net.Http.Headers;

namespace Geo.Core.Fetch;

/// <param name="Tag">The entity tag of this edition of the file, where its server has one.</param>
public sealed record Downloaded(string Path, string? Tag);

/// <summary>Large files: into a file beside the one that is wanted, going on where an earlier attempt, or an earlier process, broke off.</summary>
public sealed partial class Outbound
{
    private const long BytesBetweenReports = 32L << 20;

    /// <summary>
    /// Downloads a file. What has come stands in <c>PATH.part</c> until it is whole, and the tag of its edition in <c>PATH.tag</c>: another
    /// edition begins anew.
    /// </summary>
    /// <param name="known">The tag of the edition that is known already.</param>
    /// <returns>Null where the server still has the known edition.</returns>
    /// <exception cref="RefusedException">It may not be asked, cannot be had, or is too large.</exception>
    public Task<Downloaded?> DownloadAsync(Uri address, string path, string? known, IProgress<FetchProgress>? progress, CancellationToken cancellationToken)
    {
        var download = new Download(path, known);
        return TryAsync(address, progress, () => download.AttemptAsync(this, address, progress, cancellationToken), cancellationToken);
    }

    private sealed class Download(string path, string? known)
    {
        private readonly string _part = $"{path}.part";
        private readonly string _tag = $"{path}.tag";

        public async Task<Downloaded?> AttemptAsync(Outbound outbound, Uri address, IProgress<FetchProgress>? progress, CancellationToken cancellationToken)
        {
            var tag = File.Exists(_tag) ? await File.ReadAllTextAsync(_tag, cancellationToken) : null;
            var have = tag is { Length: > 0 } && File.Exists(_part) ? new FileInfo(_part).Length : 0;
            var whole = File.Exists(path) ? tag : null;
            var isAnswered = false;
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(outbound._limits.Answer);
            try
            {
                using var answer = await outbound.SendAsync(address, request => Ask(request, have, tag, whole ?? known), limit.Token);
                isAnswered = true;
                if (answer.StatusCode == HttpStatusCode.NotModified)
                    return whole is null ? null : new Downloaded(path, whole);
                if (answer.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable || (answer.StatusCode == HttpStatusCode.PartialContent && answer.Content.Headers.ContentRange?.From != have))
                {
                    File.Delete(_part);
                    throw new PassingException($"{address.Host} answered another part than was asked for");
                }

                outbound.CheckStatus(address, answer, answer.StatusCode);
                have = answer.StatusCode == HttpStatusCode.PartialContent ? have : 0;
                if (have == 0)
                    await File.WriteAllTextAsync(_tag, answer.Headers.ETag is { IsWeak: false } strong ? strong.Tag : "", cancellationToken);
                await BodyAsync(outbound, address, answer, have, progress, limit);
                File.Move(_part, path, overwrite: true);
                return new Downloaded(path, await File.ReadAllTextAsync(_tag, cancellationToken) is { Length: > 0 } now ? now : null);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw isAnswered ? new PassingException($"{address.Host} fell silent for {outbound._limits.Silence.TotalSeconds:0.#} seconds") : outbound.NoAnswer(address);
            }
        }

        private static void Ask(HttpRequestMessage request, long have, string? tag, string? known)
        {
            if (have > 0)
            {
                request.Headers.Range = new RangeHeaderValue(have, null);
                request.Headers.IfRange = new RangeConditionHeaderValue(new EntityTagHeaderValue(tag!));
            }
            else if (known is { Length: > 0 })
            {
                request.Headers.IfNoneMatch.Add(new EntityTagHeaderValue(known));
            }
        }

        private async Task BodyAsync(Outbound outbound, Uri address, HttpResponseMessage answer, long have, IProgress<FetchProgress>? progress, CancellationTokenSource limit)
        {
            var all = have + answer.Content.Headers.ContentLength;
            var max = outbound._limits.File;
            if (all > max)
                throw TooLarge(address, max);
            var name = System.IO.Path.GetFileName(path);
            await using var file = new FileStream(_part, have > 0 ? FileMode.Append : FileMode.Create, FileAccess.Write);
            await using var stream = await answer.Content.ReadAsStreamAsync(limit.Token);
            var buffer = new byte[1 << 17];
            var reported = have;
            progress?.Report(new(name, Told(have, all), Share(have, all)));
            for (var begun = have; ;)
            {
                limit.CancelAfter(outbound._limits.Silence);
                var read = await NextAsync(address, stream, buffer, have - begun >= outbound._limits.GettingOn, limit.Token);
                if (read == 0)
                    break;
                await file.WriteAsync(buffer.AsMemory(0, read), limit.Token);
                if ((have += read) > max)
                    throw TooLarge(address, max);
                if (have - reported < BytesBetweenReports)
                    continue;
                reported = have;
                progress?.Report(new(name, Told(have, all), Share(have, all)));
            }

            if (have < all) // a server that ends its answer properly, and too early
                throw new PassingException($"The answer of {address.Host} broke off");
        }

        private static string Told(long have, long? all) => all is { } of ? $"downloading, {have >> 20:N0} of {of >> 20:N0} MB" : $"downloading, {have >> 20:N0} MB";

        private static double? Share(long have, long? all) => all > 0 ? (double)have / all : null;
    }
}
