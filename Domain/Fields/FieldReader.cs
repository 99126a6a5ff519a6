using System.Globalization;
using System.Text.RegularExpressions;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Imports;
using RiskReport.Domain.Reference;

namespace RiskReport.Domain.Fields;

/// <summary>
/// Reads answers, whether typed into the form or found in a workbook, by the one rule of each field,
/// and collects every problem. What cannot be read is null and has a problem.
/// </summary>
public sealed partial class FieldReader(Func<Field, Cell> source, ReferenceData reference, Scope scope, int year)
{
    private readonly List<FieldProblem> problems = [];

    public IReadOnlyList<FieldProblem> Problems => problems;

    public string? Text(Field field)
    {
        if (Raw(field) is not { } text)
            return null;
        if (text.Length > field.MaxLength)
            return Report(field, text, ProblemCodes.TooLong, $"“{field.Heading}”最多 {field.MaxLength} 个字，现有 {text.Length} 个字，请缩短。");
        return text;
    }

    /// <summary>A name as it is read where persons are masked is nobody's: it must not take the place of the whole one.</summary>
    public string? PersonName(Field field) => Text(field) is { } name
        ? HidesName(name) ? Report(field, name, ProblemCodes.Format, MaskedName(field.Heading, name)) : name
        : null;

    public static bool HidesName(string name) => name.AsSpan().IndexOfAny(NameMask.Hidden, '\uFF0A') >= 0;

    public static string MaskedName(string heading, string name) => $"“{heading}”现为“{name}”，姓名中不能有“*”：隐去了文字的姓名不能代替完整姓名，请填写完整姓名。";

    public string? CreditCode(Field field)
    {
        if (Raw(field)?.ToUpperInvariant() is not { } code)
            return null;
        return Fields.CreditCode.IsValid(code)
            ? code
            : Report(field, code, ProblemCodes.CreditCodeCheck, code.Length == Fields.CreditCode.Length
                ? $"统一社会信用代码“{code}”的校验位不符，请对照营业执照核对每一位。"
                : $"统一社会信用代码应为 18 位，现为 {code.Length} 位，请对照营业执照核对。");
    }

    /// <summary>A code, or a name that is unique within the caller's region.</summary>
    public string? Township(Field field)
    {
        if (Raw(field) is not { } text)
            return null;
        if (reference.Regions.Find(text) is { IsTownship: true } known)
            return scope.Covers(known.Code) ? Current(field, text, known) : OutOfRegion(field, text);

        var named = reference.Regions.TownshipsNamed(text).ToList();
        var own = named.Where(r => scope.Covers(r.Code)).ToList();
        if (own.Count == 1)
            return Current(field, text, own[0]);
        if (own.Count > 1)
            return Report(field, text, ProblemCodes.NotInList, $"“{text}”在本地区内不唯一，请填写 9 位镇街代码。");
        return named.Count > 0
            ? OutOfRegion(field, text)
            : Report(field, text, ProblemCodes.NotInList, $"“{text}”不是有效的镇街代码或名称，请填写 9 位镇街代码，例如 {Example()}。");
    }

    /// <summary>A unit that no longer exists, or not yet, on any day of the reporting year is not one to be registered in.</summary>
    private string? Current(Field field, string text, Region township) =>
        township.HoldsIn(year)
            ? township.Code
            : Report(field, text, ProblemCodes.NotInList, $"“{text}”（{township.Name}）在 {year} 年度不是有效的镇街，可能已经合并或更名，请填写现在的镇街代码。");

    public string? Industry(Field field)
    {
        if (Raw(field)?.ToUpperInvariant() is not { } text)
            return null;
        var code = text.Length > 0 && char.IsAsciiLetterUpper(text[0]) ? text[1..] : text;
        if (!IndustryShape().IsMatch(code))
            return Report(field, text, ProblemCodes.NotInList, $"行业代码“{text}”无效，请填写 GB/T 4754-2017 的 2 至 4 位数字代码，例如 3360。");
        return reference.Industries.Of(code, year) is null
            ? Report(field, text, ProblemCodes.NotInList, $"行业代码“{text}”不在报告范围内(大类 06 至 46、57 及其中类，和中类 594)，请对照 GB/T 4754-2017 核对。")
            : code;
    }

    public Scale? Scale(Field field) => Choice(field) is { } word ? ScaleWords.Parse(word) : null;

    public bool? YesNo(Field field) => Choice(field) is { } word ? word == "是" : null;

    public bool? HasMajorRisk(Field field) => Choice(field) is { } word ? word == "有" : null;

    /// <summary>One of the field's own words.</summary>
    public string? Choice(Field field) => Choice(field, ignoreCase: false);

    public GradingMethod? Method(Field field) =>
        Choice(field, ignoreCase: true) is { } word ? GradingMethodWords.Parse(word) : null;

    public AccidentType? AccidentType(Field field)
    {
        if (Raw(field) is not { } name)
            return null;
        if (reference.AccidentTypes.Find(name, year) is { } type)
            return type;
        Report(field, name, ProblemCodes.NotInList, $"事故类型“{name}”不在 GB/T 6441-1986 或 GB 6441-2025 的名称中，请从列表中选择。");
        return null;
    }

    /// <summary>Several names, apart by semicolons; each must be known.</summary>
    public IReadOnlyList<string> AccidentTypes(Field field)
    {
        if (Text(field) is not { } text)
            return [];
        var names = text.Split([';', '；', '、', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (names.Length == 0)
            Report(field, text, ProblemCodes.Required, $"“{field.Heading}”不能为空，请填写。");
        foreach (var name in names.Where(n => reference.AccidentTypes.Find(n, year) is null))
            Report(field, name, ProblemCodes.NotInList, $"事故类型“{name}”不在 GB/T 6441-1986 或 GB 6441-2025 的名称中，请核对。");
        return names;
    }

    /// <summary>重大 or 较大, with or without the colour behind it.</summary>
    public RiskColour? MajorColour(Field field) => Raw(field) switch
    {
        null => null,
        "重大" or "重大(红)" or "重大（红）" => RiskColour.Red,
        "较大" or "较大(橙)" or "较大（橙）" => RiskColour.Orange,
        var text => Refused(field, text),
    };

    private RiskColour? Refused(Field field, string text)
    {
        Report(field, text, ProblemCodes.NotInList, $"“{field.Heading}”只能填写重大、较大，现为“{text}”。");
        return null;
    }

    public string? Phone(Field field)
    {
        if (Raw(field) is not { } text)
            return null;
        return text.Length <= field.MaxLength && PhoneShape().IsMatch(text) && text.Count(char.IsAsciiDigit) >= 7
            ? text
            : Report(field, text, ProblemCodes.Format, $"“{field.Heading}”应为电话号码，现为“{text}”，请填写手机号或区号加座机号，例如 0512-57301234。");
    }

    public decimal? Fraction(Field field) => Number(field) is { } number ? decimal.Round(number, field.Decimals, MidpointRounding.AwayFromZero) : null;

    private decimal? Number(Field field)
    {
        if (Raw(field) is not { } text)
            return null;
        if (Normal.Number(text) is not { } number)
        {
            Report(field, text, ProblemCodes.Number, $"“{field.Heading}”应为数字，现为“{text}”，请只填写阿拉伯数字，不带单位和文字。");
            return null;
        }

        if (number >= field.Min && number <= field.Max)
            return number;
        Report(field, text, ProblemCodes.Range, $"“{field.Heading}”应在 {field.Min:0.####} 至 {field.Max:0.####} 之间，现为 {text}，请核对。");
        return null;
    }

    public int? Whole(Field field)
    {
        if (Number(field) is not { } number)
            return null;
        if (number == decimal.Truncate(number))
            return (int)number;
        Report(field, Raw(field)!, ProblemCodes.Number, $"“{field.Heading}”应为整数，现为 {number:0.####}，请核对。");
        return null;
    }

    /// <summary>"氨 20；二甲胺 5 W2": a name, tonnes, and the hazard class where the name is not listed.</summary>
    public IReadOnlyList<SubstanceAmount> Substances(Field field)
    {
        if (Text(field) is not { } text)
            return [];

        var amounts = new List<SubstanceAmount>();
        foreach (var entry in text.Split([';', '；', '\n', '、'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var parts = entry.Split([' ', '\t', '\u3000'], StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length is 2 or 3 && Normal.Number(parts[1].TrimEnd('吨', 't', 'T')) is { } tonnes and > 0 and <= 1_000_000)
                amounts.Add(new SubstanceAmount(parts[0], tonnes, parts.Length == 3 ? parts[2].ToUpperInvariant() : null));
            else
                Report(field, entry, ProblemCodes.Format, $"“{field.Heading}”中的“{entry}”应为名称、空格和吨数，例如“氨 20”；未列名的再加空格和危险性类别，例如“二甲胺 5 W2”。");
        }

        return amounts;
    }

    /// <summary>Codes one behind the other; 无 is none.</summary>
    public IReadOnlyList<string> Codes(Field field) =>
        Text(field) is { } text and not "无"
            ? text.Split(['、', ',', '，', ';', '；', ' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : [];

    private string? Choice(Field field, bool ignoreCase)
    {
        if (Raw(field) is not { } text)
            return null;
        var words = field.Words;
        var comparison = ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return words.FirstOrDefault(w => string.Equals(w, text, comparison))
            ?? Report(field, text, ProblemCodes.NotInList, $"“{field.Heading}”只能填写{string.Join("、", words)}，现为“{text}”。");
    }

    /// <summary>The text of a usable cell; null when it is empty or already reported.</summary>
    private string? Raw(Field field)
    {
        var cell = source(field);
        switch (cell.Kind)
        {
            case CellKind.Formula:
                return Report(field, cell.Text, ProblemCodes.Formula, $"“{field.Heading}”是没有保存计算结果的公式，请在 Excel 中重新计算并保存，或粘贴为数值。");
            case CellKind.Error:
                return Report(field, cell.Text, ProblemCodes.ErrorCell, $"“{field.Heading}”是错误值 {cell.Text}，请改正后重新填写。");
            case CellKind.Number when field.IsCode:
                return Report(field, cell.Text, ProblemCodes.NumericCode, $"“{field.Heading}”是数值单元格，位数可能已经丢失。请把该列设为文本格式后重新填写完整代码。");
            case CellKind.Text when field.IsCode && ScientificShape().IsMatch(Normal.Code(cell.Text)):
                return Report(field, cell.Text, ProblemCodes.NumericCode, $"“{field.Heading}”被 Excel 变成了科学计数法“{Normal.Text(cell.Text)}”，位数已经丢失。请把该列设为文本格式后重新填写完整代码，再保存。");
        }

        var text = Normal.Text(cell.Text);
        if (field.Kind is FieldKind.Text or FieldKind.PersonName or FieldKind.Phone)
            text = text.Replace('\n', ' ');   // what is one line in the form is one, however its cell was broken
        if (text.Length > 0)
            return cell.Kind != CellKind.Number ? text : field.Kind is FieldKind.Whole or FieldKind.Fraction ? Shown(text) : Digits(text);
        return field.Required ? Report(field, "", ProblemCodes.Required, $"“{field.Heading}”不能为空，请填写。") : null;
    }

    /// <summary>A number in a text column, e.g. a telephone number, as its digits and not as 1.38E+10.</summary>
    private static string Digits(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number.ToString("0.############", CultureInfo.InvariantCulture)
            : text;

    /// <summary>Excel stores 0.2 as 0.20000000000000001 and shows fifteen digits: what it shows is what was meant.</summary>
    private static string Shown(string text) =>
        text.Length > 15 && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number.ToString("G15", CultureInfo.InvariantCulture)
            : text;

    private string? OutOfRegion(Field field, string text) =>
        Report(field, text, ProblemCodes.OutOfRegion, $"“{text}”不在{reference.Regions[scope.RegionCode]?.Name ?? "本地区"}范围内，请核对所属镇街；外地区的企业由所在地办理。");

    private string Example() => reference.Regions.Within(scope.RegionCode).FirstOrDefault(r => r.IsTownship)?.Code ?? "320583100";

    private string? Report(Field field, string value, string code, string message)
    {
        problems.Add(new FieldProblem(field, value, code, message));
        return null;
    }

    /// <summary>9.13205E+17 is what Excel writes into a CSV for a long code.</summary>
    [GeneratedRegex(@"^[0-9]([.,][0-9]+)?E\+?[0-9]{1,3}$")]
    private static partial Regex ScientificShape();

    [GeneratedRegex("^[0-9]{2,4}$")]
    private static partial Regex IndustryShape();

    [GeneratedRegex(@"^[0-9+\-()\uFF08\uFF09\s/、,;\uFF0C\uFF1B转]+$")]
    private static partial Regex PhoneShape();
}
