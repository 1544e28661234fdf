namespace Geo.Core.Intake;

/// <summary>A refused row, with what identifies anybody left out.</summary>
internal sealed record RefusedRow(int Line, RowFault Fault, string Raw);

/// <summary>The rows of a month of an extract.</summary>
internal sealed class ExtractMonth(Month month)
{
    public Month Month => month;

    public List<ExtractRow> Rows { get; } = [];

    public List<RefusedRow> Refused { get; } = [];

    /// <summary>Of the rows that were taken.</summary>
    public RowsFingerprint Fingerprint { get; } = new();
}

/// <summary>
/// Gathers the rows of an extract by month. The same row again counts once; two rows of one key that differ are both set aside, because
/// nobody here can say which is right.
/// </summary>
internal sealed class ExtractReading
{
    private const string ByKey = "Correct it at the source: a key stands for one record.";

    private readonly Dictionary<string, Taken> _byKey = new(StringComparer.Ordinal);
    private readonly List<Taken> _taken = [];
    private readonly List<(RefusedRow Row, Month? Month)> _refused = [];

    public int Rows { get; set; }

    public bool LastIsRagged { get; private set; }

    public IReadOnlyList<RefusedRow> Refused => _refused.ConvertAll(pair => pair.Row);

    public void Take(IExtractRows rows, ExtractRow row, ExtractFormat format)
    {
        LastIsRagged = false;
        var fingerprint = new RowsFingerprint();
        format.Fingerprint(rows, fingerprint);
        var taken = new Taken(row, fingerprint, format.Masked(rows));
        if (_byKey.TryAdd(row.Key, taken))
        {
            _taken.Add(taken);
            return;
        }

        var first = _byKey[row.Key];
        var same = first.Fingerprint.ToArray().AsSpan().SequenceEqual(fingerprint.ToArray());
        var fault = same
            ? new RowFault("duplicate-row", "", "", $"The same row stands on line {first.Row.Line}; it counts once.", "")
            : new RowFault("duplicate-key", "", "", $"Lines {first.Row.Line} and {row.Line} have one key and differ; neither counts.", ByKey);
        _refused.Add((new(row.Line, fault, taken.Masked), row.Month));
        if (same || first.IsSetAside)
            return;
        first.IsSetAside = true;
        _refused.Add((new(first.Row.Line, fault, first.Masked), first.Row.Month));
    }

    public void Refuse(IExtractRows rows, RowFault fault, ExtractFormat format)
    {
        LastIsRagged = fault.Code == "ragged-row";
        _refused.Add((new(rows.Line, fault, format.Masked(rows)), null));
    }

    /// <summary>Every month from the first to the last; refused rows whose month cannot be read go with the first.</summary>
    public IReadOnlyList<ExtractMonth> Months()
    {
        var first = _taken.Min(taken => taken.Row.Month.Number);
        var last = _taken.Max(taken => taken.Row.Month.Number);
        var months = Enumerable.Range(first, last - first + 1).Select(number => new ExtractMonth(new Month(number))).ToList();
        foreach (var taken in _taken.Where(taken => !taken.IsSetAside))
        {
            var month = months[taken.Row.Month.Number - first];
            month.Rows.Add(taken.Row);
            month.Fingerprint.Add(taken.Fingerprint);
        }

        foreach (var (row, month) in _refused)
            months[Math.Clamp((month?.Number ?? first) - first, 0, months.Count - 1)].Refused.Add(row);
        return months;
    }

    private sealed class Taken(ExtractRow row, RowsFingerprint fingerprint, string masked)
    {
        public ExtractRow Row => row;

        public RowsFingerprint Fingerprint => fingerprint;

        public string Masked => masked;

        public bool IsSetAside { get; set; }
    }
}
