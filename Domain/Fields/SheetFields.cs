namespace RiskReport.Domain.Fields;

/// <summary>What is asked of one special subject, where the yes-or-no question of the same key is answered with yes.</summary>
public sealed record Sheet(Field Question, IReadOnlyList<Field> Fields)
{
    /// <summary>The key of the question, and of the industries that expect it.</summary>
    public string Code => Question.Key;

    public string Title => Question == EnterpriseFields.MetalSmelting ? "金属冶炼（含钢铁）" : Question.Heading;
}

/// <summary>The special sheets of the reporting notice of 2022, 重点领域监管信息. A heading stands once in the whole report.</summary>
public static class SheetFields
{
    public static readonly IReadOnlyList<Sheet> Sheets =
    [
        new(EnterpriseFields.CombustibleDust,
        [
            Choice("DustKind", "粉尘种类", "铝镁等金属粉尘", "木粉尘", "粮食等农副产品粉尘", "纤维粉尘", "橡塑粉尘", "煤粉", "其他粉尘"),
            Choice("DustStorage", "粉尘存储方式", "袋装", "桶装", "料仓", "不存储"),
            Count("DustShift", "涉粉单班作业人数", "人") with { Hint = "同一时间在涉爆粉尘场所作业的最多人数" },
            Count("DustPlaces", "涉粉作业场所数", "处"),
            Count("DustCollectors", "除尘系统数量", "套"),
            Count("DryDustCollectors", "干式除尘系统数量", "套") with { Required = false },
        ]),
        new(EnterpriseFields.AmmoniaRefrigeration,
        [
            Amount("AmmoniaTonnes", "液氨最大储量(吨)", "吨"),
            Count("AmmoniaRooms", "氨制冷机房数", "处"),
            Count("QuickFreezers", "快速冻结装置数", "台"),
            Count("AmmoniaShift", "涉氨场所单班作业人数", "人"),
        ]),
        new(EnterpriseFields.MetalSmelting,
        [
            Count("BlastFurnaces", "高炉数量", "座"),
            Count("Converters", "转炉数量", "座"),
            Count("ElectricFurnaces", "电炉数量", "台") with { Hint = "含电弧炉、中频炉" },
            Count("AodFurnaces", "AOD炉数量", "座"),
            Count("OreFurnaces", "矿热炉数量", "座"),
            Count("CokeOvens", "焦炉数量", "座"),
            Count("GasHolders", "煤气柜数量", "座"),
            Amount("GasHolderVolume", "煤气柜总容积(立方米)", "立方米") with { Required = false },
            Count("LadleCranes", "吊运熔融金属起重机数量", "台"),
        ]),
        new(EnterpriseFields.DeepWellCasting,
        [
            Amount("CastingCapacity", "深井铸造年产能(吨)", "吨"),
            Count("CastingSystems", "深井浇铸系统数量", "套"),
            Count("HydraulicLifts", "液压式提升装置数量", "套"),
            Count("RopeLifts", "钢丝绳提升装置数量", "套"),
        ]),
        new(EnterpriseFields.ConfinedSpace,
        [
            Count("ConfinedSpaces", "有限空间数量", "处"),
            new("ConfinedKinds", "有限空间类型", FieldKind.Text) { Required = true, Hint = "例如：污水池、反应釜、地下管沟" },
            Count("ConfinedEntries", "有限空间年作业次数", "次"),
            new("ConfinedContracted", "有限空间作业是否发包", FieldKind.YesNo) { Required = true },
        ]),
        new(EnterpriseFields.SprayPainting,
        [
            Count("SprayPlaces", "喷涂作业场所数", "处"),
            Choice("PaintKind", "涂料类型", "溶剂型", "水性", "粉末", "溶剂型和其他混用"),
            Amount("PaintPerDay", "涂料日最大用量(千克)", "千克"),
            Count("DryingRooms", "烘干室数量", "间"),
        ]),
        new(EnterpriseFields.Wastewater,
        [
            Count("WastewaterPlants", "污水处理设施数量", "套"),
            Amount("WastewaterPerDay", "污水日处理能力(吨)", "吨"),
            new("WastewaterProcess", "污水处理主要工艺", FieldKind.Text) { Required = true, Hint = "例如：厌氧加好氧、混凝沉淀" },
            Choice("WastewaterOperation", "污水处理运维方式", "自行运维", "委托运维"),
        ]),
        new(EnterpriseFields.LithiumBattery,
        [
            Choice("BatteryWork", "锂电主要环节", "电芯生产", "电池组装", "储存", "回收利用"),
            Count("BatteryRooms", "化成和老化间数量", "间"),
            Amount("BatteryStorage", "电池最大储存量(千瓦时)", "千瓦时"),
            Count("BatteryShift", "涉锂电单班作业人数", "人"),
        ]),
    ];

    public static readonly IReadOnlyList<Field> All = [.. Sheets.SelectMany(s => s.Fields)];

    public static readonly IReadOnlyList<Field> Questions = [.. Sheets.Select(s => s.Question)];

    public static Sheet? Find(string? code) => Sheets.FirstOrDefault(s => string.Equals(s.Code, code, StringComparison.OrdinalIgnoreCase));

    private static Field Count(string key, string heading, string unit) => new(key, heading, FieldKind.Whole) { Required = true, Max = 1_000_000, Unit = unit };

    private static Field Amount(string key, string heading, string unit) => new(key, heading, FieldKind.Fraction) { Required = true, Unit = unit };

    private static Field Choice(string key, string heading, params string[] words) => new(key, heading, FieldKind.Choice) { Required = true, Choices = words };
}
