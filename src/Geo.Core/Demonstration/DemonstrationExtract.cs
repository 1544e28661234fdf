namespace Geo.Core.Demonstration;

/// <summary>A file as an agency would have sent it.</summary>
/// <param name="Source">Name of its description in <c>geodata/sources</c>.</param>
/// <param name="ExtractedOn">The day it was taken from the agency's system; what was known of its months from then on.</param>
internal sealed record DemonstrationExtract(string Source, DateOnly ExtractedOn, string FileName, string Text);
