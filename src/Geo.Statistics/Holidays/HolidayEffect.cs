using Geo.Statistics.Change;
using Geo.Statistics.Distributions;

namespace Geo.Statistics.Holidays;

/// <summary>Events in holidays and in term time of one year.</summary>
/// <param name="HolidayCount">Events in holidays.</param>
/// <param name="HolidayDays">Days of holiday, greater than 0.</param>
/// <param name="TermCount">Events in term time.</param>
/// <param name="TermDays">Days of term, greater than 0.</param>
public readonly record struct HolidayStratum(long HolidayCount, double HolidayDays, long TermCount, double TermDays);

/// <summary>How many times as often things happen in school holidays.</summary>
/// <remarks>
/// RR = (H/dH)/(T/dT) with exact conditional limits, by week aligned to the local authority's term dates, with no lag or one week's. Years
/// are put together by Mantel and Haenszel's rate ratio with limits of Greenland and Robins (1985), so that a busier year is compared with itself.
/// Null hypothesis: the same rate in both. Comparing August with the rest of the year mistakes summer for holidays.
/// </remarks>
public static class HolidayEffect
{
    /// <summary>The effect in one year.</summary>
    /// <param name="year">The year's counts and days.</param>
    /// <param name="level">Confidence, more than 0 and less than 1.</param>
    /// <returns>The rate ratio with exact limits.</returns>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public static RateRatioEstimate OfYear(HolidayStratum year, double level = 0.95) =>
        RateRatio.Of(year.TermCount, year.HolidayCount, year.TermDays, year.HolidayDays, level);

    /// <summary>The effect over several years, each compared with itself.</summary>
    /// <param name="years">Counts and days of each year, at least one.</param>
    /// <param name="level">Confidence, more than 0 and less than 1.</param>
    /// <returns>The combined rate ratio; exact limits for one year, otherwise approximate ones; <see langword="null"/> as value where no events decide.</returns>
    /// <exception cref="ArgumentException">There are no years, or a number is out of range.</exception>
    public static RateRatioEstimate OfYears(ReadOnlySpan<HolidayStratum> years, double level = 0.95)
    {
        if (years.IsEmpty)
            throw new ArgumentException("years must hold at least one year.", nameof(years));
        Require.Level(level);
        if (years.Length == 1)
            return OfYear(years[0], level);
        double holiday = 0, term = 0, variance = 0;
        foreach (var year in years)
        {
            Require.Count(year.HolidayCount, nameof(years));
            Require.Count(year.TermCount, nameof(years));
            if (!(year.HolidayDays >= 1e-6 && year.HolidayDays <= 1e9 && year.TermDays >= 1e-6 && year.TermDays <= 1e9))
                throw new ArgumentException("years must have days from 1e-6 to 1e9.", nameof(years));
            var days = year.HolidayDays + year.TermDays;
            holiday += year.HolidayCount * year.TermDays / days;
            term += year.TermCount * year.HolidayDays / days;
            variance += (year.HolidayCount + year.TermCount) * (year.HolidayDays / days) * (year.TermDays / days);
        }

        if (holiday == 0 || term == 0)
        {
            double? value = holiday == 0 && term == 0 ? null : holiday == 0 ? 0 : double.PositiveInfinity;
            return new RateRatioEstimate(value, new Limits(0, double.PositiveInfinity, level));
        }

        var ratio = holiday / term;
        var reach = Math.Exp(Normal.TwoSidedQuantile(level) * Math.Sqrt(variance / holiday / term));
        return new RateRatioEstimate(ratio, new Limits(ratio / reach, ratio * reach, level));
    }

    /// <summary>Splits weekly counts by term dates.</summary>
    /// <param name="weeklyCounts">Events in each week, in order.</param>
    /// <param name="isHolidayWeek">Whether each week is a holiday.</param>
    /// <param name="lagWeeks">Weeks after which a holiday would show, 0 or 1: with 1 each week is judged by the one before, and the first week is left out.</param>
    /// <returns>The counts and days of both.</returns>
    /// <exception cref="ArgumentException">Lengths differ, a count or lag is out of range, or there is no week of holiday or none of term.</exception>
    public static HolidayStratum SplitWeeks(ReadOnlySpan<long> weeklyCounts, ReadOnlySpan<bool> isHolidayWeek, int lagWeeks = 0)
    {
        Require.AllCounts(weeklyCounts);
        Require.SameLength(isHolidayWeek.Length, weeklyCounts.Length, nameof(isHolidayWeek), nameof(weeklyCounts));
        Require.Between(lagWeeks, 0, 1);
        long holiday = 0, term = 0;
        int holidayWeeks = 0, termWeeks = 0;
        for (var week = lagWeeks; week < weeklyCounts.Length; week++)
        {
            if (isHolidayWeek[week - lagWeeks])
            {
                holiday += weeklyCounts[week];
                holidayWeeks++;
            }
            else
            {
                term += weeklyCounts[week];
                termWeeks++;
            }
        }

        if (holidayWeeks == 0 || termWeeks == 0)
            throw new ArgumentException("isHolidayWeek must have at least one week of holiday and one of term.", nameof(isHolidayWeek));
        return new HolidayStratum(holiday, 7 * holidayWeeks, term, 7 * termWeeks);
    }
}
