using Microsoft.AspNetCore.Mvc.Rendering;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Outputs;
using RiskReport.Web.TagHelpers;

namespace RiskReport.Web.Features.Outputs;

/// <summary>The editor of one plan: the drawing as it is kept, and the rows as they are typed.</summary>
public sealed record PlanPage
{
    /// <summary>The drawing is a thousand wide whatever the picture is, so that letters have one size.</summary>
    public const int DrawnWidth = 1000;

    private const int BlankRows = 2;
    private const int LabelLength = 14;
    private const int LetterSize = 16;
    private const int PointLabelAbove = 34;

    public required OutputsPage Outputs { get; init; }
    public required FloorPlan Plan { get; init; }
    public required int Version { get; init; }
    public required IReadOnlyList<DrawnShape> Shapes { get; init; }
    public required IReadOnlyList<ShapeRow> Rows { get; init; }
    public IReadOnlyList<PageProblem> Problems { get; init; } = [];

    public string Address => $"{Outputs.Address}/plans/{Plan.Id}";
    public int DrawnHeight => Math.Max(1, (int)Math.Round((double)DrawnWidth * Plan.Height / Plan.Width));

    /// <summary>With some to fill in below; the last one is also what the script copies.</summary>
    public IEnumerable<ShapeRow> RowsAndBlanks => Rows.Concat(Enumerable.Repeat(ShapeRow.Blank, BlankRows));

    public IEnumerable<SelectListItem> RiskOptions => Outputs.Risks
        .Select(r => new SelectListItem($"{r.Number}. {r.Facts.Name}（{r.Colour.Word()}，{r.Facts.Location}）", $"{r.Number}"))
        .Prepend(new SelectListItem("请选择", ""));

    public string? ProblemOf(int row, string field) => Problems.FirstOrDefault(p => p.Name == $"Shapes[{row}].{field}")?.Message;

    public string Corners(DrawnShape shape) => string.Join(' ', shape.Points.Select(p => FormattableString.Invariant($"{X(p)},{Y(p)}")));

    public decimal X(PlanPoint point) => point.X * DrawnWidth / 100;

    public decimal Y(PlanPoint point) => decimal.Round(point.Y * DrawnHeight / 100, 2);

    /// <summary>In the middle of an area, above a point, and never over the edge.</summary>
    public decimal LabelX(DrawnShape shape)
    {
        var half = Label(shape).Length * LetterSize / 2;
        return Math.Clamp(decimal.Round(shape.Points.Average(X), 2), half, DrawnWidth - half);
    }

    public decimal LabelY(DrawnShape shape) =>
        Math.Max(LetterSize, decimal.Round(shape.Points.Average(Y), 2) - (shape.IsPoint ? PointLabelAbove : 0));

    public static string Label(DrawnShape shape) => $"{shape.Number} {(shape.Name.Length > LabelLength ? shape.Name[..LabelLength] + "…" : shape.Name)}";
}
