using System.Buffers;
using System.Numerics;

namespace Geo.Statistics.Spatial;

/// <summary>Pairs of areas that have a vertex in common, found by sorting vertices into buckets small enough for the cache.</summary>
internal static class SharedVertices
{
    private const int VerticesPerBucket = 4096;

    internal static IReadOnlyList<PairList> FindPairs(AreaShapes shapes, double[] coordinates)
    {
        var vertexCount = shapes.VertexCount;
        var bucketBits = Math.Clamp(BitOperations.Log2((uint)(vertexCount / VerticesPerBucket + 1)), 0, 12);
        var shift = 64 - bucketBits;
        var bucketCount = 1 << bucketBits;
        var chunks = Chunks(shapes, Math.Clamp(vertexCount / 50_000, 1, 2 * Environment.ProcessorCount));

        var counts = new int[chunks.Length - 1][];
        Parallel.For(0, counts.Length, chunk => counts[chunk] = CountBuckets(shapes, coordinates, chunks[chunk], chunks[chunk + 1], shift, bucketCount));

        var bucketStarts = new int[bucketCount + 1];
        var total = 0;
        for (var bucket = 0; bucket < bucketCount; bucket++)
        {
            bucketStarts[bucket] = total;
            foreach (var count in counts)
            {
                var here = count[bucket];
                count[bucket] = total;
                total += here;
            }
        }

        bucketStarts[bucketCount] = total;
        // Borrowed, because fresh memory of this size costs as much as the sorting.
        var entries = ArrayPool<Entry>.Shared.Rent(total);
        Parallel.For(0, counts.Length, chunk => Scatter(shapes, coordinates, chunks[chunk], chunks[chunk + 1], shift, counts[chunk], entries));

        var groups = Math.Min(bucketCount, 4 * Environment.ProcessorCount);
        var lists = new PairList[groups];
        Parallel.For(0, groups, group =>
        {
            var list = new PairList();
            var table = Array.Empty<int>();
            for (var bucket = (int)((long)bucketCount * group / groups); bucket < (int)((long)bucketCount * (group + 1) / groups); bucket++)
                table = MatchBucket(entries.AsSpan(bucketStarts[bucket], bucketStarts[bucket + 1] - bucketStarts[bucket]), coordinates, table, list);
            lists[group] = list;
        });
        ArrayPool<Entry>.Shared.Return(entries);
        return lists;
    }

    // Area numbers at which the chunks begin, with about as many vertices each.
    private static int[] Chunks(AreaShapes shapes, int chunkCount)
    {
        var starts = new int[chunkCount + 1];
        starts[chunkCount] = shapes.Count;
        var area = 0;
        for (var chunk = 1; chunk < chunkCount; chunk++)
        {
            var wanted = (long)shapes.VertexCount * chunk / chunkCount;
            while (area < shapes.Count && shapes.FirstVertex(area) < wanted)
                area++;
            starts[chunk] = area;
        }

        return starts;
    }

    private static int[] CountBuckets(AreaShapes shapes, double[] coordinates, int firstArea, int endArea, int shift, int bucketCount)
    {
        var counts = new int[bucketCount];
        for (var ring = shapes.FirstRing(firstArea); ring < shapes.FirstRing(endArea); ring++)
        {
            var end = OpenEnd(shapes, coordinates, ring);
            for (var vertex = shapes.RingStarts[ring]; vertex < end; vertex++)
                counts[Bucket(Hash(coordinates[2 * vertex], coordinates[2 * vertex + 1]), shift)]++;
        }

        return counts;
    }

    private static void Scatter(AreaShapes shapes, double[] coordinates, int firstArea, int endArea, int shift, int[] cursor, Entry[] entries)
    {
        for (var area = firstArea; area < endArea; area++)
        {
            for (var ring = shapes.FirstRing(area); ring < shapes.FirstRing(area + 1); ring++)
            {
                var end = OpenEnd(shapes, coordinates, ring);
                for (var vertex = shapes.RingStarts[ring]; vertex < end; vertex++)
                {
                    var hash = Hash(coordinates[2 * vertex], coordinates[2 * vertex + 1]);
                    entries[cursor[Bucket(hash, shift)]++] = new Entry(hash, area, vertex);
                }
            }
        }
    }

    // The closing vertex is the first one again.
    private static int OpenEnd(AreaShapes shapes, double[] coordinates, int ring)
    {
        var first = shapes.RingStarts[ring];
        var last = shapes.RingEnd(ring) - 1;
        var closed = last > first && coordinates[2 * first] == coordinates[2 * last] && coordinates[2 * first + 1] == coordinates[2 * last + 1];
        return closed ? last : last + 1;
    }

    // The table holds, for each slot, the last entry of a point seen so far (plus one); entries link back through Previous.
    private static int[] MatchBucket(Span<Entry> entries, double[] coordinates, int[] table, PairList pairs)
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, 2 * entries.Length));
        if (table.Length < size)
            table = new int[size];
        else
            table.AsSpan(0, size).Clear();
        var mask = size - 1;
        for (var e = 0; e < entries.Length; e++)
        {
            ref var entry = ref entries[e];
            var slot = (int)entry.Hash & mask;
            while (table[slot] != 0 && !SamePoint(entries[table[slot] - 1], entry, coordinates))
                slot = (slot + 1) & mask;
            // A vertex is linked once per area: a second one of the same area (touching rings) adds nothing.
            var known = false;
            for (var other = table[slot]; other != 0; other = entries[other - 1].Previous)
                known |= entries[other - 1].Area == entry.Area;
            if (known)
                continue;
            for (var other = table[slot]; other != 0; other = entries[other - 1].Previous)
                pairs.Add(entry.Area, entries[other - 1].Area);
            entry.Previous = table[slot];
            table[slot] = e + 1;
        }

        return table;
    }

    private static bool SamePoint(in Entry a, in Entry b, double[] coordinates) =>
        a.Hash == b.Hash && coordinates[2 * a.Vertex] == coordinates[2 * b.Vertex] && coordinates[2 * a.Vertex + 1] == coordinates[2 * b.Vertex + 1];

    private static int Bucket(ulong hash, int shift) => shift == 64 ? 0 : (int)(hash >> shift);

    private static ulong Hash(double x, double y)
    {
        // Adding zero makes -0 and 0 the same bits.
        var h = BitConverter.DoubleToUInt64Bits(x + 0.0) * 0x9E3779B97F4A7C15;
        h = (h ^ (h >> 32)) + BitConverter.DoubleToUInt64Bits(y + 0.0);
        h *= 0xD6E8FEB86659FD93;
        h ^= h >> 32;
        h *= 0xD6E8FEB86659FD93;
        return h ^ (h >> 29);
    }

    private struct Entry(ulong hash, int area, int vertex)
    {
        internal readonly ulong Hash = hash;
        internal readonly int Area = area;
        internal readonly int Vertex = vertex;
        internal int Previous = 0;
    }
}

/// <summary>A growing list of pairs of areas, the lower in the high half.</summary>
internal sealed class PairList
{
    private ulong[] _pairs = new ulong[1024];
    private int _count;

    internal ReadOnlySpan<ulong> Pairs => _pairs.AsSpan(0, _count);

    internal void Add(int a, int b)
    {
        if (_count == _pairs.Length)
            Array.Resize(ref _pairs, 2 * _count);
        _pairs[_count++] = a < b ? ((ulong)(uint)a << 32) | (uint)b : ((ulong)(uint)b << 32) | (uint)a;
    }
}
