using System.Runtime.InteropServices;
using Npgsql;
using NpgsqlTypes;

namespace Geo.Core.Records;

/// <summary>Where a source says that something is, in whole units: millionths of a degree (WGS84) or centimetres (EPSG:27700).</summary>
internal readonly record struct Position(int Srid, int X, int Y)
{
    public const int Wgs84 = 4326;
    public const int Grid = 27700;
}

/// <summary>
/// The places and terms that are known, by their natural keys, so that a row finds its ids without asking the database.
/// New ones get ids at once and are stored by <see cref="StoreNewAsync"/>. Used by one import at a time (the intake lock holds that).
/// </summary>
internal sealed class PlaceBook
{
    private readonly Dictionary<long, int> _places = []; // in degrees
    private readonly Dictionary<long, int> _gridPlaces = [];
    private readonly Dictionary<CoarseLocation, int> _coarsePlaces = [];
    private readonly HashSet<int> _withoutPolygon = [];
    private readonly Dictionary<string, Dictionary<string, int>> _terms = new(StringComparer.Ordinal); // by kind, of which there are few
    private readonly List<(int Id, Position At, string Name)> _newPlaces = [];
    private readonly List<(int Id, CoarseLocation At)> _newCoarse = [];
    private readonly List<(int Id, string Kind, string Value)> _newTerms = [];
    private int _lastPlaceId;
    private int _lastTermId;

    /// <summary>The highest place id handed out so far.</summary>
    public int LastPlaceId => _lastPlaceId;

    public static async Task<PlaceBook> LoadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var book = new PlaceBook();
        await using (var command = new NpgsqlCommand("select id, srid, x, y from records.place", connection))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                book.PlacesIn(reader.GetInt32(1))[Key(reader.GetInt32(2), reader.GetInt32(3))] = reader.GetInt32(0);
        }

        await using (var command = new NpgsqlCommand("select id, kind, code, geom is null from records.coarse_place", connection))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                book._coarsePlaces[new(reader.GetString(1), reader.GetString(2))] = reader.GetInt32(0);
                if (reader.GetBoolean(3))
                    book._withoutPolygon.Add(reader.GetInt32(0));
            }
        }

        await using (var command = new NpgsqlCommand("select id, kind, value from records.term", connection))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                book.TermsOf(reader.GetString(1))[reader.GetString(2)] = reader.GetInt32(0);
        }

        await using (var command = new NpgsqlCommand("select greatest(0, (select max(id) from records.place), (select max(id) from records.coarse_place)), coalesce((select max(id) from records.term), 0)", connection))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            await reader.ReadAsync(cancellationToken);
            book._lastPlaceId = reader.GetInt32(0);
            book._lastTermId = reader.GetInt32(1);
        }

        return book;
    }

    /// <summary>The id of the place at a position; the first name it is seen with stays.</summary>
    public int Place(Position position, ReadOnlySpan<char> name)
    {
        ref var id = ref CollectionsMarshal.GetValueRefOrAddDefault(PlacesIn(position.Srid), Key(position.X, position.Y), out var known);
        if (!known)
        {
            id = ++_lastPlaceId;
            _newPlaces.Add((id, position, name.ToString()));
        }

        return id;
    }

    /// <summary>The id of a place that is told only roughly.</summary>
    public int Place(CoarseLocation location)
    {
        ref var id = ref CollectionsMarshal.GetValueRefOrAddDefault(_coarsePlaces, location, out var known);
        if (!known)
        {
            id = ++_lastPlaceId;
            _newCoarse.Add((id, location));
            _withoutPolygon.Add(id);
        }

        return id;
    }

    /// <summary>Whether a stored place is where the database knows it to be.</summary>
    public bool IsLocated(int place) => !_withoutPolygon.Contains(place);

    /// <summary>The id of a value kept word for word, or null for a blank one.</summary>
    public int? Term(string kind, ReadOnlySpan<char> value)
    {
        if (value.Length == 0)
            return null;
        ref var id = ref CollectionsMarshal.GetValueRefOrAddDefault(TermsOf(kind).GetAlternateLookup<ReadOnlySpan<char>>(), value, out var known);
        if (!known)
        {
            id = ++_lastTermId;
            _newTerms.Add((id, kind, value.ToString()));
        }

        return id;
    }

    /// <summary>Forgets what is new: the file that brought it was refused.</summary>
    public void ForgetNew()
    {
        foreach (var (_, at, _) in _newPlaces)
            PlacesIn(at.Srid).Remove(Key(at.X, at.Y));
        foreach (var (_, kind, value) in _newTerms)
            TermsOf(kind).Remove(value);
        foreach (var (id, at) in _newCoarse)
        {
            _coarsePlaces.Remove(at);
            _withoutPolygon.Remove(id);
        }

        _newPlaces.Clear();
        _newCoarse.Clear();
        _newTerms.Clear();
    }

    public async Task StoreNewAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (_newTerms.Count > 0)
        {
            await using var copy = await connection.BeginBinaryImportAsync("copy records.term (id, kind, value) from stdin (format binary)", cancellationToken);
            foreach (var (id, kind, value) in _newTerms)
            {
                await copy.StartRowAsync(cancellationToken);
                await copy.WriteAsync(id, cancellationToken);
                await copy.WriteAsync(kind, cancellationToken);
                await copy.WriteAsync(value, cancellationToken);
            }

            await copy.CompleteAsync(cancellationToken);
            _newTerms.Clear();
        }

        await StoreNewCoarseAsync(connection, cancellationToken);
        if (_newPlaces.Count == 0)
            return;
        await using var insert = new NpgsqlCommand(
            """
            insert into records.place (id, srid, x, y, name, geom)
            select id, srid, x, y, name,
                   case srid when 4326 then ST_Transform(ST_SetSRID(ST_MakePoint(x / 1e6, y / 1e6), 4326), 27700) else ST_SetSRID(ST_MakePoint(x / 100.0, y / 100.0), 27700) end
            from unnest($1, $2, $3, $4, $5) as new (id, srid, x, y, name)
            """,
            connection);
        insert.Parameters.Add(new() { Value = _newPlaces.ConvertAll(place => place.Id), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        insert.Parameters.Add(new() { Value = _newPlaces.ConvertAll(place => place.At.Srid), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        insert.Parameters.Add(new() { Value = _newPlaces.ConvertAll(place => place.At.X), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        insert.Parameters.Add(new() { Value = _newPlaces.ConvertAll(place => place.At.Y), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        insert.Parameters.Add(new() { Value = _newPlaces.ConvertAll(place => place.Name), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        await insert.ExecuteNonQueryAsync(cancellationToken);
        _newPlaces.Clear();
    }

    private async Task StoreNewCoarseAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (_newCoarse.Count == 0)
            return;
        await using var insert = new NpgsqlCommand(
            """
            insert into records.coarse_place (id, kind, code, geom)
            select id, kind, code, ST_Multi(ST_MakeEnvelope(x, y, x + 1000, y + 1000, 27700))
            from unnest($1, $2, $3, $4, $5) as new (id, kind, code, x, y)
            """,
            connection);
        insert.Parameters.Add(new() { Value = _newCoarse.ConvertAll(place => place.Id), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        insert.Parameters.Add(new() { Value = _newCoarse.ConvertAll(place => place.At.Kind), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        insert.Parameters.Add(new() { Value = _newCoarse.ConvertAll(place => place.At.Code), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        insert.Parameters.Add(new() { Value = _newCoarse.ConvertAll(place => Square(place.At)?.East), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        insert.Parameters.Add(new() { Value = _newCoarse.ConvertAll(place => Square(place.At)?.North), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        await insert.ExecuteNonQueryAsync(cancellationToken);
        _withoutPolygon.ExceptWith(_newCoarse.Where(place => Square(place.At) is not null).Select(place => place.Id));
        _withoutPolygon.ExceptWith(await CoarsePlaces.LocateAsync(connection, null, cancellationToken));
        _newCoarse.Clear();
    }

    private static (int East, int North)? Square(CoarseLocation location) => location.Kind == CoarseLocation.GridSquare ? location.SouthWest : null;

    private Dictionary<string, int> TermsOf(string kind)
    {
        if (!_terms.TryGetValue(kind, out var terms))
            _terms.Add(kind, terms = new(StringComparer.Ordinal));
        return terms;
    }

    private Dictionary<long, int> PlacesIn(int srid) => srid == Position.Wgs84 ? _places : _gridPlaces;

    private static long Key(int x, int y) => ((long)x << 32) | (uint)y;
}
