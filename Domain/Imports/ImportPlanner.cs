using RiskReport.Domain.Accounts;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Reference;

namespace RiskReport.Domain.Imports;

/// <summary>
/// Reads both sheets by the same rules as the form and decides whether an enterprise can be taken. An enterprise
/// and its risks go together, and every problem is found at once.
/// </summary>
public sealed class ImportPlanner(ReferenceData reference, GradingRules rules, Scope region, int year)
{
    /// <summary>Problems that belong to no enterprise of the workbook, row by row: there may be more of them than should be held.</summary>
    public IEnumerable<ImportProblem> Loose(ImportRows rows) => rows.Repeated.SelectMany(r => OfRepeated(r.Row, r.First)).Concat(rows.Orphans.SelectMany(OfOrphan));

    /// <summary>Its other cells too, since this may be the row that is to stay.</summary>
    private List<ImportProblem> OfRepeated(ImportRow row, int first)
    {
        var key = ImportRows.KeyOf(row)!;
        var problems = new List<ImportProblem>
        {
            Problem(EnterpriseFields.Sheet, row, EnterpriseFields.CreditCode, key, ProblemCodes.DuplicateInFile,
                $"统一社会信用代码“{key}”与第 {first} 行重复，请只保留正确的一行；两行均未导入。"),
        };
        var reader = Reader(row);
        EnterpriseFacts.Read(reader);
        reader.HasMajorRisk(EnterpriseFields.HasMajorRisk);
        Add(EnterpriseFields.Sheet, row, reader, problems);
        return problems;
    }

    private List<ImportProblem> OfOrphan(ImportRow row)
    {
        var problems = new List<ImportProblem>();
        if (ReadRisk(row, problems).Code is { } code)
            problems.Add(Problem(RiskFields.Sheet, row, RiskFields.CreditCode, code, ProblemCodes.UnknownEnterprise,
                $"统一社会信用代码“{code}”不在“{EnterpriseFields.Sheet}”表中，请在该表补充企业，或更正此行的代码。"));
        return problems;
    }

    /// <param name="known">What is on the roll of an enterprise of this code: what the workbook leaves open stays as it is.</param>
    public PlannedEnterprise Plan(ImportGroup group, EnterpriseFacts? known)
    {
        var row = group.Enterprise;
        var problems = new List<ImportProblem>();
        if (group.RepeatedAt is { } again)
            problems.Add(Problem(EnterpriseFields.Sheet, row, EnterpriseFields.CreditCode, group.Key!, ProblemCodes.RepeatedBelow,
                $"统一社会信用代码“{group.Key}”在第 {again} 行又出现，请只保留正确的一行；两行均未导入。"));
        var reader = Reader(row);
        var facts = EnterpriseFacts.Read(reader);
        if (facts is not null && known is not null)
            facts = facts.Keeping(known.Conditions).KeepingDetails(known);
        var hasMajorRisk = reader.HasMajorRisk(EnterpriseFields.HasMajorRisk);
        Add(EnterpriseFields.Sheet, row, reader, problems);

        var risks = new List<(ImportRow Row, int Ordinal, RiskFacts Risk)>(group.Risks.Count);
        for (var i = 0; i < group.Risks.Count; i++)
        {
            if (ReadRisk(group.Risks[i], problems).Risk is { } risk)
                risks.Add((group.Risks[i], i + 1, risk));
        }

        var complete = problems.Count == 0 && facts is not null && hasMajorRisk is not null;
        var filing = Grade(row, facts, hasMajorRisk, risks, complete, problems);
        var doubts = filing is null ? [] : Plausibility.Check(filing.Facts, filing.HasMajorRisk, reference, year);
        problems.AddRange(doubts.Select(d => Problem(EnterpriseFields.Sheet, row, d.Field, Normal.Text(row[d.Field].Text), d.Code, d.Message) with { Level = ProblemLevel.Warning }));
        return new PlannedEnterprise
        {
            Row = row.Number,
            CodeColumn = row.ColumnOf(EnterpriseFields.CreditCode),
            CreditCode = group.Key ?? Normal.Text(row[EnterpriseFields.CreditCode].Text),
            Name = Normal.Text(row[EnterpriseFields.Name].Text),
            Risks = group.Risks.Count,
            Problems = problems,
            Doubts = doubts,
            Filing = filing,
        };
    }

    /// <summary>Looks at the risks of a refused enterprise too, so that nothing is left to be found at the next try.</summary>
    private Filing? Grade(
        ImportRow row, EnterpriseFacts? facts, bool? answer, List<(ImportRow Row, int Ordinal, RiskFacts Risk)> risks, bool complete, List<ImportProblem> problems)
    {
        var hasMajorRisk = answer ?? true;
        var declared = risks.ConvertAll(r => r.Risk);
        var result = Filing.Assess(hasMajorRisk, declared, facts?.Conditions ?? EnterpriseConditions.None, rules);
        foreach (var problem in result.Problems)
        {
            if (problem.Item is { } item)
            {
                var factor = RiskFields.Named(problem.Factor!);
                // counted as the risks stand in the workbook, also behind one that could not be read
                var message = problem.Message.Replace($"第 {item + 1} 项", $"第 {risks[item].Ordinal} 项", StringComparison.Ordinal);
                problems.Add(Problem(RiskFields.Sheet, risks[item].Row, factor, ReportText.Of(declared[item])[factor], problem.Code, message));
            }
            else if (complete)
            {
                var field = EnterpriseFields.Named(problem.Factor);
                problems.Add(Problem(EnterpriseFields.Sheet, row, field, field == EnterpriseFields.HasMajorRisk ? hasMajorRisk ? "有" : "无" : "否", problem.Code, problem.Message));
            }
        }

        return !complete || result.Grade is null ? null : new Filing
        {
            Facts = facts!,
            HasMajorRisk = hasMajorRisk,
            Risks = declared,
            Grade = result.Grade,
            Source = FilingSource.Import,
        };
    }

    private (string? Code, RiskFacts? Risk) ReadRisk(ImportRow row, List<ImportProblem> problems)
    {
        var reader = Reader(row);
        var code = reader.CreditCode(RiskFields.CreditCode);
        var risk = RiskFacts.Read(reader);
        Add(RiskFields.Sheet, row, reader, problems);
        return (code, reader.Problems.Count == 0 ? risk : null);
    }

    /// <summary>By the rules of this import.</summary>
    public FieldReader Reader(Func<Field, Cell> source) => new(source, reference, region, year);

    private FieldReader Reader(ImportRow row) => Reader(f => row[f]);

    private static void Add(string sheet, ImportRow row, FieldReader reader, List<ImportProblem> problems)
    {
        foreach (var problem in reader.Problems)
            problems.Add(Problem(sheet, row, problem.Field, problem.Value, problem.Code, problem.Message));
    }

    private static ImportProblem Problem(string sheet, ImportRow row, Field field, string value, string code, string message) => new()
    {
        Sheet = sheet,
        Row = row.Number,
        Column = field.Heading,
        ColumnIndex = row.ColumnOf(field),
        Value = value,
        Code = code,
        Message = message,
    };
}
