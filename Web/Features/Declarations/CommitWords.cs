namespace RiskReport.Web.Features.Declarations;

/// <summary>What a responsible person promises, in the same words wherever it is done.</summary>
public static class CommitWords
{
    public const string Promise = "本企业承诺：所填报的信息真实、准确、完整，已如实报告安全风险并落实管控措施；如有不实，愿承担相应的法律责任和信用后果。";
}
