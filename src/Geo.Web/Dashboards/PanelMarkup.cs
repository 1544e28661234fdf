using System.Runtime.CompilerServices;
using Geo.Core.Dashboards;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging.Abstractions;

namespace Geo.Web.Dashboards;

/// <summary>The drawings and tables of panels as markup, made once for each answer and kept as long as it: they take most of a page's time.</summary>
internal static class PanelMarkup
{
    private static readonly ServiceProvider Services = new ServiceCollection().BuildServiceProvider();

    private static readonly ConditionalWeakTable<PanelAnswer, Lazy<Task<MarkupString>>> Kept = [];

    /// <param name="number">Of the panel on its page.</param>
    public static Task<MarkupString> OfAsync(PanelAnswer answer, int number) =>
        Kept.GetValue(answer, drawn => new(() => Task.Run(() => DrawAsync(drawn, number)))).Value;

    private static async Task<MarkupString> DrawAsync(PanelAnswer answer, int number)
    {
        await using var renderer = new HtmlRenderer(Services, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var told = new Dictionary<string, object?> { [nameof(PanelFigures.Answer)] = answer, [nameof(PanelFigures.Number)] = number };
            return (MarkupString)(await renderer.RenderComponentAsync<PanelFigures>(ParameterView.FromDictionary(told))).ToHtmlString();
        });
    }
}
