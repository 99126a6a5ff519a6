namespace RiskReport.Domain.Fields;

/// <summary>The sheet 企业信息, and the basics of the form.</summary>
public static class EnterpriseFields
{
    public const string Sheet = "企业信息";

    public static readonly Field CreditCode = new("CreditCode", "统一社会信用代码", FieldKind.CreditCode) { Required = true, MaxLength = 18, Hint = "18 位，见营业执照" };
    public static readonly Field Name = new("Name", "企业名称", FieldKind.Text) { Required = true, Hint = "与营业执照一致" };
    public static readonly Field Township = new("Township", "所属镇街代码", FieldKind.Township) { Required = true, Hint = "9 位代码，或本地区内唯一的镇街名称" };
    public static readonly Field Industry = new("Industry", "行业代码", FieldKind.Industry) { Required = true, MaxLength = 5, Hint = "GB/T 4754-2017，2 至 4 位数字，例如 3360" };
    public static readonly Field Scale = new("Scale", "规模", FieldKind.Scale) { Required = true, Hint = "年主营业务收入 2000 万元及以上为规上" };
    public static readonly Field Address = new("Address", "经营地址", FieldKind.Text) { Required = true, MaxLength = 300 };
    public static readonly Field Longitude = new("Longitude", "经度", FieldKind.Fraction) { Decimals = 6, Min = 73, Max = 136, Hint = "CGCS2000，十进制度，例如 120.98；高德、微信等地图的坐标（GCJ-02）会偏约 500 米，须先换算" };
    public static readonly Field Latitude = new("Latitude", "纬度", FieldKind.Fraction) { Decimals = 6, Min = 3, Max = 54, Hint = "CGCS2000，十进制度，例如 31.38；高德、微信等地图的坐标（GCJ-02）会偏约 500 米，须先换算" };
    public static readonly Field LegalRepresentative = new("LegalRepresentative", "法定代表人", FieldKind.PersonName) { Required = true, MaxLength = 100 };
    public static readonly Field SafetyOfficer = new("SafetyOfficer", "安全负责人", FieldKind.PersonName) { Required = true, MaxLength = 100 };
    public static readonly Field Phone = new("Phone", "联系电话", FieldKind.Phone) { Required = true, MaxLength = 30, Hint = "手机号，或区号加座机号" };
    public static readonly Field Employees = new("Employees", "从业人数", FieldKind.Whole) { Required = true, Max = 1_000_000, Unit = "人" };
    public static readonly Field Revenue = new("Revenue", "上年营业收入(万元)", FieldKind.Fraction) { Unit = "万元", Required = true, Max = 1_000_000_000, Hint = "主营业务收入与其他业务收入之和，可填小数" };
    public static readonly Field FixedAssets = new("FixedAssets", "固定资产(万元)", FieldKind.Fraction) { Unit = "万元", Max = 1_000_000_000, Hint = "房屋建筑物、机器、机械、运输工具和其他生产设备、器具、工具，可填小数" };
    public static readonly Field MainProducts = new("MainProducts", "主营产品", FieldKind.Text) { MaxLength = 300 };
    public static readonly Field LargestShift = new("LargestShift", "单班最多作业人数", FieldKind.Whole) { Max = 1_000_000, Unit = "人" };
    public static readonly Field ExternalWorkers = new("ExternalWorkers", "外用工人数", FieldKind.Whole) { Max = 1_000_000, Unit = "人", Hint = "劳务派遣、外包等" };
    public static readonly Field SpecialWorkers = new("SpecialWorkers", "特种作业人数", FieldKind.Whole) { Max = 1_000_000, Unit = "人", Hint = "电工、焊工、高处作业等特种作业岗位的人数" };
    public static readonly Field CertifiedWorkers = new("CertifiedWorkers", "特种作业持证人数", FieldKind.Whole) { Max = 1_000_000, Unit = "人" };
    public static readonly Field StaffLastYear = new("StaffLastYear", "上年在职人数", FieldKind.Whole) { Max = 1_000_000, Unit = "人", Hint = "与进入、离开人数一起，用来计算人员流动率" };
    public static readonly Field JoinedLastYear = new("JoinedLastYear", "上年进入人数", FieldKind.Whole) { Max = 1_000_000, Unit = "人" };
    public static readonly Field LeftLastYear = new("LeftLastYear", "上年离开人数", FieldKind.Whole) { Max = 1_000_000, Unit = "人" };
    public static readonly Field InjuryInsured = new("InjuryInsured", "工伤保险参保人数", FieldKind.Whole) { Max = 1_000_000, Unit = "人" };
    public static readonly Field LiabilityCover = new("LiabilityCover", "安责险保额(万元)", FieldKind.Fraction) { Unit = "万元", Max = 1_000_000_000 };
    public static readonly Field SafetySpending = new("SafetySpending", "上年安全投入(万元)", FieldKind.Fraction) { Unit = "万元", Max = 1_000_000_000, Hint = "风险辨识、培训教育、落实管控措施等资金" };
    public static readonly Field UsableArea = new("UsableArea", "使用面积(平方米)", FieldKind.Fraction) { Unit = "平方米", Hint = "直接用于生产经营的面积，可填小数" };
    public static readonly Field AuxiliaryArea = new("AuxiliaryArea", "辅助面积(平方米)", FieldKind.Fraction) { Unit = "平方米", Hint = "走道、楼梯、卫生间等" };
    public static readonly Field StructureArea = new("StructureArea", "结构面积(平方米)", FieldKind.Fraction) { Unit = "平方米", Hint = "墙、柱等结构所占的面积" };
    public static readonly Field CombustibleDust = new("CombustibleDust", "粉尘涉爆", FieldKind.YesNo) { Hint = "生产中产生可燃性粉尘，例如铝镁粉、木粉、面粉" };
    public static readonly Field AmmoniaRefrigeration = new("AmmoniaRefrigeration", "涉氨制冷", FieldKind.YesNo) { Hint = "使用液氨制冷" };
    public static readonly Field MetalSmelting = new("MetalSmelting", "金属冶炼", FieldKind.YesNo) { Hint = "炼铁、炼钢、铁合金、有色金属冶炼，有熔融金属" };
    public static readonly Field DeepWellCasting = new("DeepWellCasting", "深井铸造", FieldKind.YesNo) { Hint = "铝加工深井铸造工艺" };
    public static readonly Field ConfinedSpace = new("ConfinedSpace", "有限空间", FieldKind.YesNo) { Hint = "有池、罐、窖、釜等需要进入作业的有限空间" };
    public static readonly Field SprayPainting = new("SprayPainting", "喷涂作业", FieldKind.YesNo) { Hint = "有喷漆、喷粉、浸涂或烘干作业" };
    public static readonly Field Wastewater = new("Wastewater", "污水处理", FieldKind.YesNo) { Hint = "有污水处理设施" };
    public static readonly Field LithiumBattery = new("LithiumBattery", "锂电", FieldKind.YesNo) { Hint = "生产、储存或回收锂离子电池" };
    public static readonly Field HazardPlacePeople = new("HazardPlacePeople", "危险场所最多人数", FieldKind.Whole) { Max = 1_000_000, Hint = "有火灾、爆炸、中毒危险的同一场所，同时作业的最多人数；没有这类场所的填 0", Unit = "人" };
    public static readonly Field MajorHazard = new("MajorHazard", "重大危险源", FieldKind.YesNo) { Hint = "按 GB 18218 辨识，是否有构成重大危险源的单元" };
    public static readonly Field SeriousViolation = new("SeriousViolation", "重大违法未整改", FieldKind.YesNo) { Hint = "违反法律、法规或强制性标准的重大问题是否尚未整改" };
    public static readonly Field AccidentConditions = new("AccidentConditions", "事故条件未消除", FieldKind.YesNo) { Hint = "发生过死亡、重伤或重大财产损失事故，且现在发生事故的条件是否依然存在" };
    public static readonly Field HasMajorRisk = new("HasMajorRisk", "有无较大以上风险", FieldKind.HasMajorRisk) { Required = true };

    public static readonly IReadOnlyList<Field> All =
    [
        CreditCode, Name, Township, Industry, Scale, Address, Longitude, Latitude, LegalRepresentative, SafetyOfficer, Phone,
        Employees, Revenue, FixedAssets, MainProducts, LargestShift, ExternalWorkers, SpecialWorkers, CertifiedWorkers,
        StaffLastYear, JoinedLastYear, LeftLastYear, InjuryInsured, LiabilityCover, SafetySpending, UsableArea, AuxiliaryArea, StructureArea,
        CombustibleDust, AmmoniaRefrigeration, MetalSmelting, DeepWellCasting, ConfinedSpace, SprayPainting, Wastewater, LithiumBattery,
        HazardPlacePeople, MajorHazard, SeriousViolation, AccidentConditions, HasMajorRisk,
    ];

    /// <summary>What the rules about an enterprise as a whole ask for.</summary>
    public static readonly IReadOnlyList<Field> Conditions = [HazardPlacePeople, MajorHazard, SeriousViolation, AccidentConditions];

    /// <summary>The field a problem of the enterprise as a whole is about; without one it is the answer 有/无.</summary>
    public static Field Named(string? heading) => All.FirstOrDefault(f => f.Heading == heading) ?? HasMajorRisk;
}
