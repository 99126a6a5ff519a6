using RiskReport.Domain.Fields;
using RiskReport.Domain.Grading;

namespace RiskReport.Domain.Declarations;

/// <summary>One safety risk as declared: the fields of the control list (Order 140 §12, §16) and its assessment.</summary>
public sealed record RiskFacts
{
    public required string Name { get; init; }
    public string? RiskPoint { get; init; }
    public required string Location { get; init; }
    public required string AccidentType { get; init; }
    public required string AccidentEdition { get; init; }
    public required string Consequence { get; init; }
    public required Assessment Assessment { get; init; }
    public required string Controls { get; init; }
    public required string Emergency { get; init; }
    public required string Department { get; init; }
    public required string Owner { get; init; }
    public string? Phone { get; init; }

    /// <summary>Reads every field, so that all problems are found at once; null where there is one.</summary>
    public static RiskFacts? Read(FieldReader reader)
    {
        var before = reader.Problems.Count;
        var name = reader.Text(RiskFields.Name);
        var accident = reader.AccidentType(RiskFields.AccidentType);
        var risk = new RiskFacts
        {
            Name = name!,
            RiskPoint = reader.Text(RiskFields.RiskPoint),
            Location = reader.Text(RiskFields.Location)!,
            AccidentType = accident?.Name!,
            AccidentEdition = accident?.Edition!,
            Consequence = reader.Text(RiskFields.Consequence)!,
            Assessment = ReadAssessment(reader, name)!,
            Controls = reader.Text(RiskFields.Controls)!,
            Emergency = reader.Text(RiskFields.Emergency)!,
            Department = reader.Text(RiskFields.Department)!,
            Owner = reader.PersonName(RiskFields.Owner)!,
            Phone = reader.Phone(RiskFields.Phone),
        };
        return reader.Problems.Count == before ? risk : null;
    }

    /// <summary>Reads only the factors that the method needs; what stands in the other columns is kept out. Null without a method.</summary>
    public static Assessment? ReadAssessment(FieldReader reader, string? name)
    {
        if (reader.Method(RiskFields.Method) is not { } method)
            return null;

        var needs = RiskFields.Of(method);
        return new Assessment
        {
            Name = name,
            Method = method,
            L = needs.Contains(RiskFields.L) ? reader.Fraction(RiskFields.L) : null,
            E = needs.Contains(RiskFields.E) ? reader.Fraction(RiskFields.E) : null,
            C = needs.Contains(RiskFields.C) ? reader.Fraction(RiskFields.C) : null,
            S = needs.Contains(RiskFields.S) ? reader.Fraction(RiskFields.S) : null,
            M = needs.Contains(RiskFields.M) ? reader.Fraction(RiskFields.M) : null,
            CatalogueCode = method == GradingMethod.Catalogue ? reader.Text(RiskFields.CatalogueCode)?.ToUpperInvariant() : null,
            Unit = method == GradingMethod.MajorHazard ? new MajorHazardUnit(reader.Whole(RiskFields.People), reader.Substances(RiskFields.Substances)) : null,
            Diagnosis = method == GradingMethod.ChemicalScore ? new ChemicalDiagnosis(reader.Fraction(RiskFields.ChemicalScore), reader.Codes(RiskFields.DirectRed)) : null,
        };
    }
}
