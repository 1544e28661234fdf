namespace Geo.Core.Fetch;

/// <summary>What an outbound request may cost. Times of the network go by the machine's clock, waits between attempts by the injected one.</summary>
public sealed record OutboundLimits
{
    /// <summary>Time for an answer to begin, and for a document to have come whole.</summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Time for the next bytes of a large file.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Bytes of a document. Ten thousand crimes as JSON are 5 MB, two thousand wards 60 MB.</summary>
    public long Document { get; init; } = 128L << 20;

    /// <summary>Bytes of a large file. The archive of data.police.uk has 1.7 GB.</summary>
    public long File { get; init; } = 6L << 30;

    public int Attempts { get; init; } = 5;

    /// <summary>The wait after the first attempt; each one is twice the one before, give or take half.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A server that asks for more patience than this is left alone until the next run.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMinutes(10);

    public int Redirects { get; init; } = 3;

    /// <summary>An attempt that brought as much does not count: a large file may break off often, as long as it gets on.</summary>
    public long GettingOn { get; init; } = 1L << 20;
}
