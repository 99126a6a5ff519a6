using RiskReport.Domain.Accounts;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Reference;

namespace RiskReport.Domain.Imports;

/// <summary>
/// Reads both sheets by the same rules as the form and decides which enterprises can be taken. An enterprise
/// and its risks go together, and every problem is found at once.
/// </summary>
public sealed class ImportPlanner(ReferenceData reference, GradingRules rules, IReadOnlyDictionary<string, EnterpriseConditions> known, Scope region, int year)
{
    private readonly List<ImportProblem> problems = [];
    private readonly Dictionary<string, Draft> byCode = [];
    private readonly List<Draft> drafts = [];
    private int risks;

    public static ImportPlan Plan(
        IEnumerable<ImportRow> enterprises, IEnumerable<ImportRow> risks, IEnumerable<ImportProblem> notices,
        ReferenceData reference, GradingRules rules, IReadOnlyDictionary<string, EnterpriseConditions> known, Scope region, int year)
    {
        var planner = new ImportPlanner(reference, rules, known, region, year);
        planner.problems.AddRange(notices);
        foreach (var row in enterprises.Where(r => !r.IsBlank))
            planner.AddEnterprise(row);
        foreach (var row in risks.Where(r => !r.IsBlank))
            planner.AddRisk(row);
        return planner.Finish();
    }

    private void AddEnterprise(ImportRow row)
    {
        var key = Key(row);
        if (key is not null && byCode.TryGetValue(key, out var first))
        {
            first.Refused = true;
            AddProblem(EnterpriseFields.Sheet, row.Number, EnterpriseFields.CreditCode.Heading, key, ProblemCodes.DuplicateInFile,
                $"统一社会信用代码“{key}”与第 {first.Row} 行重复，请只保留正确的一行；两行均未导入。");
            return;
        }

        var reader = new FieldReader(f => row[f], reference, region, year);
        var draft = new Draft(row.Number, key ?? Normal.Text(row[EnterpriseFields.CreditCode].Text), Normal.Text(row[EnterpriseFields.Name].Text))
        {
            Facts = EnterpriseFacts.Read(reader)?.Keeping(key is null ? null : known.GetValueOrDefault(key)),
            HasMajorRisk = reader.HasMajorRisk(EnterpriseFields.HasMajorRisk),
        };
        drafts.Add(draft);
        if (key is not null)
            byCode.Add(key, draft);
        AddAll(EnterpriseFields.Sheet, row.Number, reader.Problems, draft);
    }

    private void AddRisk(ImportRow row)
    {
        risks++;
        var key = Key(row);
        var owner = key is null ? null : byCode.GetValueOrDefault(key);
        var reader = new FieldReader(f => row[f], reference, region, year);
        var code = reader.CreditCode(RiskFields.CreditCode);
        var risk = RiskFacts.Read(reader);
        AddAll(RiskFields.Sheet, row.Number, reader.Problems, owner);
        if (owner is not null)
        {
            owner.RiskCount++;
            if (risk is not null)
                owner.Risks.Add((row.Number, owner.RiskCount, risk));
        }
        else if (code is not null)
        {
            AddProblem(RiskFields.Sheet, row.Number, RiskFields.CreditCode.Heading, code, ProblemCodes.UnknownEnterprise,
                $"统一社会信用代码“{code}”不在“{EnterpriseFields.Sheet}”表中，请在该表补充企业，或更正此行的代码。");
        }
    }

    private ImportPlan Finish() => new()
    {
        Enterprises = drafts.Select(Decide).ToList(),
        Problems = problems.OrderBy(p => p.Sheet == RiskFields.Sheet).ThenBy(p => p.Row).ToList(),
        RisksTotal = risks,
    };

    private PlannedEnterprise Decide(Draft draft) => new()
    {
        Row = draft.Row,
        CreditCode = draft.CreditCode,
        Name = draft.Name,
        Risks = draft.RiskCount,
        Filing = Grade(draft),
    };

    /// <summary>Looks at the risks of a refused enterprise too, so that nothing is left to be found at the next try.</summary>
    private Filing? Grade(Draft draft)
    {
        var complete = draft is { Refused: false, Facts: not null, HasMajorRisk: not null };
        var hasMajorRisk = draft.HasMajorRisk ?? true;
        var declared = draft.Risks.Select(r => r.Risk).ToList();
        var result = Filing.Assess(hasMajorRisk, declared, draft.Facts?.Conditions ?? EnterpriseConditions.None, rules);
        foreach (var problem in result.Problems)
        {
            if (problem.Item is { } item)
            {
                var factor = RiskFields.Named(problem.Factor!);
                // counted as the risks stand in the workbook, also behind one that could not be read
                var message = problem.Message.Replace($"第 {item + 1} 项", $"第 {draft.Risks[item].Ordinal} 项", StringComparison.Ordinal);
                AddProblem(RiskFields.Sheet, draft.Risks[item].Row, factor.Heading, ReportText.Of(declared[item])[factor], problem.Code, message);
            }
            else if (complete)
            {
                var field = EnterpriseFields.Named(problem.Factor);
                AddProblem(EnterpriseFields.Sheet, draft.Row, field.Heading, field == EnterpriseFields.HasMajorRisk ? hasMajorRisk ? "有" : "无" : "否", problem.Code, problem.Message);
            }
        }

        return !complete || result.Grade is null ? null : new Filing
        {
            Facts = draft.Facts!,
            HasMajorRisk = hasMajorRisk,
            Risks = declared,
            Grade = result.Grade,
            Source = FilingSource.Import,
        };
    }

    /// <summary>Rows belong together by the code as it stands, also where it is not a good one; a numeric cell by its digits.</summary>
    private static string? Key(ImportRow row)
    {
        var cell = row[EnterpriseFields.CreditCode];
        var text = Normal.Code(cell.Text);
        return text.Length == 0 ? null : text;
    }

    private void AddAll(string sheet, int row, IReadOnlyList<FieldProblem> found, Draft? owner)
    {
        if (owner is not null && found.Count > 0)
            owner.Refused = true;
        foreach (var problem in found)
            AddProblem(sheet, row, problem.Field.Heading, problem.Value, problem.Code, problem.Message);
    }

    private void AddProblem(string sheet, int row, string column, string value, string code, string message) =>
        problems.Add(new ImportProblem { Sheet = sheet, Row = row, Column = column, Value = value, Code = code, Message = message });

    private sealed class Draft(int row, string creditCode, string name)
    {
        public int Row => row;

        public string CreditCode => creditCode;

        public string Name => name;

        public EnterpriseFacts? Facts { get; init; }

        public bool? HasMajorRisk { get; init; }

        public bool Refused { get; set; }

        public int RiskCount { get; set; }

        public List<(int Row, int Ordinal, RiskFacts Risk)> Risks { get; } = [];
    }
}
