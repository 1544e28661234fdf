using System.Collections.Concurrent;
using System.Threading.Channels;
using Geo.Core;
using Geo.Core.Database;
using Geo.Core.Intake;
using Geo.Core.Refresh;
using Geo.Web.Hosting;

namespace Geo.Web.Intake;

/// <summary>
/// Takes files in for whoever sent them, one at a time: each is checked first, and taken in when somebody says so. What a host that stops
/// or is killed was at leaves nothing behind; what it had taken in stands under its source.
/// </summary>
internal sealed class Uploads(GeoDatabase database, UploadFolder folder, TimeProvider time, ILogger<Uploads> log) : BackgroundService
{
    /// <summary>What is said of an upload that nobody remembers.</summary>
    public const string Unknown = "There is no such upload: it is remembered until the host stops. What was taken in stands under its source.";

    private const int MostRemembered = 50;

    /// <summary>Files that lie on the disk until somebody decides; with one more, the oldest goes.</summary>
    private const int MostUndecided = 4;

    private readonly Channel<Upload> _queue = Channel.CreateUnbounded<Upload>();
    private readonly ConcurrentQueue<Upload> _all = new();

    public UploadFolder Folder => folder;

    /// <summary>Those remembered, the latest first.</summary>
    public IReadOnlyList<Upload> All => [.. _all.Reverse()];

    public Upload? Find(string id) => _all.FirstOrDefault(upload => upload.Id == id);

    public Upload Add(UploadForm form)
    {
        var upload = new Upload(form, time.GetUtcNow());
        _all.Enqueue(upload);
        foreach (var old in _all.Where(known => known.Status.State == UploadState.Checked).SkipLast(MostUndecided))
            old.Cancel();
        while (_all.Count > MostRemembered && _all.TryPeek(out var oldest) && oldest.Status.IsOver)
            _all.TryDequeue(out _);
        _queue.Writer.TryWrite(upload);
        return upload;
    }

    /// <summary>Takes in what was checked; anything else stays as it is.</summary>
    public void TakeIn(Upload upload)
    {
        if (upload.Become(new(UploadState.TakingIn), UploadState.Checked))
            _queue.Writer.TryWrite(upload);
    }

    public override void Dispose()
    {
        foreach (var upload in _all)
            upload.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        folder.Clear();
        await foreach (var upload in _queue.Reader.ReadAllAsync(stoppingToken))
        {
            if (upload.Status.IsOver)
                continue;
            using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, upload.Cancelled);
            var keep = upload.Status.State == UploadState.TakingIn;
            upload.Become(await DoAsync(upload, keep, cancelled.Token));
        }
    }

    private async Task<UploadStatus> DoAsync(Upload upload, bool keep, CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            var report = upload.Source == UploadForm.StreetLevel ? await StreetLevelAsync(upload, keep, cancellationToken) : await ExtractAsync(upload, keep, cancellationToken);
            return report.Months.Count == 0 ? new(UploadState.Refused, Faults: report.Refused) : new(keep || report.Changes == 0 ? UploadState.TakenIn : UploadState.Checked, Report: report);
        }
        catch (RefusedException refusal)
        {
            return new(UploadState.Refused, Faults: refusal.Faults);
        }
        catch (Exception error) when (cancellationToken.IsCancellationRequested)
        {
            log.LogInformation(error, "The upload of {File} was cancelled", upload.FileName);
            return new(UploadState.Cancelled, Published: upload.Status.Published);
        }
        catch (Exception error)
        {
            log.LogError(error, "The upload of {File} failed", upload.FileName);
            return new(UploadState.Failed, Published: upload.Status.Published, Trouble: Problems.Of(error).Detail);
        }
    }

    private async Task<UploadReport> StreetLevelAsync(Upload upload, bool keep, CancellationToken cancellationToken)
    {
        using var found = FindFiles.In([upload.Path]);
        if (found.Files.Count == 0)
            throw new RefusedException(new Fault("no-street-file", upload.FileName, null, null, null, "There is no street-level file (…-street.csv) in it.", "Download the street-level files of data.police.uk, or choose the source that describes the file."));
        return UploadReport.Of(
            keep ? await ImportRecords.RunAsync(database, found.Files, Changes.Author, time, new Telling(upload), cancellationToken) : await ImportRecords.TryAsync(database, found.Files, time, new Telling(upload), cancellationToken),
            found.PassedOver);
    }

    private async Task<UploadReport> ExtractAsync(Upload upload, bool keep, CancellationToken cancellationToken)
    {
        var (source, files) = (SourceDescription.Find(upload.Source), ExtractFiles.Of([upload.Path], upload.Declared));
        return UploadReport.Of(
            keep ? await ImportExtract.RunAsync(database, source, files, Changes.Author, time, new Telling(upload), cancellationToken) : await ImportExtract.TryAsync(database, source, files, time, new Telling(upload), cancellationToken));
    }

    /// <summary>Tells on the thread that works; <see cref="Progress{T}"/> would tell out of order.</summary>
    private sealed class Telling(Upload upload) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => upload.Tell(value);
    }
}
