using RiskReport.Domain.Grading;

namespace RiskReport.Domain.Fields;

public enum FieldKind
{
    Text = 1,
    CreditCode = 2,
    Township = 3,
    Industry = 4,
    Scale = 5,
    Phone = 6,
    Whole = 7,
    Fraction = 8,
    YesNo = 9,
    HasMajorRisk = 10,
    AccidentType = 11,
    Method = 12,
    CatalogueCode = 13,
    LongText = 14,
    Substances = 15,
    Codes = 16,
    Choice = 17,
    PersonName = 18,
}

/// <summary>
/// One question, asked alike by the form, the workbook and its template. The heading is the exact
/// heading of the workbook column.
/// </summary>
public sealed record Field(string Key, string Heading, FieldKind Kind)
{
    /// <summary>As many as there can be.</summary>
    public const int MostDecimals = 28;

    private readonly int hash = HashCode.Combine(Key, Heading);

    public bool Required { get; init; }
    public int MaxLength { get; init; } = 200;
    public decimal Min { get; init; }
    public decimal Max { get; init; } = 100_000_000;

    /// <summary>How many a number is kept with; further ones are rounded, so that it reads back as it was stored whatever the database.</summary>
    public int Decimals { get; init; } = 4;

    public string? Hint { get; init; }

    /// <summary>What a number counts; shown beside it, never typed.</summary>
    public string? Unit { get; init; }

    /// <summary>The words to choose from, for <see cref="FieldKind.Choice"/>.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>The only words that answer it; none where it is not a choice from a short list.</summary>
    public IReadOnlyList<string> Words => Kind switch
    {
        FieldKind.Scale => ["规上", "规下"],
        FieldKind.YesNo => ["是", "否"],
        FieldKind.HasMajorRisk => ["有", "无"],
        FieldKind.Method => [.. GradingMethodWords.All.Select(m => m.Word())],
        _ => Choices,
    };

    /// <summary>What a risk is assessed by; a reason says it already.</summary>
    public bool IsAssessed => Key is "L" or "E" or "C" or "S" or "M" or "CatalogueCode" or "People" or "Substances" or "ChemicalScore" or "DirectRed";

    /// <summary>A code keeps its digits only as text; Excel drops leading zeros and everything after the fifteenth digit.</summary>
    public bool IsCode => Kind is FieldKind.CreditCode or FieldKind.Township or FieldKind.Industry or FieldKind.CatalogueCode;

    /// <summary>By name alone: fields are the keys of every answer, and a workbook has millions of them.</summary>
    public bool Equals(Field? other) => ReferenceEquals(this, other) || (other is not null && hash == other.hash && Key == other.Key && Heading == other.Heading);

    public override int GetHashCode() => hash;
}

/// <summary>What is wrong with one answer.</summary>
public sealed record FieldProblem(Field Field, string Value, string Code, string Message);
