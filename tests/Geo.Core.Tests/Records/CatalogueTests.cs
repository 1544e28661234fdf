using Geo.Core.Measures;
using Geo.Core.Records;
using Geo.Testing;
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
        Catalogue.Categories.Where(category => category.Classification != Catalogue.StreetLevel && category.Kind is "offence" or "incident").ShouldAllBe(category => codes.Contains(category.StreetLevel));
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

    [Fact]
    public void Measure_OfTheParagraphThatTellsHowOneIsAdded_CountsWhatItSays()
    {
        var paragraph = File.ReadAllText(Repository.At("CONTRIBUTING.md")).Split("```yaml\n")[1].Split("```")[0];

        var measure = Measure.Read(new StringReader("measures:\n" + paragraph), "CONTRIBUTING.md").ShouldHaveSingleItem();

        var robbery = Catalogue.Of("home-office").First(category => category.Group == "Robbery").Id;
        var knife = Catalogue.Flags.Single(flag => flag.Slug == "knife").Mask;
        measure.Times(robbery, knife).ShouldBe(1);
        measure.Times(robbery, 0).ShouldBe(0);
        measure.Times(Catalogue.Of("home-office").First(category => category.Group != "Robbery").Id, knife).ShouldBe(0);
    }

    [Theory]
    [InlineData("classification: home-office\n    groups: [Robery]", "measures.yaml, measure 'x': there is no group 'Robery'; there are Violence against the person, Sexual offences")]
    [InlineData("classification: home-office\n    flags: [knives]", "measures.yaml, measure 'x': there is no flag 'knives'; there are domestic-abuse")]
    [InlineData("classification: nowhere", "measures.yaml, measure 'x': no category is left.")]
    [InlineData("classification: street-level", "measures.yaml, measure 'x': it mixes incident and offence; name one kind.")]
    [InlineData("classification: home-office\n    polarity: low", "measures.yaml, measure 'x': there is no polarity 'low'; there are low-is-good, high-is-good, none.")]
    [InlineData("classification: home-office\n    colour: red", "measures.yaml, line 4: Property 'colour' not found")]
    public void Measure_ThatNamesWhatThereIsNot_IsRefusedByName(string rest, string message) =>
        Should.Throw<InvalidOperationException>(() => Measure.Read(new StringReader($"measures:\n  - slug: x\n    {rest}\n"), "geodata/catalogue/measures.yaml"))
            .Message.ShouldContain(message);

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
