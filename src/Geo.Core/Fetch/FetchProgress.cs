namespace Geo.Core.Fetch;

/// <param name="What">What is fetched: a file, an address.</param>
/// <param name="Step">What happens with it, in words: <c>downloading, 64 of 1,654 MB</c>.</param>
/// <param name="Share">How much of it is done, 0 to 1; null where nobody knows.</param>
public sealed record FetchProgress(string What, string Step, double? Share = null);
