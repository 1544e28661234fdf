using System.IO.Compression;

namespace Geo.Core.Intake;

/// <summary>A file to take in: on disk, or an entry of a ZIP (<c>archive.zip!2024-01/2024-01-force-street.csv</c>).</summary>
/// <param name="Name">Name for messages, without the folders it was found in.</param>
/// <param name="Bytes">Length, for progress.</param>
/// <param name="Open">Opens it from its start; may be called more than once, and read beside the others by another thread.</param>
public sealed record InputFile(string Name, long Bytes, Func<Stream> Open)
{
    /// <summary>The last part of the name: <c>2024-01-force-street.csv</c>.</summary>
    public string FileName => Name[(Name.LastIndexOfAny(['/', '!']) + 1)..];

    /// <summary>How many records its sender says that it holds; null where nothing is said.</summary>
    public int? DeclaredRecords { get; init; }
}

/// <param name="Files">What to take in, in order of name: months in order.</param>
/// <param name="PassedOver">What stood beside it and is not taken in.</param>
public sealed record FoundFiles(IReadOnlyList<InputFile> Files, IReadOnlyList<string> PassedOver) : IDisposable
{
    internal List<ZipArchive> Archives { get; } = [];

    public void Dispose() => Archives.ForEach(archive => archive.Dispose());
}

/// <summary>Finds the street-level files in what somebody names: files, folders, ZIPs as downloaded.</summary>
public static class FindFiles
{
    private const string Wanted = "-street.csv";
    private const int MaxEntries = 100_000;
    private const int MaxCompression = 100; // street-level text compresses about 12 times

    /// <exception cref="RefusedException">A path does not exist, or a ZIP is dangerous.</exception>
    public static FoundFiles In(IEnumerable<string> paths)
    {
        var files = new List<InputFile>();
        var passedOver = new List<string>();
        var archives = new List<ZipArchive>();
        try
        {
            foreach (var path in paths)
            {
                if (Directory.Exists(path))
                {
                    foreach (var file in Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
                        Add(file, Path.GetRelativePath(path, file), named: false);
                }
                else if (File.Exists(path))
                {
                    Add(path, Path.GetFileName(path), named: true);
                }
                else
                {
                    throw new RefusedException(new Fault("not-found", path, null, null, null, "There is no such file or folder.", "Check the path."));
                }
            }
        }
        catch
        {
            archives.ForEach(archive => archive.Dispose());
            throw;
        }

        var found = new FoundFiles([.. files.OrderBy(file => file.FileName, StringComparer.Ordinal)], passedOver);
        found.Archives.AddRange(archives);
        return found;

        void Add(string path, string name, bool named)
        {
            if (name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
                AddArchive(path, name);
            else if (named || name.EndsWith(Wanted, StringComparison.OrdinalIgnoreCase))
                files.Add(new InputFile(name, new FileInfo(path).Length, () => File.OpenRead(path)));
            else
                passedOver.Add(name);
        }

        void AddArchive(string path, string name)
        {
            ZipArchive archive;
            try
            {
                archive = ZipFile.OpenRead(path);
            }
            catch (InvalidDataException error)
            {
                throw new RefusedException(new Fault("bad-zip", name, null, null, null, "The ZIP is damaged or cut short.", "Download it again."), error);
            }

            var turn = new Lock();
            archives.Add(archive);
            if (archive.Entries.Count > MaxEntries)
                throw new RefusedException(new Fault("zip-too-many", name, null, null, $"{archive.Entries.Count}", $"A ZIP may have {MaxEntries:N0} entries at most.", "Unpack it and name the folder of months you want."));
            foreach (var entry in archive.Entries.Where(entry => entry.Name.Length > 0).OrderBy(entry => entry.FullName, StringComparer.Ordinal))
            {
                Check(name, entry);
                if (entry.Name.EndsWith(Wanted, StringComparison.OrdinalIgnoreCase))
                    files.Add(new InputFile($"{name}!{entry.FullName}", entry.Length, () => EntryStream.Open(entry, turn, $"{name}!{entry.FullName}")));
                else
                    passedOver.Add($"{name}!{entry.FullName}");
            }
        }
    }

    private static void Check(string archive, ZipArchiveEntry entry)
    {
        var parts = entry.FullName.Split('/', '\\');
        var unixType = (entry.ExternalAttributes >> 16) & 0xF000;
        if (parts.Contains("..", StringComparer.Ordinal) || Path.IsPathRooted(entry.FullName) || entry.FullName.Contains(':', StringComparison.Ordinal))
            throw new RefusedException(new Fault("zip-path", archive, null, null, entry.FullName, "An entry's path leads out of the archive.", "Do not use this ZIP; get it from its source again."));
        if (unixType is 0xA000)
            throw new RefusedException(new Fault("zip-link", archive, null, null, entry.FullName, "An entry is a symbolic link.", "Do not use this ZIP; get it from its source again."));
        if (entry.Length > FileInspection.MaxBytes || entry.Length > Math.Max(entry.CompressedLength, 1024) * MaxCompression)
            throw new RefusedException(new Fault("zip-bomb", archive, null, null, entry.FullName, $"An entry would unpack to {entry.Length:N0} bytes from {entry.CompressedLength:N0}.", "Do not use this ZIP; get it from its source again."));
    }

    /// <summary>
    /// Stops reading where an entry turns out longer than its limit, whatever the archive says. The entries of an archive share its
    /// file's position, so one at a time has its turn.
    /// </summary>
    private sealed class EntryStream(Stream inner, Lock turn, string name, long limit) : Stream
    {
        private long _read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => _read; set => throw new NotSupportedException(); }

        public static EntryStream Open(ZipArchiveEntry entry, Lock turn, string name)
        {
            lock (turn)
                return new EntryStream(entry.Open(), turn, name, FileInspection.MaxBytes);
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            int read;
            try
            {
                lock (turn)
                    read = inner.Read(buffer);
            }
            catch (InvalidDataException error)
            {
                throw new RefusedException(new Fault("bad-zip", name, null, null, null, "The entry is damaged or cut short.", "Download the ZIP again."), error);
            }

            _read += read;
            return _read <= limit ? read : throw new RefusedException(new Fault("zip-bomb", name, null, null, null, "The entry unpacks to more than the archive says.", "Do not use this ZIP; get it from its source again."));
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return ValueTask.FromResult(Read(buffer.Span));
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                lock (turn)
                    inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
