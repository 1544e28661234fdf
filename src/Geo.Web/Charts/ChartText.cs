using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Geo.Web.Charts;

/// <summary>Text in a drawing, its middle at <see cref="Y"/>; Razor has a meaning of its own for the element.</summary>
public sealed class ChartText : ComponentBase
{
    /// <summary>Where it starts, ends or has its middle.</summary>
    [Parameter] public double X { get; set; }

    /// <summary>The middle of its first line.</summary>
    [Parameter] public double Y { get; set; }

    /// <summary>The words.</summary>
    [Parameter] public string Text { get; set; } = "";

    /// <summary>The words in several lines, instead.</summary>
    [Parameter] public IReadOnlyList<string>? Lines { get; set; }

    /// <summary>start, middle or end.</summary>
    [Parameter] public string Anchor { get; set; } = "start";

    /// <summary>Its class: geo-muted, geo-strong, geo-halo.</summary>
    [Parameter] public string? Class { get; set; }

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        var y = Y;
        foreach (var line in Lines ?? [Text])
        {
            builder.OpenElement(0, "text");
            builder.AddAttribute(1, "x", Chart.Px(X));
            builder.AddAttribute(2, "y", Chart.Px(y));
            builder.AddAttribute(3, "dy", "0.35em"); // not every program knows dominant-baseline
            builder.AddAttribute(4, "text-anchor", Anchor == "start" ? null : Anchor);
            builder.AddAttribute(5, "class", Class);
            builder.AddContent(6, line);
            builder.CloseElement();
            y += TextWidth.Line;
        }
    }
}
