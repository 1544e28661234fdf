using Geo.Core.Measures;
using Geo.Core.Records;
using Shouldly;
using Xunit;

namespace Geo.Core.Tests.Records;

public sealed class CatalogueTests
{
    [Fact]
    public void Categories_HaveOneIdAndOneCodeEach()
    {
        Catalogue.Categories.Select(category => category.Id).ShouldBeUnique();
        Catalogue.Categories.Select(category => (category.Classification, category.Code)).ShouldBeUnique();
        Catalogue.Categories.ShouldAllBe(category => category.Name.Length > 0 && category.Kind.Length > 0);
    }

    [Fact]
    public void Offences_AllGoUnderAStreetLevelCategory()
    {
        var codes = Catalogue.Of(Catalogue.StreetLevel).Select(category => category.Code).ToList();
        Catalogue.Categories.Where(category => category.Classification != Catalogue.StreetLevel).ShouldAllBe(category => codes.Contains(category.StreetLevel));
    }

    [Fact]
    public void Flags_HaveABitEach()
    {
        Catalogue.Flags.Select(flag => flag.Bit).ShouldBeUnique();
        Catalogue.Flags.ShouldAllBe(flag => flag.Bit >= 0 && flag.Bit < 31);
    }

    [Fact]
    public void Measures_HaveANameEach_AndCountSomething()
    {
        Measure.All.Select(measure => measure.Slug).ShouldBeUnique();
        Measure.All.ShouldAllBe(measure => measure.Categories.Count > 0 && measure.Description.EndsWith('.'));
    }

    [Theory]
    [InlineData("recorded-crime", "8N", new string[0], 1)]
    [InlineData("violence-with-injury", "8N", new string[0], 1)]
    [InlineData("violence-with-injury", "105A", new string[0], 0)]
    [InlineData("hate-crime", "8N", new string[0], 0)]
    [InlineData("hate-crime", "8N", new[] { "hate-race", "hate-faith", "knife" }, 1)]
    [InlineData("hate-strands", "8N", new[] { "hate-race", "hate-faith", "knife" }, 2)]
    [InlineData("domestic-abuse", "8N", new[] { "knife" }, 0)]
    public void Measure_CountsARecord_AsOftenAsItsParagraphSays(string measure, string code, string[] flags, int times) =>
        Measure.Find(measure)!.Times(
            Catalogue.Of("home-office").Single(category => category.Code == code).Id,
            Catalogue.Flags.Where(flag => flags.Contains(flag.Slug)).Sum(flag => flag.Mask)).ShouldBe(times);
}
