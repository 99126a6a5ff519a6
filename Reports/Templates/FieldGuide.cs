using System.Globalization;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Grading;

namespace RiskReport.Reports.Templates;

/// <summary>What a field asks for, in the words of the template: made from the field itself and the rules in force, never written down apart.</summary>
internal sealed class FieldGuide(GradingRules rules)
{
    /// <summary>What Excel shows of a prompt.</summary>
    public const int LongestPrompt = 255;

    /// <summary>The last row with prompts and drop-downs; further rows are read all the same.</summary>
    public const int LastRow = 10_000;

    public static string Requirement(Field field) => field.Required ? "必填" : field.IsAssessed ? "按评估方法填写" : "选填";

    public static string Kind(Field field) => field.Kind switch
    {
        FieldKind.CreditCode => $"{field.MaxLength} 位代码，文本格式",
        FieldKind.Township => "从下拉列表选择，或填写 9 位代码",
        FieldKind.Industry => "2 至 4 位代码，文本格式，见“代码表”",
        FieldKind.Phone => $"电话号码，文本格式，最多 {field.MaxLength} 个字符",
        FieldKind.Whole => $"整数，{Bounds(field)}",
        FieldKind.Fraction when FactorOf(field) is not null => "从下拉列表选择，取值随评估方法而不同",
        FieldKind.Fraction => $"数字，{Bounds(field)}",
        FieldKind.AccidentType or FieldKind.CatalogueCode => "从下拉列表选择，见“代码表”",
        FieldKind.Substances or FieldKind.Codes => $"文本，最多 {field.MaxLength} 个字，名称和代码见“代码表”",
        _ when field.Words.Count > 0 => $"从下拉列表选择：{string.Join("、", field.Words)}",
        _ => $"文本，最多 {field.MaxLength} 个字",
    };

    /// <summary>The hint, and what the rules in force add to it.</summary>
    public string Explanation(Field field)
    {
        var sentences = new[] { field.Hint, Methods(field), Steps(field) };
        return string.Concat(sentences.Where(s => !string.IsNullOrEmpty(s)).Select(s => s!.TrimEnd('。') + "。"));
    }

    /// <summary>The input prompt; what is too long for one is found in the instructions.</summary>
    public string Prompt(Field field)
    {
        var start = $"{Requirement(field)}，{Kind(field)}。";
        var unit = field.Unit is null ? "" : $"单位：{field.Unit}。";
        var whole = start + unit + Explanation(field);
        return whole.Length <= LongestPrompt ? whole : $"{start}{unit}{Methods(field)}。各项取值和含义见“填写说明”和“代码表”。";
    }

    /// <summary>What Excel says of an entry that it does not take.</summary>
    public static string Refusal(Field field) => field.Kind switch
    {
        FieldKind.CreditCode => $"统一社会信用代码应为 {field.MaxLength} 位，请对照营业执照核对。",
        FieldKind.Township => "列表中没有这个名称。请从下拉列表选择；如果填写的是本地区的 9 位镇街代码，可以继续。",
        FieldKind.Industry => "行业代码应为 GB/T 4754-2017 的 2 至 4 位数字代码，例如 3360。",
        FieldKind.Phone => $"“{field.Heading}”应为电话号码，请填写手机号或区号加座机号。",
        FieldKind.Whole => $"“{field.Heading}”应为整数，在 {Bounds(field)} 之间，不带单位和文字。",
        FieldKind.Fraction when FactorOf(field) is not null => $"“{field.Heading}”只能取所选评估方法的取值，请先选择评估方法，再从下拉列表选择。",
        FieldKind.Fraction => $"“{field.Heading}”应为数字，在 {Bounds(field)} 之间，不带单位和文字。",
        FieldKind.AccidentType or FieldKind.CatalogueCode => $"“{field.Heading}”请从下拉列表选择，全部内容见“代码表”。",
        _ when field.Words.Count > 0 => $"“{field.Heading}”只能填写{string.Join("、", field.Words)}。",
        _ => $"“{field.Heading}”最多 {field.MaxLength} 个字，请缩短。",
    };

    /// <summary>The factor that a column of the risk sheet holds.</summary>
    public static FactorKey? FactorOf(Field field) =>
        field.Kind == FieldKind.Fraction && Enum.TryParse<FactorKey>(field.Key, out var key) ? key : null;

    private static string Methods(Field field)
    {
        var methods = GradingMethodWords.All.Where(m => RiskFields.Of(m).Contains(field)).Select(m => $"“{m.Word()}”").ToList();
        return methods.Count == 0 ? "" : $"评估方法为{string.Join("或", methods)}时填写";
    }

    private string Steps(Field field) => FactorOf(field) is not { } key ? "" : string.Join("；", rules.RuleSet.Methods
        .Select(m => (m.Method, Factor: m.Factors.FirstOrDefault(f => f.Key == key)))
        .Where(m => m.Factor is not null)
        .Select(m => $"{m.Method.Word()} 取 {string.Join("、", m.Factor!.Steps.Select(s => Number(s.Value)))}"));

    private static string Bounds(Field field) => $"{Number(field.Min)} 至 {Number(field.Max)}";

    private static string Number(decimal value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
