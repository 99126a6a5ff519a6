using System.Globalization;
using System.Text;
using System.Text.Json;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Grading;

namespace RiskReport.Domain.Declarations;

/// <summary>The grade that a version was filed with, as its canonical form says it, whose hash the trail keeps.</summary>
public sealed record FiledGrade(DeclarationType Type, string RuleSet, string Catalogue, ShownGrade Shown)
{
    /// <summary>What a risk is graded by.</summary>
    private static readonly IReadOnlyList<Field> Graded =
    [
        RiskFields.Method, RiskFields.L, RiskFields.E, RiskFields.C, RiskFields.S, RiskFields.M, RiskFields.CatalogueCode,
        RiskFields.People, RiskFields.Substances, RiskFields.ChemicalScore, RiskFields.DirectRed,
    ];

    private static readonly Dictionary<string, RiskColour> Colours = Enum.GetValues<RiskColour>().ToDictionary(c => c.Word());

    /// <summary>Null of what is no report at all.</summary>
    public static FiledGrade? Read(byte[] content)
    {
        try
        {
            using var json = JsonDocument.Parse(content);
            var grade = json.RootElement.GetProperty("grade");
            var risks = json.RootElement.GetProperty("risks").EnumerateArray().Select(Risk).ToList();
            return DeclarationTypeWords.Parse(Text(json.RootElement, "type")) is not { } type ? null
                : new FiledGrade(type, Text(grade, "ruleSet"), Text(grade, "catalogue"), new ShownGrade(
                    Colours[Text(grade, "colour")], risks.Where(r => !r.IsDiagnosis).Max(r => r.Score), risks.ConvertAll(r => (r.Colour, r.Score))));
        }
        catch (Exception e) when (IsNoReport(e))
        {
            return null;
        }
    }

    /// <summary>
    /// What other rules make of the same answers; null where they make nothing of them, and where the risks that are stored are not those that were filed.
    /// </summary>
    public static ShownGrade? Under(GradingRules rules, byte[] content, IReadOnlyList<RiskFacts> stored)
    {
        try
        {
            var filed = CanonicalReport.Read(content);
            if (filed.Risks.Count != stored.Count || !filed.Risks.Zip(stored).All(r => IsSame(r.First, r.Second)))
                return null;
            return Grader.Regrade(stored.Select(r => r.Assessment).ToList(), Conditions(filed.Basics), rules) is { } grade ? ShownGrade.Of(grade) : null;
        }
        catch (Exception e) when (IsNoReport(e))
        {
            return null;
        }
    }

    private static bool IsNoReport(Exception e) => e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or OverflowException;

    private static (RiskColour Colour, decimal? Score, bool IsDiagnosis) Risk(JsonElement risk) => (
        Colours[Text(risk, "等级")],
        risk.TryGetProperty("分值", out var score) ? decimal.Parse(score.GetString()!, NumberStyles.Number, CultureInfo.InvariantCulture) : null,
        Text(risk, RiskFields.Method.Heading) == GradingMethod.ChemicalScore.Word());

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString() ?? "";

    private static bool IsSame(IReadOnlyList<(string Heading, string Text)> filed, RiskFacts stored)
    {
        var texts = ReportText.Of(stored);
        return Graded.All(field => texts[field].ReplaceLineEndings("\n").Normalize(NormalizationForm.FormC) == Answer(filed, field));
    }

    private static EnterpriseConditions Conditions(IReadOnlyList<(string Heading, string Text)> filed) => new()
    {
        HazardPlacePeople = Answer(filed, EnterpriseFields.HazardPlacePeople) is { Length: > 0 } people ? int.Parse(people, CultureInfo.InvariantCulture) : null,
        MajorHazard = YesNo(Answer(filed, EnterpriseFields.MajorHazard)),
        SeriousViolation = YesNo(Answer(filed, EnterpriseFields.SeriousViolation)),
        AccidentConditions = YesNo(Answer(filed, EnterpriseFields.AccidentConditions)),
    };

    private static string Answer(IReadOnlyList<(string Heading, string Text)> filed, Field field) => filed.FirstOrDefault(a => a.Heading == field.Heading).Text ?? "";

    private static bool? YesNo(string text) => text switch { "是" => true, "否" => false, _ => null };
}
