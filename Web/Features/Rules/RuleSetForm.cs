using System.Globalization;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Grading;
using RiskReport.Web.TagHelpers;

namespace RiskReport.Web.Features.Rules;

/// <summary>
/// A draft as it is typed: single values in boxes, lists one entry to a line with its parts between upright strokes. Reading
/// it finds every slip at once; whether the rules make sense is <see cref="RuleSetCheck"/>'s to say.
/// </summary>
public sealed class RuleSetForm
{
    private const int MostText = 20_000;

    private readonly List<PageProblem> problems = [];
    private readonly Dictionary<string, string> values;

    private RuleSetForm(Dictionary<string, string> values) => this.values = values;

    public int Version { get; private init; }

    public string this[string name] => values.GetValueOrDefault(name, "");

    public static RuleSetForm Of(RuleSetEntry entry)
    {
        var rules = entry.Rules;
        var values = new Dictionary<string, string> { ["Note"] = rules.Note };

        void Bound(string name, Threshold threshold)
        {
            values[$"{name}.From"] = GradeWords.Plain(threshold.From);
            values[$"{name}.Source"] = threshold.Source;
        }

        foreach (var method in rules.Methods)
        {
            var code = method.Method.Code();
            Bound($"{code}.Red", method.Red);
            Bound($"{code}.Orange", method.Orange);
            Bound($"{code}.Yellow", method.Yellow);
            foreach (var factor in method.Factors)
                values[$"{code}.{factor.Key}"] = Lines(factor.Steps, s => [GradeWords.Plain(s.Value), s.Words]);
        }

        var hazard = rules.MajorHazard;
        values["MajorHazard.Alpha"] = Lines(hazard.Alpha, a => [GradeWords.Plain(a.PeopleFrom), GradeWords.Plain(a.Alpha)]);
        foreach (var level in hazard.Levels)
        {
            values[$"MajorHazard.Level{level.Level}.From"] = GradeWords.Plain(level.From);
            values[$"MajorHazard.Level{level.Level}.Colour"] = level.Colour.Code();
            values[$"MajorHazard.Level{level.Level}.Source"] = level.Source;
        }

        values["MajorHazard.BelowColour"] = hazard.BelowColour.Code();
        values["MajorHazard.Source"] = hazard.Source;
        values["MajorHazard.AlphaSource"] = hazard.AlphaSource;
        values["MajorHazard.Substances"] = Lines(hazard.Substances, s => [s.Name, string.Join(' ', s.Aliases), GradeWords.Plain(s.CriticalQuantity), GradeWords.Plain(s.Beta)]);
        values["MajorHazard.Classes"] = Lines(hazard.Classes, c => [c.Code, GradeWords.Plain(c.CriticalQuantity), GradeWords.Plain(c.Beta)]);
        Bound("Chemical.Blue", rules.Chemical.Blue);
        Bound("Chemical.Yellow", rules.Chemical.Yellow);
        Bound("Chemical.Orange", rules.Chemical.Orange);
        values["Chemical.MaxScore"] = GradeWords.Plain(rules.Chemical.MaxScore);
        values["Chemical.DirectRed"] = Lines(rules.Chemical.DirectRed, c => [c.Code, c.Words, c.Source]);
        values["Overrides"] = Lines(rules.Overrides, o => [o.Id, o.Fact.Word(), GradeWords.Plain(o.AtLeast), o.Colour.Word(), o.Words, o.Source]);
        Bound("Management.Excellent", rules.Management.Excellent);
        Bound("Management.Good", rules.Management.Good);
        Bound("Management.Fair", rules.Management.Fair);
        return new RuleSetForm(values) { Version = entry.Version };
    }

    public static RuleSetForm From(IFormCollection posted, RuleSetEntry entry) => new(Of(entry).values.Keys.ToDictionary(k => k, k => posted[k].ToString()))
    {
        Version = int.TryParse(posted["Version"], out var version) ? version : -1,
    };

    /// <summary>The draft with what was typed, or every slip; names of methods, factors and levels are not the form's to change.</summary>
    public (RuleSet? Rules, IReadOnlyList<PageProblem> Problems) Read(RuleSet before)
    {
        problems.Clear();
        foreach (var (name, value) in values.Where(v => v.Value.Length > MostText))
            problems.Add(new PageProblem(name, $"内容过长（{value.Length} 个字），最多 {MostText} 个字。"));
        if (problems.Count > 0)
            return (null, problems);

        var rules = before with
        {
            Note = Normal.Text(this["Note"]),
            Methods = [.. before.Methods.Select(Method)],
            MajorHazard = Hazard(before.MajorHazard),
            Chemical = new ChemicalScoring
            {
                Blue = Bound("Chemical.Blue"),
                Yellow = Bound("Chemical.Yellow"),
                Orange = Bound("Chemical.Orange"),
                MaxScore = Number("Chemical.MaxScore", this["Chemical.MaxScore"]),
                DirectRed = [.. Entries("Chemical.DirectRed", "代码 | 说明 | 依据", 3).Select(e => new DirectRedCondition(e.Parts[0], e.Parts[1], e.Parts[2]))],
            },
            Overrides = [.. Entries("Overrides", "编号 | 情形 | 界限 | 等级 | 说明 | 依据", 6).Select(Override)],
            Management = new ManagementScale(Bound("Management.Excellent"), Bound("Management.Good"), Bound("Management.Fair")),
        };
        if (rules.Note.Length > 200)
            problems.Add(new PageProblem("Note", "说明最多 200 个字。"));
        if (problems.Count == 0)
            problems.AddRange(RuleSetCheck.Unusable(rules).Select(p => new PageProblem(InputOf(p.Part), p.Message)));
        return problems.Count == 0 ? (rules, []) : (null, problems);
    }

    /// <summary>The input that a problem of the check is shown at.</summary>
    public static string InputOf(string part) => part switch
    {
        "LEC" or "LS" or "MES" => $"{part}.Red.From",
        "Chemical" => "Chemical.Blue.From",
        "Management" => "Management.Excellent.From",
        "MajorHazard.Levels" => "MajorHazard.Level1.From",
        _ => part,
    };

    private ScoringMethod Method(ScoringMethod before)
    {
        var code = before.Method.Code();
        return before with
        {
            Red = Bound($"{code}.Red"),
            Orange = Bound($"{code}.Orange"),
            Yellow = Bound($"{code}.Yellow"),
            Factors = [.. before.Factors.Select(f => f with
            {
                Steps = [.. Entries($"{code}.{f.Key}", "取值 | 文字", 2).Select(e => new FactorStep(e.Number(0), e.Parts[1])).OrderByDescending(s => s.Value)],
            })],
        };
    }

    private MajorHazardScoring Hazard(MajorHazardScoring before) => before with
    {
        Alpha = [.. Entries("MajorHazard.Alpha", "人数 | α", 2).Select(e => new AlphaBand((int)e.Number(0, whole: true), e.Number(1)))],
        Levels = [.. before.Levels.Select(l => new HazardLevel(
            l.Level, Number($"MajorHazard.Level{l.Level}.From", this[$"MajorHazard.Level{l.Level}.From"]),
            Colour($"MajorHazard.Level{l.Level}.Colour", this[$"MajorHazard.Level{l.Level}.Colour"]), Normal.Text(this[$"MajorHazard.Level{l.Level}.Source"])))],
        BelowColour = Colour("MajorHazard.BelowColour", this["MajorHazard.BelowColour"]),
        Source = Normal.Text(this["MajorHazard.Source"]),
        AlphaSource = Normal.Text(this["MajorHazard.AlphaSource"]),
        Substances = [.. Entries("MajorHazard.Substances", "名称 | 别名 | 临界量 | β", 4)
            .Select(e => new Substance(e.Parts[0], e.Parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries), e.Number(2), e.Number(3)))],
        Classes = [.. Entries("MajorHazard.Classes", "类别 | 临界量 | β", 3).Select(e => new SubstanceClass(e.Parts[0].ToUpperInvariant(), e.Number(1), e.Number(2)))],
    };

    private OverrideRule Override(Entry entry)
    {
        if (EnterpriseFactWords.Parse(entry.Parts[1]) is not { } fact)
        {
            entry.Report($"情形“{entry.Parts[1]}”不能识别，可用 {string.Join("、", Enum.GetValues<EnterpriseFact>().Select(f => f.Word()))}");
            fact = EnterpriseFact.SeriousViolation;
        }

        var colour = Enum.GetValues<RiskColour>().Where(c => c.Word() == entry.Parts[3]).Select(c => (RiskColour?)c).FirstOrDefault();
        if (colour is null)
            entry.Report($"等级“{entry.Parts[3]}”不能识别，可用 {string.Join("、", Enum.GetValues<RiskColour>().OrderDescending().Select(c => c.Word()))}");
        return new OverrideRule(entry.Parts[0], fact, entry.Number(2), colour ?? RiskColour.Red, entry.Parts[4], entry.Parts[5]);
    }

    private Threshold Bound(string name) => new(Number($"{name}.From", this[$"{name}.From"]), Normal.Text(this[$"{name}.Source"]));

    private decimal Number(string name, string text)
    {
        if (Normal.Number(text) is { } number && Math.Abs(number) <= 1_000_000 && decimal.Round(number, 4) == number)
            return number;
        problems.Add(new PageProblem(name, $"“{text}”应为数字（最多四位小数）。"));
        return 0;
    }

    private RiskColour Colour(string name, string code)
    {
        if (RiskColourWords.Parse(code) is { } colour)
            return colour;
        problems.Add(new PageProblem(name, "请选择等级。"));
        return RiskColour.Red;
    }

    private IEnumerable<Entry> Entries(string name, string shape, int parts)
    {
        var lines = this[name].Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (Normal.Text(lines[i]).Length == 0)
                continue;
            var entry = new Entry(this, name, i + 1, lines[i].Split('|', '｜').Select(Normal.Text).ToArray());
            if (entry.Parts.Length == parts)
                yield return entry;
            else
                entry.Report($"应为“{shape}”{parts} 部分，用竖线隔开，现有 {entry.Parts.Length} 部分");
        }
    }

    private static string Lines<T>(IEnumerable<T> entries, Func<T, string[]> parts) => string.Join('\n', entries.Select(e => string.Join(" | ", parts(e))));

    /// <summary>One line of a list.</summary>
    private sealed record Entry(RuleSetForm Form, string Name, int Line, string[] Parts)
    {
        public void Report(string what) => Form.problems.Add(new PageProblem(Name, $"第 {Line.ToString(CultureInfo.InvariantCulture)} 行{what}。"));

        public decimal Number(int part, bool whole = false)
        {
            if (Normal.Number(Parts[part]) is { } number && Math.Abs(number) <= 1_000_000 && decimal.Round(number, whole ? 0 : 4) == number)
                return number;
            Report($"的“{Parts[part]}”应为{(whole ? "整数" : "数字")}");
            return 0;
        }
    }
}
