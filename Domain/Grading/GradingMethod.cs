namespace RiskReport.Domain.Grading;

/// <summary>How a risk is assessed. The numbers are stored; the words stand in the workbook and on the form.</summary>
public enum GradingMethod
{
    Lec = 1,
    Ls = 2,
    Mes = 3,
    Catalogue = 4,

    /// <summary>A unit with dangerous chemicals, GB 18218-2018.</summary>
    MajorHazard = 5,

    /// <summary>The diagnosis of a chemical enterprise, 应急〔2018〕19号.</summary>
    ChemicalScore = 6,
}

public static class GradingMethodWords
{
    public static readonly IReadOnlyList<GradingMethod> All = Enum.GetValues<GradingMethod>();

    public static string Word(this GradingMethod method) => method switch
    {
        GradingMethod.Lec => "LEC",
        GradingMethod.Ls => "LS",
        GradingMethod.Mes => "MES",
        GradingMethod.Catalogue => "直接判定",
        GradingMethod.MajorHazard => "GB18218",
        GradingMethod.ChemicalScore => "危化企业分级",
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, null),
    };

    /// <summary>The name in JSON and in the names of rules.</summary>
    public static string Code(this GradingMethod method) => method switch
    {
        GradingMethod.Catalogue => "catalogue",
        GradingMethod.MajorHazard => "majorHazard",
        GradingMethod.ChemicalScore => "chemicalScore",
        _ => method.Word(),
    };

    /// <summary>Reads the word or the code, in capitals or not.</summary>
    public static GradingMethod? Parse(string? text) => All
        .Where(m => string.Equals(m.Word(), text, StringComparison.OrdinalIgnoreCase) || string.Equals(m.Code(), text, StringComparison.OrdinalIgnoreCase))
        .Select(m => (GradingMethod?)m)
        .FirstOrDefault();
}
