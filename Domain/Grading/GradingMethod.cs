namespace RiskReport.Domain.Grading;

/// <summary>How a risk is assessed. The numbers are stored; the words stand in the workbook and on the form.</summary>
public enum GradingMethod
{
    Lec = 1,
    Ls = 2,
    Mes = 3,
    Catalogue = 4,
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
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, null),
    };

    public static GradingMethod? Parse(string? word) => word?.ToUpperInvariant() switch
    {
        "LEC" => GradingMethod.Lec,
        "LS" => GradingMethod.Ls,
        "MES" => GradingMethod.Mes,
        "直接判定" or "CATALOGUE" => GradingMethod.Catalogue,
        _ => null,
    };
}
