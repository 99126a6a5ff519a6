namespace RiskReport.Domain.Roster;

/// <summary>What a list that left the system is. The numbers are stored.</summary>
public enum ExportKind
{
    Enterprises = 1,
    Items = 2,
    Statistics = 3,

    /// <summary>What a change of the rules would alter.</summary>
    Regrading = 4,

    /// <summary>The enterprises as a workbook that is imported again.</summary>
    Roll = 5,

    /// <summary>The audit trail of a region.</summary>
    Audit = 6,

    /// <summary>The board: how far the yearly reporting has come.</summary>
    Rollout = 7,

    /// <summary>How many risks and enterprises stand on each square kilometre.</summary>
    Density = 8,

    /// <summary>Tables of the analysis, and the names behind a movement of colours.</summary>
    Analysis = 9,
    Movement = 10,

    /// <summary>A workbook as it was handed in, and with what was found in it.</summary>
    Upload = 11,
    Marked = 12,

    /// <summary>A report, and what is made of it to hang out, taken by an office.</summary>
    Report = 13,
    Output = 14,

    /// <summary>What the hash of a receipt is made of, taken by an office.</summary>
    Original = 15,
}

public static class ExportKindWords
{
    /// <summary>Stands at the head of the file and on the public page.</summary>
    public static string Title(this ExportKind kind) => kind switch
    {
        ExportKind.Enterprises => "工业企业安全生产风险报告名册",
        ExportKind.Items => "工业企业安全风险清单",
        ExportKind.Statistics => "工业企业安全生产风险统计表",
        ExportKind.Regrading => "分级规则变化清单",
        ExportKind.Rollout => "安全生产风险报告推进情况表",
        ExportKind.Roll => "企业名册（导入格式）",
        ExportKind.Audit => "审计记录",
        ExportKind.Density => "工业企业安全风险空间分布表",
        ExportKind.Analysis => "工业企业安全风险分析表",
        ExportKind.Movement => "企业风险等级变化名单",
        ExportKind.Upload => "上传的导入文件",
        ExportKind.Marked => "标出问题的导入文件",
        ExportKind.Report => "工业企业安全生产风险报告",
        ExportKind.Output => "企业安全风险公示文件",
        ExportKind.Original => "报告原文",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static ExportKind OfExport(this RosterKind kind) => kind switch
    {
        RosterKind.Enterprises => ExportKind.Enterprises,
        RosterKind.Items => ExportKind.Items,
        RosterKind.Statistics => ExportKind.Statistics,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
