using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Geo.Web.Charts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Geo.Web.Tests.Charts;

/// <summary>Renders charts, and reads what was drawn.</summary>
internal static partial class ChartRendering
{
    public static async Task<string> HtmlAsync(Type chart, IReadOnlyDictionary<string, object?> parameters)
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync(chart, ParameterView.FromDictionary(new Dictionary<string, object?>(parameters)))).ToHtmlString());
    }

    /// <summary>The figure as elements; what HTML leaves to be guessed, such as hidden ends of elements, our charts do not use.</summary>
    public static async Task<XElement> FigureAsync<TChart>(params (string Name, object? Value)[] parameters)
        where TChart : Chart =>
        XElement.Parse(await HtmlAsync(typeof(TChart), With(parameters)), LoadOptions.PreserveWhitespace);

    public static Dictionary<string, object?> With(params (string Name, object? Value)[] parameters)
    {
        var all = new Dictionary<string, object?> { ["Title"] = "The finding", ["Description"] = "What is shown" };
        foreach (var (name, value) in parameters)
            all[name] = value;
        return all;
    }

    /// <summary>The first drawing: the wide one.</summary>
    public static XElement Drawing(this XElement figure) => figure.DescendantsAndSelf("svg").First();

    public static IEnumerable<XElement> OfClass(this XElement element, string name) =>
        element.Descendants().Where(one => ((string?)one.Attribute("class") ?? "").Split(' ').Contains(name));

    public static double Number(this XElement element, string attribute) => double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);

    public static string[] Texts(this XElement drawing) => [.. drawing.Descendants("text").Select(text => text.Value)];

    /// <summary>The numbers of a path.</summary>
    public static double[] Path(this XElement path) => [.. Numbers().Matches(path.Attribute("d")!.Value).Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture))];

    /// <summary>The cells of the table, headings included, a row each.</summary>
    public static string[] Table(this XElement figure) =>
        [.. figure.Descendants("tr").Select(row => string.Join('|', row.Elements().Select(cell => cell.Value.Trim())))];

    [GeneratedRegex(@"-?[0-9]+(?:\.[0-9]+)?", RegexOptions.None, 1000)]
    private static partial Regex Numbers();
}
