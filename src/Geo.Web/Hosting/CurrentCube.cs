using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Geo.Core.Database;
using Geo.Core.HotSpots;
using Geo.Core.Measures;
using Npgsql;

namespace Geo.Web.Hosting;

/// <summary>A data version as the host serves it: its cube, and the answers that were made from it.</summary>
internal sealed class Snapshot(CountCube cube)
{
    // A league table of a county is 12 kB, of all English wards 1.2 MB.
    private const long MostBytes = 64 << 20;

    private readonly ConcurrentDictionary<string, Answer> _answers = new(StringComparer.Ordinal);

    private long _bytes;

    private readonly ConcurrentDictionary<(int Set, int? Bucket), Lazy<Task<MapData>>> _maps = new();

    // A change or risk surface of a county is 2.5 MB; densities are shared with MapData.
    private const int MostMaps = 24;

    private readonly ConcurrentDictionary<(MapQuestion Question, Type Kind), Lazy<object>> _kept = new();

    // What a page was made of takes some tens of kB.
    private const int MostPages = 200;

    private readonly ConcurrentDictionary<(object Question, Type Kind), Lazy<Task>> _pages = new();

    public CountCube Cube => cube;

    /// <summary>A map that was asked for lately, or else made now, once for all who wait for it.</summary>
    public T Kept<T>(MapQuestion question, Func<T> make)
        where T : class
    {
        if (_kept.Count > MostMaps)
            _kept.Clear();
        var key = (question, typeof(T));
        try
        {
            return (T)_kept.GetOrAdd(key, _ => new(make)).Value;
        }
        catch (QuestionException)
        {
            _kept.TryRemove(key, out _); // nothing is kept of what was refused
            throw;
        }
    }

    /// <summary>What a page shows, kept as <see cref="Kept"/> keeps maps.</summary>
    /// <param name="question">What was asked: equal questions have equal answers.</param>
    /// <param name="make">Not ended by who asked first: others may wait for it.</param>
    public async Task<T> KeptAsync<T>(object question, Func<Task<T>> make)
    {
        if (_pages.Count > MostPages)
            _pages.Clear();
        var key = (question, typeof(T));
        var made = _pages.GetOrAdd(key, _ => new(() => Task.Run(make)));
        try
        {
            return await (Task<T>)made.Value;
        }
        catch
        {
            _pages.TryRemove(new(key, made)); // nothing is kept of what was refused or failed
            throw;
        }
    }

    /// <summary>What maps of a ground are made from; made once.</summary>
    public async Task<MapData> MapDataAsync((int Set, int? Bucket) ground, Func<Task<MapData>> make)
    {
        var data = _maps.GetOrAdd(ground, _ => new(make));
        try
        {
            return await data.Value;
        }
        catch
        {
            _maps.TryRemove(new(ground, data)); // the next request asks the database again
            throw;
        }
    }

    public Answer? Find(string key) => _answers.GetValueOrDefault(key);

    /// <summary>Full is full: whoever asks for ever new addresses does not push out what others ask for.</summary>
    public bool HasRoom(long bytes) => Volatile.Read(ref _bytes) + bytes <= MostBytes;

    public void Keep(string key, Answer answer)
    {
        if (_answers.TryAdd(key, answer))
            Interlocked.Add(ref _bytes, answer.Length);
    }
}

/// <summary>There is no data to answer from yet.</summary>
internal sealed class NotReadyException(string why) : Exception(why);

/// <summary>Holds the current data version; hears of a new one and swaps it whole.</summary>
internal sealed class CurrentCube(GeoDatabase database, ILogger<CurrentCube> log) : BackgroundService
{
    public const string Channel = "geo_data_version";

    // A notification is lost with its connection, so the version is looked up as well.
    private static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstLoad = TimeSpan.FromSeconds(20);

    // Of versions that follow each other quickly, as in a refresh, not each is loaded: that would take from readers what it takes of the processor.
    private const int RestsAfterLoad = 19;

    public static readonly QueryParameter AsAt = new("as-at", "The records as they were known at a moment; without it, now.", Example: "2024-12-31");

    private readonly PastCubes _past = new();
    private volatile Snapshot? _snapshot;
    private volatile string? _trouble = "The data is still being loaded.";

    /// <summary>Null while the data is current; else what keeps it from being so.</summary>
    public string? Trouble => _trouble;

    /// <summary>The data version held; null before the first was loaded.</summary>
    public Snapshot? Held => _snapshot;

    /// <summary>The data as it was known at the moment that a request asks for by <see cref="AsAt"/>, or else now.</summary>
    /// <exception cref="InvalidRequestException">It is no moment.</exception>
    /// <exception cref="NotReadyException">Nothing has been loaded yet.</exception>
    public async ValueTask<Snapshot> AtAsync(HttpRequest request)
    {
        var current = Get();
        if (request.Query[AsAt.Name] is not [{ Length: > 0 } text])
            return current;
        var moment = Moment(AsAt.Name, text);
        if (moment >= current.Cube.AsAt)
            return current;
        return await _past.AtAsync(database, current.Cube.Version, moment, request.HttpContext.RequestAborted);
    }

    /// <summary>A moment as an address writes it.</summary>
    /// <exception cref="InvalidRequestException">It is none.</exception>
    public static DateTimeOffset Moment(string parameter, string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) ? moment
            : throw new InvalidRequestException(parameter, $"'{Geo.Core.Fault.Shown(text)}' is not a moment; write a day (2024-12-31, its beginning in UTC) or a time (2024-12-31T18:00Z).", []);

    /// <exception cref="NotReadyException">Nothing has been loaded yet.</exception>
    public Snapshot Get() => _snapshot ?? throw new NotReadyException(_trouble ?? "The data is still being loaded.");

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // The first request finds the data there; without a database the host starts all the same and says why it cannot answer.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(FirstLoad);
        try
        {
            await CatchUpAsync(limit.Token);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            Note(error);
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await database.Reader.OpenConnectionAsync(stoppingToken);
                await using (var listen = new NpgsqlCommand($"listen {Channel}", connection))
                    await listen.ExecuteNonQueryAsync(stoppingToken);
                while (true)
                {
                    await Task.Delay(RestsAfterLoad * await CatchUpAsync(stoppingToken), stoppingToken);
                    await connection.WaitAsync(PollEvery, stoppingToken);
                }
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                Note(error);
                await Task.Delay(RetryAfter, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <returns>How long it loaded; zero where the version that is held is the latest.</returns>
    private async Task<TimeSpan> CatchUpAsync(CancellationToken cancellationToken)
    {
        var version = await CountCube.LatestVersionAsync(database, cancellationToken);
        var watch = Stopwatch.StartNew();
        var isNew = _snapshot is not { } held || held.Cube.Version != version;
        if (isNew)
        {
            var cube = await CountCube.LoadAsync(database, cancellationToken);
            _snapshot = new Snapshot(cube);
            log.LogInformation("Serving data version {Version} from {Address}, loaded in {Milliseconds:0} ms", cube.Version, database.Address, watch.Elapsed.TotalMilliseconds);
        }

        _trouble = null;
        return isNew ? watch.Elapsed : TimeSpan.Zero;
    }

    private void Note(Exception error)
    {
        var trouble = error switch
        {
            PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName } =>
                $"The database {database.Address} is not up to date; geo migrate brings it up to date.",
            PostgresException refusal => $"The database {database.Address} refuses: {refusal.MessageText}.",
            NpgsqlException or OperationCanceledException or TimeoutException => $"The database {database.Address} cannot be reached.",
            _ => "The data could not be loaded; the log of the host says why.",
        };
        if (trouble != _trouble)
            log.LogWarning(error, "{Trouble}", trouble);
        _trouble = trouble;
    }
}
