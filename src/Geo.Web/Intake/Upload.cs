using System.Security.Cryptography;
using Geo.Core;
using Geo.Core.Refresh;

namespace Geo.Web.Intake;

internal enum UploadState
{
    /// <summary>Looked at: everything is done and nothing kept.</summary>
    Checking,

    /// <summary>It would bring something, and waits for a word whether to take it in.</summary>
    Checked,
    TakingIn,

    /// <summary>Or all of it was there already.</summary>
    TakenIn,
    Refused,
    Cancelled,
    Failed,
}

/// <summary>How far an upload has come; swapped whole.</summary>
/// <param name="Report">What would happen, once it was checked; what happened, once it was taken in.</param>
/// <param name="Faults">Why it was refused.</param>
/// <param name="Published">Of a ZIP that was cancelled or failed: how many of its files were published before.</param>
/// <param name="Trouble">Why it failed.</param>
internal sealed record UploadStatus(UploadState State, ImportProgress? Progress = null, UploadReport? Report = null, IReadOnlyList<Fault>? Faults = null, int Published = 0, string? Trouble = null)
{
    public bool IsAtWork => State is UploadState.Checking or UploadState.TakingIn;

    public bool IsOver => State is not (UploadState.Checking or UploadState.Checked or UploadState.TakingIn);

    /// <summary>What is being done, in words.</summary>
    public string Words => Progress is not { } progress ? "waiting for its turn" : progress.Files > 1 ? $"file {progress.FileNumber} of {progress.Files}, {progress.File}: {progress.Step}" : progress.Step;

    public string Rows => Progress is { Rows: > 0 } progress ? $"{progress.Rows:N0} rows read" : "";
}

/// <summary>A file that was sent, from its check to its end.</summary>
internal sealed class Upload(UploadForm form, DateTimeOffset at) : IDisposable
{
    private readonly Lock _turn = new();
    private readonly CancellationTokenSource _cancelled = new();
    private volatile UploadStatus _status = new(UploadState.Checking);

    public string Id { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    public string FileName => form.Place!.Name;

    /// <summary>The source that describes it; empty for street-level files.</summary>
    public string Source => form.Source;

    public int? Declared => form.Declared;

    public string Path => form.Place!.Path;

    public DateTimeOffset At => at;

    public string Page => $"/data/uploads/{Id}";

    public UploadStatus Status => _status;

    public CancellationToken Cancelled => _cancelled.Token;

    /// <summary>Goes on to another state; what is over stays over, and its file goes.</summary>
    /// <returns>False where it is over, or in none of the states that it must be in.</returns>
    public bool Become(UploadStatus status, params UploadState[] from)
    {
        lock (_turn)
        {
            if (_status.IsOver || (from.Length > 0 && !from.Contains(_status.State)))
                return false;
            var next = status.State == UploadState.Checked && _cancelled.IsCancellationRequested ? new(UploadState.Cancelled) : status;
            if (next.IsOver)
                form.Place!.Dispose(); // before anybody is told
            _status = next;
            return true;
        }
    }

    /// <summary>Tells how far it has come.</summary>
    public void Tell(ImportProgress progress)
    {
        lock (_turn)
        {
            if (_status.IsAtWork)
                _status = _status with { Progress = progress, Published = progress.Step == "published" ? progress.FileNumber : _status.Published };
        }
    }

    /// <summary>Stops what is under way, which then says so itself; what waits is over at once.</summary>
    public void Cancel()
    {
        _cancelled.Cancel();
        Become(new(UploadState.Cancelled), UploadState.Checked);
    }

    public void Dispose()
    {
        Become(new(UploadState.Cancelled));
        _cancelled.Dispose();
    }
}

/// <summary>What the page asks for while it waits.</summary>
/// <param name="State">When it becomes another, there is another page to show.</param>
internal sealed record UploadProgressDocument(string State, string Words, string Rows)
{
    public static UploadProgressDocument Of(UploadStatus status) => new($"{status.State}", status.Words, status.Rows);
}
