using System.Collections.Concurrent;
using Geo.Core.Database;
using Geo.Core.HotSpots;
using Geo.Core.Measures;
using Geo.Web.Hosting;

namespace Geo.Web.HotSpots;

/// <summary>What maps are made from, loaded once for a data version and ground.</summary>
internal sealed class Maps(GeoDatabase database)
{
    private const int MostGrounds = 64;

    private readonly ConcurrentDictionary<(int Set, int? Bucket), StudyArea> _grounds = new();

    /// <summary>A heat map; the last that were asked for are kept, for their tiles come by the dozen.</summary>
    public async ValueTask<HeatMap> HeatMapAsync(Snapshot snapshot, MapQuestion question)
    {
        var data = await OfAsync(snapshot, question);
        return snapshot.Kept(question, () => HeatMap.Ask(snapshot.Cube, question, data));
    }

    public async ValueTask<HotSpotMap> HotSpotsAsync(Snapshot snapshot, MapQuestion question)
    {
        var data = await OfAsync(snapshot, question);
        return snapshot.Kept(question, () => HotSpotMap.Ask(snapshot.Cube, question, data));
    }

    /// <summary>What a question's map is made from. The question is looked at first, so that a wrong one is refused as everywhere.</summary>
    public async ValueTask<MapData> OfAsync(Snapshot snapshot, MapQuestion question)
    {
        var (set, bucket) = question.FindGround(snapshot.Cube);
        return await snapshot.MapDataAsync((set.Set.Id, bucket), async () =>
        {
            if (_grounds.Count > MostGrounds)
                _grounds.Clear();
            if (!_grounds.TryGetValue((set.Set.Id, bucket), out var ground))
                _grounds[(set.Set.Id, bucket)] = ground = await StudyArea.LoadAsync(database, set, bucket, CancellationToken.None);
            // The cells of a set serve all of its areas.
            if (bucket is null)
            {
                var wards = set.Set.Kind != "ward" && snapshot.Cube.Sets.Any(other => other.Set.Kind == "ward")
                    ? await OfAsync(snapshot, question with { Measure = question.Measure with { Areas = "ward", Boundaries = null, Area = null } }) : null;
                return await MapData.LoadAsync(database, snapshot.Cube, set, null, ground, wards, CancellationToken.None);
            }

            return (await OfAsync(snapshot, question with { Measure = question.Measure with { Area = null } })).Of(bucket, ground);
        });
    }
}
