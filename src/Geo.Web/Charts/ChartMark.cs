using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Geo.Web.Charts;

/// <summary>The shape of a mark, so that nothing rests on colour alone.</summary>
public enum MarkShape
{
    /// <summary>A circle.</summary>
    Circle,

    /// <summary>A square on its corner.</summary>
    Diamond,

    /// <summary>A square.</summary>
    Square,

    /// <summary>A triangle that points up.</summary>
    Up,

    /// <summary>A triangle that points down.</summary>
    Down,

    /// <summary>An upright line.</summary>
    Tick,

    /// <summary>A level line.</summary>
    Line,
}

/// <summary>A mark in a drawing.</summary>
public sealed class ChartMark : ComponentBase
{
    /// <summary>Its middle.</summary>
    [Parameter] public double X { get; set; }

    /// <summary>Its middle.</summary>
    [Parameter] public double Y { get; set; }

    /// <summary>Half its size.</summary>
    [Parameter] public double Radius { get; set; } = 4;

    /// <summary>Its shape.</summary>
    [Parameter] public MarkShape Shape { get; set; }

    /// <summary>Its class.</summary>
    [Parameter] public string? Class { get; set; }

    /// <summary>What is told where a pointer rests on it.</summary>
    [Parameter] public string? Tip { get; set; }

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, Shape == MarkShape.Circle ? "circle" : "path");
        if (Shape == MarkShape.Circle)
        {
            builder.AddAttribute(1, "cx", Chart.Px(X));
            builder.AddAttribute(2, "cy", Chart.Px(Y));
            builder.AddAttribute(3, "r", Chart.Px(Radius));
        }
        else
        {
            builder.AddAttribute(4, "d", Outline());
        }

        builder.AddAttribute(5, "class", Class);
        if (Tip is not null)
        {
            builder.OpenElement(6, "title");
            builder.AddContent(7, Tip);
            builder.CloseElement();
        }

        builder.CloseElement();
    }

    private string Outline()
    {
        string x = Chart.Px(X), left = Chart.Px(X - Radius), right = Chart.Px(X + Radius);
        string y = Chart.Px(Y), top = Chart.Px(Y - Radius), bottom = Chart.Px(Y + Radius);
        return Shape switch
        {
            MarkShape.Diamond => $"M{x} {top}L{right} {y}L{x} {bottom}L{left} {y}z",
            MarkShape.Square => $"M{left} {top}H{right}V{bottom}H{left}z",
            MarkShape.Up => $"M{x} {top}L{right} {bottom}H{left}z",
            MarkShape.Down => $"M{x} {bottom}L{right} {top}H{left}z",
            MarkShape.Tick => $"M{x} {top}V{bottom}",
            _ => $"M{left} {y}H{right}",
        };
    }
}
