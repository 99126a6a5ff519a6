using RiskReport.Domain.Grading;

namespace RiskReport.Domain.Fields;

/// <summary>The sheet 安全风险, and one risk of the form.</summary>
public static class RiskFields
{
    public const string Sheet = "安全风险";

    public static readonly Field CreditCode = EnterpriseFields.CreditCode;
    public static readonly Field Name = new("Name", "风险名称", FieldKind.Text) { Required = true, Hint = "例如：喷漆房火灾" };
    public static readonly Field RiskPoint = new("RiskPoint", "风险点", FieldKind.Text);
    public static readonly Field Location = new("Location", "所在位置", FieldKind.Text) { Required = true, Hint = "场所、部位或环节" };
    public static readonly Field AccidentType = new("AccidentType", "事故类型", FieldKind.AccidentType) { Required = true };
    public static readonly Field Consequence = new("Consequence", "可能后果", FieldKind.Text) { Required = true, MaxLength = 400 };
    public static readonly Field Method = new("Method", "评估方法", FieldKind.Method) { Required = true };
    public static readonly Field L = Factor("L");
    public static readonly Field E = Factor("E");
    public static readonly Field C = Factor("C");
    public static readonly Field S = Factor("S");
    public static readonly Field M = Factor("M");
    public static readonly Field CatalogueCode = new("CatalogueCode", "目录编号", FieldKind.CatalogueCode) { MaxLength = 20 };
    public static readonly Field People = new("People", "厂外500米人数", FieldKind.Whole) { Max = 1_000_000, Hint = "厂区边界外 500 米范围内的常住人数，没有的填 0" };
    public static readonly Field Substances = new("Substances", "危险化学品及数量", FieldKind.Substances) { MaxLength = 1000, Hint = "名称和最大量（吨），多种用分号隔开，例如：氨 20；乙醇 300；未列名的在后面注明危险性类别，例如：二甲胺 5 W2" };
    public static readonly Field ChemicalScore = new("ChemicalScore", "诊断分级得分", FieldKind.Fraction) { Hint = "应急〔2018〕19号诊断分级的总分，含加分和扣分" };
    public static readonly Field DirectRed = new("DirectRed", "直接判红情形", FieldKind.Codes) { MaxLength = 400, Hint = "有应急〔2018〕19号直接判定为红色的情形时填写代码，多个用顿号隔开" };
    public static readonly Field Controls = new("Controls", "管控措施", FieldKind.LongText) { Required = true, MaxLength = 1000 };
    public static readonly Field Emergency = new("Emergency", "应急措施", FieldKind.LongText) { Required = true, MaxLength = 1000 };
    public static readonly Field Department = new("Department", "责任部门", FieldKind.Text) { Required = true, MaxLength = 100 };
    public static readonly Field Owner = new("Owner", "责任人", FieldKind.PersonName) { Required = true, MaxLength = 100 };
    public static readonly Field Phone = new("Phone", "联系电话", FieldKind.Phone) { MaxLength = 30 };

    public static readonly IReadOnlyList<Field> All =
    [
        CreditCode, Name, RiskPoint, Location, AccidentType, Consequence, Method, L, E, C, S, M, CatalogueCode,
        People, Substances, ChemicalScore, DirectRed, Controls, Emergency, Department, Owner, Phone,
    ];

    /// <summary>What a method is assessed by; what stands in the other columns is not read.</summary>
    public static IReadOnlyList<Field> Of(GradingMethod method) => method switch
    {
        GradingMethod.Lec => [L, E, C],
        GradingMethod.Ls => [L, S],
        GradingMethod.Mes => [M, E, S],
        GradingMethod.Catalogue => [CatalogueCode],
        GradingMethod.MajorHazard => [People, Substances],
        GradingMethod.ChemicalScore => [ChemicalScore, DirectRed],
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, null),
    };

    /// <summary>One of the values of its list, or it is refused: nothing is rounded to one.</summary>
    private static Field Factor(string key) => new(key, key, FieldKind.Fraction) { Decimals = Field.MostDecimals };

    /// <summary>The field a grading problem is about; the grader names factors and fields by their heading.</summary>
    public static Field Named(string heading) => All.First(f => f.Heading == heading);
}
