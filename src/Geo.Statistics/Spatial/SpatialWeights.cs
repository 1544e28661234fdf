namespace Geo.Statistics.Spatial;

/// <summary>Who neighbours whom, and how much each neighbour counts.</summary>
/// <remarks>
/// Sparse: for each area the numbers of its neighbours in ascending order. Areas are numbered from 0 in the order of the values
/// they will be used with. Weights are 1 each unless row-standardised or given. An area without neighbours is an island:
/// it is reported in <see cref="Islands"/> and gets no result from methods that look at neighbours.
/// </remarks>
public sealed class SpatialWeights
{
    private readonly int[] _starts;
    private readonly int[] _neighbours;
    private readonly double[]? _values;
    private readonly double[]? _rowWeights;
    private int[]? _islands;

    internal SpatialWeights(int[] starts, int[] neighbours, double[]? values = null, double[]? rowWeights = null)
    {
        _starts = starts;
        _neighbours = neighbours;
        _values = values;
        _rowWeights = rowWeights;
    }

    /// <summary>Number of areas.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>Number of directed links; a pair of neighbours has two.</summary>
    public int LinkCount => _neighbours.Length;

    /// <summary>Areas without neighbours other than themselves, ascending.</summary>
    public IReadOnlyList<int> Islands => _islands ??= FindIslands();

    /// <summary>The neighbours of an area, ascending.</summary>
    /// <param name="area">Number of the area, from 0.</param>
    /// <returns>Numbers of areas; includes the area itself after <see cref="WithSelf"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such area.</exception>
    public ReadOnlySpan<int> NeighboursOf(int area)
    {
        Require.Between(area, 0, Count - 1);
        return Row(area);
    }

    /// <summary>The weight of a neighbour of an area.</summary>
    /// <param name="area">Number of the area, from 0.</param>
    /// <param name="position">Position in <see cref="NeighboursOf"/>, from 0.</param>
    /// <returns>The weight.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such area or position.</exception>
    public double WeightOf(int area, int position)
    {
        Require.Between(area, 0, Count - 1);
        Require.Between(position, 0, Row(area).Length - 1);
        return Weight(area, _starts[area] + position);
    }

    /// <summary>Weights of 1 from a list of neighbours for each area.</summary>
    /// <param name="neighbours">For each area the numbers of its neighbours, in any order, without repeats.</param>
    /// <returns>The weights.</returns>
    /// <exception cref="ArgumentException">A number is not that of an area, or is repeated.</exception>
    public static SpatialWeights FromNeighbours(IReadOnlyList<IReadOnlyList<int>> neighbours)
    {
        ArgumentNullException.ThrowIfNull(neighbours);
        var starts = new int[neighbours.Count + 1];
        for (var i = 0; i < neighbours.Count; i++)
            starts[i + 1] = starts[i] + neighbours[i].Count;
        var all = new int[starts[^1]];
        for (var i = 0; i < neighbours.Count; i++)
        {
            var row = all.AsSpan(starts[i], neighbours[i].Count);
            for (var k = 0; k < row.Length; k++)
                row[k] = neighbours[i][k];
            row.Sort();
            for (var k = 0; k < row.Length; k++)
            {
                if (row[k] < 0 || row[k] >= neighbours.Count || (k > 0 && row[k] == row[k - 1]))
                    throw new ArgumentException(Require.Text($"neighbours must be different numbers from 0 to {neighbours.Count - 1}; area {i} has {row[k]}."), nameof(neighbours));
            }
        }

        return new SpatialWeights(starts, all);
    }

    /// <summary>Weights of your own, such as inverse distances.</summary>
    /// <param name="neighbours">For each area the numbers of its neighbours, ascending.</param>
    /// <param name="weights">For each area the weights of those neighbours, finite and not negative.</param>
    /// <returns>The weights.</returns>
    /// <exception cref="ArgumentException">The lists do not match, a number is not that of an area or out of order, or a weight is negative or not finite.</exception>
    public static SpatialWeights FromWeights(IReadOnlyList<int[]> neighbours, IReadOnlyList<double[]> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var binary = FromNeighbours(neighbours);
        Require.SameLength(weights.Count, neighbours.Count, nameof(weights), nameof(neighbours));
        var values = new double[binary.LinkCount];
        for (var i = 0; i < weights.Count; i++)
        {
            Require.SameLength(weights[i].Length, neighbours[i].Length, nameof(weights), nameof(neighbours));
            if (!binary.Row(i).SequenceEqual(neighbours[i]))
                throw new ArgumentException(Require.Text($"neighbours must be in ascending order; those of area {i} are not."), nameof(neighbours));
            Require.AllNotNegative(weights[i], nameof(weights));
            weights[i].CopyTo(values, binary._starts[i]);
        }

        return new SpatialWeights(binary._starts, binary._neighbours, values);
    }

    /// <summary>The same weights divided by the sum of their row, so that each area's neighbours weigh 1 together.</summary>
    /// <returns>Row-standardised weights; islands keep none.</returns>
    public SpatialWeights RowStandardised()
    {
        if (_values is null)
        {
            var rowWeights = new double[Count];
            for (var i = 0; i < Count; i++)
                rowWeights[i] = Row(i).IsEmpty ? 0 : 1.0 / Row(i).Length;
            return new SpatialWeights(_starts, _neighbours, null, rowWeights);
        }

        var values = new double[_values.Length];
        for (var i = 0; i < Count; i++)
        {
            var sum = 0.0;
            for (var k = _starts[i]; k < _starts[i + 1]; k++)
                sum += _values[k];
            for (var k = _starts[i]; k < _starts[i + 1]; k++)
                values[k] = sum == 0 ? 0 : _values[k] / sum;
        }

        return new SpatialWeights(_starts, _neighbours, values);
    }

    /// <summary>Weights of 1 with each area a neighbour of itself, as Gi* wants them.</summary>
    /// <returns>The weights with self.</returns>
    /// <exception cref="InvalidOperationException">The weights are not all 1: say yourself what an area weighs for itself, through <see cref="FromWeights"/>.</exception>
    public SpatialWeights WithSelf()
    {
        if (_values is not null || _rowWeights is not null)
            throw new InvalidOperationException("Self can be added to weights of 1 only; add it before standardising rows.");
        var starts = new int[Count + 1];
        var all = new int[_neighbours.Length + Count];
        var at = 0;
        for (var i = 0; i < Count; i++)
        {
            var placed = false;
            foreach (var j in Row(i))
            {
                if (!placed && j >= i)
                {
                    all[at++] = i;
                    placed = true;
                }

                if (j != i)
                    all[at++] = j;
            }

            if (!placed)
                all[at++] = i;
            starts[i + 1] = at;
        }

        return new SpatialWeights(starts, at == all.Length ? all : all[..at]);
    }

    internal ReadOnlySpan<int> Row(int area) => _neighbours.AsSpan(_starts[area], _starts[area + 1] - _starts[area]);

    internal int[] Starts => _starts;

    internal int[] AllNeighbours => _neighbours;

    /// <summary>Weights of single links, or null where all links of a row weigh the same.</summary>
    internal double[]? Values => _values;

    /// <summary>The weight shared by the links of a row.</summary>
    internal double RowWeight(int area) => _rowWeights is null ? 1 : _rowWeights[area];

    internal bool AllOnes => _values is null && _rowWeights is null;

    internal double Weight(int area, int link) => _values is not null ? _values[link] : RowWeight(area);

    /// <summary>Sum over the neighbours of an area of weight times value.</summary>
    internal double Lag(int area, ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        var end = _starts[area + 1];
        if (_values is null)
        {
            for (var k = _starts[area]; k < end; k++)
                sum += values[_neighbours[k]];
            return sum * RowWeight(area);
        }

        for (var k = _starts[area]; k < end; k++)
            sum += _values[k] * values[_neighbours[k]];
        return sum;
    }

    internal RowSums SumsOf(int area)
    {
        if (_values is null)
        {
            double k = _starts[area + 1] - _starts[area];
            var w = RowWeight(area);
            return new RowSums(k * w, k * w * w);
        }

        double sum = 0, squares = 0;
        for (var k = _starts[area]; k < _starts[area + 1]; k++)
        {
            sum += _values[k];
            squares += _values[k] * _values[k];
        }

        return new RowSums(sum, squares);
    }

    private int[] FindIslands()
    {
        var islands = new List<int>();
        for (var i = 0; i < Count; i++)
        {
            var row = Row(i);
            if (row.IsEmpty || (row.Length == 1 && row[0] == i))
                islands.Add(i);
        }

        return [.. islands];
    }
}

/// <summary>Sum of a row's weights and of their squares.</summary>
internal readonly record struct RowSums(double Sum, double Squares);
