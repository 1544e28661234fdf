using Geo.Statistics.Distributions;

namespace Geo.Statistics.Harm;

/// <summary>A set of harm weights; its version belongs beside every score.</summary>
/// <param name="Version">Name and date of the set, such as "CCHI 2026-02". Not empty.</param>
/// <param name="Weights">Weight of one event of each category: days at the guideline's starting point, or a severity score.</param>
public sealed record HarmWeights(string Version, IReadOnlyList<double> Weights);

/// <summary>Harm of the events of an area.</summary>
/// <param name="Score">Σ count × weight.</param>
/// <param name="Limits">Normal limits, from 0 up; <see langword="null"/> where there are no events.</param>
/// <param name="Variance">Σ weight² × count.</param>
/// <param name="Events">Number of events.</param>
/// <param name="LargestEventShare">Share of the score that the heaviest single event has.</param>
/// <param name="OneEventDrives">Whether one event makes half of the score or more: "n = 1 drives this".</param>
/// <param name="WeightsVersion">The set of weights.</param>
public sealed record HarmResult(double Score, Limits? Limits, double Variance, long Events, double LargestEventShare, bool OneEventDrives, string WeightsVersion);

/// <summary>Crime harm: counts weighted by how bad each is.</summary>
/// <remarks>
/// Leave out police-initiated and historic reports. Var = Σ w²O as each count is Poisson; score ± z√Var. Show the rank by count beside the rank by harm.
/// Sources: Cambridge Crime Harm Index (Sherman and others 2016; days at the guideline's starting point); ONS Crime Severity Score (per population).
/// Scores printed without limits hide that one homicide can carry a ward.
/// </remarks>
public static class HarmScore
{
    /// <summary>Scores the counts of an area.</summary>
    /// <param name="counts">Events of each category, 0 or more.</param>
    /// <param name="weights">The weights, one for each category, 0 or more.</param>
    /// <param name="level">Confidence of the limits, more than 0 and less than 1.</param>
    /// <returns>The score; divide by population for a rate.</returns>
    /// <exception cref="ArgumentException">Lengths differ, the version is empty, or a number is out of range.</exception>
    public static HarmResult Of(ReadOnlySpan<long> counts, HarmWeights weights, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (string.IsNullOrWhiteSpace(weights.Version))
            throw new ArgumentException("weights must have a version.", nameof(weights));
        Require.AllCounts(counts);
        Require.SameLength(weights.Weights.Count, counts.Length, nameof(weights), nameof(counts));
        Require.Level(level);
        double score = 0, variance = 0, heaviest = 0;
        long events = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            var weight = weights.Weights[i];
            if (!(weight >= 0 && weight <= 1e12))
                throw new ArgumentException(Require.Text($"weights must be from 0 to 1e12; number {i} is {weight}."), nameof(weights));
            score += weight * counts[i];
            variance += weight * weight * counts[i];
            events += counts[i];
            if (counts[i] > 0)
                heaviest = Math.Max(heaviest, weight);
        }

        var reach = Normal.TwoSidedQuantile(level) * Math.Sqrt(variance);
        Limits? limits = events == 0 ? null : new Limits(Math.Max(0, score - reach), score + reach, level);
        var largest = score == 0 ? 0 : heaviest / score;
        return new HarmResult(score, limits, variance, events, largest, largest >= 0.5, weights.Version);
    }
}
