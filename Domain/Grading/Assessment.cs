namespace RiskReport.Domain.Grading;

/// <summary>One risk as assessed: a method with its factors, or an entry of the catalogue.</summary>
public sealed record Assessment
{
    public string? Name { get; init; }
    public required GradingMethod Method { get; init; }
    public decimal? L { get; init; }
    public decimal? E { get; init; }
    public decimal? C { get; init; }
    public decimal? S { get; init; }
    public decimal? M { get; init; }
    public string? CatalogueCode { get; init; }

    public decimal? this[string factor] => factor switch
    {
        "L" => L,
        "E" => E,
        "C" => C,
        "S" => S,
        "M" => M,
        _ => null,
    };
}
