using System.Text.Json;
using RiskReport.Domain;
using RiskReport.Domain.Grading;

namespace RiskReport.Data.Declarations;

/// <summary>What the methods without factors are assessed by, as the one column it is kept in.</summary>
internal static class AssessmentDetails
{
    public static string? Write(Assessment assessment) => assessment switch
    {
        { Unit: { } unit } => JsonSerializer.Serialize(unit, StoredJson.Options),
        { Diagnosis: { } diagnosis } => JsonSerializer.Serialize(diagnosis, StoredJson.Options),
        _ => null,
    };

    public static Assessment Read(Assessment assessment, string? details) => (assessment.Method, details) switch
    {
        (_, null) => assessment,
        (GradingMethod.MajorHazard, _) => assessment with { Unit = JsonSerializer.Deserialize<MajorHazardUnit>(details, StoredJson.Options) },
        _ => assessment with { Diagnosis = JsonSerializer.Deserialize<ChemicalDiagnosis>(details, StoredJson.Options) },
    };
}
