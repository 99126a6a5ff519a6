using System.Text.Json.Nodes;
using RiskReport.Domain.Api;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Grading;
using RiskReport.Web.Features.Declarations;

namespace RiskReport.Web.Features.Api;

/// <summary>A report as JSON: the answers under the names under which they are filed, telephone numbers and names of persons masked.</summary>
internal static class DeclarationJson
{
    public static JsonObject Of(ReportPage page)
    {
        var report = page.Declaration;
        var answers = ReportText.Of(page.Facts, report.HasMajorRisk);
        return new JsonObject
        {
            ["creditCode"] = page.Enterprise.Facts.CreditCode,
            ["year"] = report.Year,
            ["version"] = report.Version,
            ["status"] = report.Status.Code(),
            ["type"] = report.Type?.Code(),
            ["pending"] = report.PendingType is { } pending
                ? new JsonObject { ["type"] = pending.Code(), ["status"] = report.PendingStatus?.Code(), ["at"] = ApiTime.Text(report.PendingAt) } : null,
            ["submittedAt"] = ApiTime.Text(report.SubmittedAt),
            ["returnDueOn"] = report.ReturnDueOn?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            ["colour"] = report.Colour?.Code(),
            ["topScore"] = report.TopScore,
            ["ruleSet"] = report.RuleSet,
            ["catalogueEdition"] = report.CatalogueEdition,
            ["reasons"] = Texts(report.Reasons?.Split('\n') ?? []),
            ["basics"] = Answers(answers.Where(a => EnterpriseFields.All.Contains(a.Key))),
            ["sheets"] = Answers(answers.Where(a => SheetFields.All.Contains(a.Key))),
            ["risks"] = new JsonArray([.. page.Risks.Select(Risk)]),
            ["confirmations"] = new JsonArray([.. page.Confirmations.Select(c => (JsonNode)new JsonObject { ["code"] = c.Code, ["doubt"] = c.Doubt, ["reason"] = c.Reason })]),
            ["versions"] = new JsonArray([.. page.Receipts.Select(Receipt)]),
        };
    }

    public static JsonNode Receipt(Receipt receipt) => new JsonObject
    {
        ["receiptNumber"] = receipt.ReceiptNumber,
        ["verificationCode"] = receipt.Code,
        ["number"] = receipt.Number,
        ["type"] = receipt.Type.Code(),
        ["colour"] = receipt.Colour.Code(),
        ["contentSha256"] = receipt.ContentSha256,
        ["filedAt"] = ApiTime.Text(receipt.FiledAt),
    };

    private static JsonNode Risk(GradedRisk risk)
    {
        var json = Answers(ReportText.Of(risk.Facts));
        if (risk.Facts.Assessment.Unit is { } unit)
            json[FieldJson.NameOf(RiskFields.Substances)] = FieldJson.Write(unit.Substances);
        json[FilingRequest.Grade] = new JsonObject
        {
            ["colour"] = risk.Grade.Colour.Code(),
            ["score"] = risk.Grade.Score,
            ["rule"] = risk.Grade.Rule,
            ["reason"] = risk.Grade.Reason,
        };
        return json;
    }

    private static JsonObject Answers(IEnumerable<KeyValuePair<Field, string>> answers)
    {
        var json = new JsonObject();
        foreach (var (field, text) in answers.Where(a => a.Value.Length > 0))
            json[FieldJson.NameOf(field)] = FieldJson.Write(field, text);
        return json;
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(t => (JsonNode)t)]);
}
