namespace Geo.Core.Intake;

/// <summary>Inspects files one ahead of the one that is taken in, on another thread. Used by one import.</summary>
internal sealed class InspectAhead(IReadOnlyList<InputFile> files, CancellationToken cancellationToken) : IAsyncDisposable
{
    private (int Number, Task<FileInspection> Inspection)? _ahead;

    /// <summary>What file <paramref name="number"/> looks like; the one after it is begun.</summary>
    /// <exception cref="RefusedException">As <see cref="FileInspection.RunAsync"/>.</exception>
    public async Task<FileInspection> AtAsync(int number)
    {
        var inspection = _ahead is { } ahead && ahead.Number == number ? ahead.Inspection : Begin(number);
        await Task.WhenAny(inspection); // begun only when its turn has come: two files are read at once, not three
        _ahead = number + 1 < files.Count ? (number + 1, Begin(number + 1)) : null;
        return await inspection;
    }

    /// <summary>Waits for an inspection that is under way: its file may be closed after this.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_ahead is { } ahead)
            await Task.WhenAny(ahead.Inspection);
    }

    private Task<FileInspection> Begin(int number) => Task.Run(() => FileInspection.RunAsync(files[number], cancellationToken), cancellationToken);
}
