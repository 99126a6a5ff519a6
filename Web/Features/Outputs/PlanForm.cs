using System.Globalization;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Outputs;
using RiskReport.Web.TagHelpers;

namespace RiskReport.Web.Features.Outputs;

/// <summary>One shape as typed: the number of its risk, the numbers of others at the same place, and its coordinates.</summary>
public sealed record ShapeRow(string Risk, string Others, string Points, bool Removed)
{
    public static readonly ShapeRow Blank = new("", "", "", false);

    public bool IsBlank => Risk.Length == 0 && Others.Length == 0 && Points.Length == 0;

    public static ShapeRow Of(DrawnShape shape)
    {
        var numbers = shape.Risks.Select(r => r.Number.ToString(CultureInfo.InvariantCulture)).ToList();
        return new ShapeRow(numbers.FirstOrDefault() ?? "", string.Join('、', numbers.Skip(1)), Coordinates.Write(shape.Points), false);
    }
}

/// <summary>A drawing as posted, whether its rows were typed or drawn by script.</summary>
public sealed record PlanForm(int Version, int ReportVersion, IReadOnlyList<ShapeRow> Rows)
{
    /// <summary>More than may be kept, since removed ones are posted too.</summary>
    private const int MostRows = 4 * PlanShape.Most;

    private static readonly char[] BetweenNumbers = ['、', ',', '，', ';', '；', ' ', '\u3000'];

    public static PlanForm From(IFormCollection posted)
    {
        var rows = new List<ShapeRow>();
        for (var i = 0; i < MostRows && posted.ContainsKey($"Shapes[{i}].Points"); i++)
            rows.Add(new ShapeRow(Text($"Shapes[{i}].Risk"), Text($"Shapes[{i}].Others"), Text($"Shapes[{i}].Points"), Text($"Shapes[{i}].Remove") == "true"));

        return new PlanForm(Whole("Version"), Whole("ReportVersion"), rows);

        string Text(string name) => Normal.Text(posted[name].ToString());
        int Whole(string name) => int.TryParse(posted[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
    }

    /// <summary>The shapes to keep, or everything that is wrong with them.</summary>
    public (IReadOnlyList<PlanShape> Shapes, IReadOnlyList<PageProblem> Problems) Check(IReadOnlyList<NumberedRisk> risks)
    {
        var (shapes, problems) = (new List<PlanShape>(), new List<PageProblem>());
        for (var i = 0; i < Rows.Count; i++)
        {
            if (Rows[i].IsBlank || Rows[i].Removed)
                continue;

            var before = problems.Count;
            var wanted = RisksOf(i, risks, problems);
            var (points, problem) = Coordinates.Read(Rows[i].Points);
            if (problem is not null)
                problems.Add(new PageProblem($"Shapes[{i}].Points", $"图形 {i + 1}：{problem}"));
            if (problems.Count == before)
                shapes.Add(new PlanShape(points, wanted));
        }

        if (shapes.Count > PlanShape.Most)
            problems.Add(new PageProblem("", $"图上有 {shapes.Count} 个图形，超过 {PlanShape.Most} 个的上限。请合并相邻的区域，或者分成几张平面图。"));
        return (shapes, problems);
    }

    private List<PlanRisk> RisksOf(int row, IReadOnlyList<NumberedRisk> risks, List<PageProblem> problems)
    {
        var wanted = new List<PlanRisk>();
        if (Rows[row].Risk.Length == 0)
            problems.Add(new PageProblem($"Shapes[{row}].Risk", $"图形 {row + 1}：请选择它代表的安全风险。"));
        else
            Add(Rows[row].Risk, PlanFields.Risk);
        foreach (var number in Rows[row].Others.Split(BetweenNumbers, StringSplitOptions.RemoveEmptyEntries))
            Add(number, PlanFields.Others);
        return wanted;

        void Add(string number, Field field)
        {
            if (int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var known) && known >= 1 && known <= risks.Count)
                wanted.Add(new PlanRisk(known, risks[known - 1].Facts.Name));
            else
                problems.Add(new PageProblem($"Shapes[{row}].{field.Key}", $"图形 {row + 1}：“{number}”不是本年度报告中风险的序号（1 至 {risks.Count}），多个序号用顿号隔开。"));
        }
    }
}
