using RiskReport.Domain.Declarations;
using RiskReport.Domain.Grading;

namespace RiskReport.Data.Declarations;

/// <summary>A risk as a table row: the facts and the grade side by side.</summary>
internal sealed record RiskItemRow
{
    public long DeclarationId { get; init; }
    public required int Position { get; init; }
    public required string Name { get; init; }
    public string? RiskPoint { get; init; }
    public required string Location { get; init; }
    public required string AccidentType { get; init; }
    public required string AccidentEdition { get; init; }
    public required string Consequence { get; init; }
    public required GradingMethod Method { get; init; }
    public decimal? L { get; init; }
    public decimal? E { get; init; }
    public decimal? C { get; init; }
    public decimal? S { get; init; }
    public decimal? M { get; init; }
    public string? CatalogueCode { get; init; }
    public string? Details { get; init; }
    public required string Controls { get; init; }
    public required string Emergency { get; init; }
    public required string Department { get; init; }
    public required string Owner { get; init; }
    public string? Phone { get; init; }
    public required RiskColour Colour { get; init; }
    public decimal? Score { get; init; }
    public required string RuleName { get; init; }
    public required string Reason { get; init; }

    public static IEnumerable<RiskItemRow> Of(long declarationId, Filing filing) =>
        filing.Risks.Select((risk, i) => From(declarationId, i + 1, risk, filing.Grade.Items[i]));

    private static RiskItemRow From(long declarationId, int position, RiskFacts facts, ItemGrade grade) => new()
    {
        DeclarationId = declarationId,
        Position = position,
        Name = facts.Name,
        RiskPoint = facts.RiskPoint,
        Location = facts.Location,
        AccidentType = facts.AccidentType,
        AccidentEdition = facts.AccidentEdition,
        Consequence = facts.Consequence,
        Method = facts.Assessment.Method,
        L = facts.Assessment.L,
        E = facts.Assessment.E,
        C = facts.Assessment.C,
        S = facts.Assessment.S,
        M = facts.Assessment.M,
        CatalogueCode = facts.Assessment.CatalogueCode,
        Details = AssessmentDetails.Write(facts.Assessment),
        Controls = facts.Controls,
        Emergency = facts.Emergency,
        Department = facts.Department,
        Owner = facts.Owner,
        Phone = facts.Phone,
        Colour = grade.Colour,
        Score = grade.Score,
        RuleName = grade.Rule,
        Reason = grade.Reason,
    };

    public GradedRisk ToRisk() => new(
        new RiskFacts
        {
            Name = Name,
            RiskPoint = RiskPoint,
            Location = Location,
            AccidentType = AccidentType,
            AccidentEdition = AccidentEdition,
            Consequence = Consequence,
            Assessment = AssessmentDetails.Read(new Assessment { Name = Name, Method = Method, L = L, E = E, C = C, S = S, M = M, CatalogueCode = CatalogueCode }, Details),
            Controls = Controls,
            Emergency = Emergency,
            Department = Department,
            Owner = Owner,
            Phone = Phone,
        },
        new ItemGrade(Colour, Score, RuleName, Reason));
}
