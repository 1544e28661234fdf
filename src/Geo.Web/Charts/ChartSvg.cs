using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging.Abstractions;

namespace Geo.Web.Charts;

/// <summary>Charts as files of their own: a whole SVG with title, styles and note in it.</summary>
public static class ChartSvg
{
    private static readonly Lazy<string> _styles = new(() =>
    {
        using var reader = new StreamReader(typeof(ChartSvg).Assembly.GetManifestResourceStream("charts.css")
            ?? throw new InvalidOperationException("The styles of the charts are not embedded."));
        return reader.ReadToEnd();
    });

    /// <summary>Renders a chart to SVG.</summary>
    /// <param name="parameters">The chart's parameters by name.</param>
    /// <param name="width">Width of the drawing without its margin.</param>
    public static Task<string> RenderAsync<TChart>(IReadOnlyDictionary<string, object?> parameters, double width = 640)
        where TChart : Chart => RenderAsync(typeof(TChart), parameters, width);

    /// <summary>Renders a chart of a kind that is known only now.</summary>
    /// <param name="chart">A kind of <see cref="Chart"/>.</param>
    /// <param name="parameters">The chart's parameters by name.</param>
    /// <param name="width">Width of the drawing without its margin.</param>
    public static async Task<string> RenderAsync(Type chart, IReadOnlyDictionary<string, object?> parameters, double width = 640)
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            RenderFragment drawn = builder =>
            {
                builder.OpenComponent(0, chart);
                builder.AddMultipleAttributes(1, parameters.Select(pair => KeyValuePair.Create(pair.Key, pair.Value!)));
                builder.CloseComponent();
            };
            var whole = new Dictionary<string, object?> { ["Value"] = new StandAlone(width, _styles.Value), ["ChildContent"] = drawn };
            var root = await renderer.RenderComponentAsync<CascadingValue<StandAlone>>(ParameterView.FromDictionary(whole));
            return root.ToHtmlString().Trim() + "\n";
        });
    }
}

/// <summary>Tells <see cref="ChartFrame"/> that the drawing stands alone.</summary>
/// <param name="Width">Width of the drawing without its margin.</param>
/// <param name="Styles">The styles that go with it.</param>
public sealed record StandAlone(double Width, string Styles);
