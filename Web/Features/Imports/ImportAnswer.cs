using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using RiskReport.Domain.Imports;
using RiskReport.Reports.Xlsx;

namespace RiskReport.Web.Features.Imports;

/// <summary>The result of an import on the command line: for people, or as the one JSON object that scripts rely on.</summary>
public static class ImportAnswer
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task WriteAsync(TextWriter output, ImportJob job, ImportSummary summary, IReadOnlyList<ImportProblem> problems, bool asJson)
    {
        if (asJson)
        {
            await output.WriteLineAsync(ToJson(job, summary, problems).ToJsonString(Json));
            return;
        }

        await output.WriteLineAsync($"导入 {job.Id}：{job.Message}");
        await output.WriteLineAsync($"风险项：共 {job.RisksTotal} 项，已导入 {summary.RisksAccepted} 项。");
        foreach (var p in problems.OrderBy(p => p.Level))
            await output.WriteLineAsync($"{p.Sheet} 第 {p.Row} 行 {p.Column} [{(p.Level == ProblemLevel.Warning ? "提示 " : "")}{p.Code}] {p.Message}");
    }

    private static JsonObject ToJson(ImportJob job, ImportSummary summary, IReadOnlyList<ImportProblem> problems) => new()
    {
        ["importId"] = job.Id,
        ["fileSha256"] = job.FileSha256,
        ["enterprises"] = new JsonObject
        {
            ["total"] = summary.Total,
            ["new"] = summary.New,
            ["changed"] = summary.Changed,
            ["unchanged"] = summary.Unchanged,
            ["refused"] = summary.Refused,
        },
        ["risks"] = new JsonObject
        {
            ["total"] = job.RisksTotal,
            ["accepted"] = summary.RisksAccepted,
            ["refused"] = job.RisksTotal - summary.RisksAccepted,
        },
        ["problems"] = ToJson(problems.Where(p => p.Level != ProblemLevel.Warning)),
        ["warnings"] = ToJson(problems.Where(p => p.Level == ProblemLevel.Warning)),
    };

    private static JsonArray ToJson(IEnumerable<ImportProblem> problems) => new(problems.Select(p => (JsonNode)new JsonObject
    {
        ["sheet"] = p.Sheet,
        ["row"] = p.Row,
        ["column"] = p.Column,
        ["cell"] = p.ColumnIndex is { } column && p.Row > 0 ? CellReference.Of(column, p.Row) : null,
        ["value"] = p.Value,
        ["code"] = p.Code,
        ["message"] = p.Message,
    }).ToArray());
}
