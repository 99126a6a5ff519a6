using RiskReport.Domain.Fields;
using RiskReport.Domain.Reference;

namespace RiskReport.Web.Features.Declarations;

/// <summary>How far a part of the form has come.</summary>
public enum PartState
{
    NotStarted = 1,
    InProgress = 2,
    Wrong = 3,
    Done = 4,
}

public static class PartStateWords
{
    public static string Word(this PartState state) => state switch
    {
        PartState.NotStarted => "未开始",
        PartState.InProgress => "填写中",
        PartState.Wrong => "有错误",
        PartState.Done => "已完成",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };
}

/// <summary>One entry of the task list: a page of the form and the fields it asks for.</summary>
public sealed record Part(string Slug, string Title, IReadOnlyList<Field> Fields)
{
    public const string RisksSlug = "risks";
    public const string CheckSlug = "check";
    public const string NilSlug = "nil";

    public static readonly Part Basics = new("basics", "企业基本信息",
    [
        EnterpriseFields.Name, EnterpriseFields.Address, EnterpriseFields.Longitude, EnterpriseFields.Latitude, EnterpriseFields.LegalRepresentative,
        EnterpriseFields.SafetyOfficer, EnterpriseFields.Phone, EnterpriseFields.MainProducts, EnterpriseFields.Revenue, EnterpriseFields.FixedAssets,
    ]);

    public static readonly Part Industry = new("industry", "行业分类", [EnterpriseFields.Industry, EnterpriseFields.Scale, .. SheetFields.Questions]);

    public static readonly Part Safety = new("safety", "安全生产基本信息",
    [
        EnterpriseFields.Employees, EnterpriseFields.LargestShift, EnterpriseFields.ExternalWorkers, EnterpriseFields.SpecialWorkers, EnterpriseFields.CertifiedWorkers,
        EnterpriseFields.StaffLastYear, EnterpriseFields.JoinedLastYear, EnterpriseFields.LeftLastYear, EnterpriseFields.InjuryInsured, EnterpriseFields.LiabilityCover,
        EnterpriseFields.SafetySpending, EnterpriseFields.UsableArea, EnterpriseFields.AuxiliaryArea, EnterpriseFields.StructureArea,
    ]);

    public static readonly Part Whole = new("whole", "直接影响企业等级的情况", EnterpriseFields.Conditions);

    public static readonly Part Risks = new(RisksSlug, "较大以上安全风险", [EnterpriseFields.HasMajorRisk]);

    /// <summary>Everything an enterprise without 较大以上 risks must answer, on one page.</summary>
    public static readonly Part Nil = new(NilSlug, "确认无较大以上安全风险", [.. Basics.Fields, .. Industry.Fields, .. Safety.Fields, .. Whole.Fields]);

    public bool Asks(FormProblem problem) => problem.Item is null ? Fields.Any(f => DeclarationForm.Name(f) == problem.Name) : Slug == RisksSlug;

    public bool IsSheet => SheetFields.Find(Slug) is not null;

    public string Path => Slug is RisksSlug or NilSlug ? Slug : "parts/" + Slug;

    /// <summary>The parts of this report in order; a special sheet only where the industry or the answer asks for it.</summary>
    public static IReadOnlyList<Part> Of(DeclarationForm form, ReferenceData reference, int year) =>
        [Basics, Industry, Safety, .. Sheets(form, reference, year), Whole, Risks];

    public static IReadOnlySet<string> Expected(DeclarationForm form, ReferenceData reference, int year)
    {
        var industry = Normal.Code(form[EnterpriseFields.Industry]);
        return industry.Length < 2 ? new HashSet<string>() : SpecialSheet.On(reference.SpecialSheets, new DateOnly(year, 12, 31))
            .Where(s => s.IsExpectedIn(char.IsAsciiLetter(industry[0]) ? industry[1..] : industry))
            .Select(s => s.Code).ToHashSet();
    }

    /// <summary>The special subjects of this enterprise: where the answer is yes, or where the industry expects one and there is none yet.</summary>
    public static IReadOnlyList<Sheet> Subjects(DeclarationForm form, ReferenceData reference, int year)
    {
        var expected = Expected(form, reference, year);
        return [.. SheetFields.Sheets.Where(s => Normal.Text(form[s.Question]) is var answer && (answer == "是" || (answer.Length == 0 && expected.Contains(s.Code))))];
    }

    private static IEnumerable<Part> Sheets(DeclarationForm form, ReferenceData reference, int year) =>
        Subjects(form, reference, year).Select(s => new Part(s.Code, s.Title, [s.Question, .. s.Fields]));
}
