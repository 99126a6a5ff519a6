using RiskReport.Domain.Imports;

namespace RiskReport.Web.Features.Imports;

/// <summary>A kind of problem in two or three words, to gather the same ones by.</summary>
public static class ProblemWords
{
    public static string Of(string code) => code switch
    {
        ProblemCodes.Required => "没有填写",
        ProblemCodes.CreditCodeCheck => "代码有误",
        ProblemCodes.NotInList => "不在列表中",
        ProblemCodes.Number => "不是数字",
        ProblemCodes.Range => "超出范围",
        ProblemCodes.Format => "格式不对",
        ProblemCodes.TooLong => "太长",
        ProblemCodes.NumericCode => "应为文本格式",
        ProblemCodes.Formula => "公式没有结果",
        ProblemCodes.ErrorCell => "错误值",
        ProblemCodes.DuplicateInFile or ProblemCodes.RepeatedBelow => "文件内重复",
        ProblemCodes.OutOfRegion => "不在本地区",
        ProblemCodes.UnknownEnterprise => "企业表中没有",
        ProblemCodes.Contradiction => "前后矛盾",
        ProblemCodes.AlreadyFiled => "不能覆盖",
        ProblemCodes.UnknownColumn => "不认识的列",
        _ => "请核对",
    };
}
