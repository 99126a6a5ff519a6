using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using RiskReport.Domain.Imports;
using RiskReport.Reports.Xlsx;

namespace RiskReport.Web.Features.Imports;

/// <summary>
/// The result of an import on the command line: for people, or as the one JSON object that scripts rely on. There may be more problems
/// than should be held, so they are written while they are read.
/// </summary>
public static class ImportAnswer
{
    private const int Enough = 64 * 1024;

    private static readonly JsonWriterOptions Json = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="problems">What is to be confirmed, for true; everything else, for false.</param>
    public static async Task WriteAsync(TextWriter output, ImportJob job, ImportSummary summary, Func<bool, IAsyncEnumerable<ImportProblem>> problems, bool asJson)
    {
        if (asJson)
        {
            await WriteJsonAsync(output, job, summary, problems);
            return;
        }

        await output.WriteLineAsync($"导入 {job.Id}：{job.Message}");
        await output.WriteLineAsync($"风险项：共 {job.RisksTotal} 项，已导入 {summary.RisksAccepted} 项。");
        foreach (var warnings in new[] { false, true })
        {
            await foreach (var p in problems(warnings))
                await output.WriteLineAsync($"{p.Sheet} 第 {p.Row} 行 {p.Column} [{(warnings ? "提示 " : "")}{p.Code}] {p.Message}");
        }
    }

    private static async Task WriteJsonAsync(TextWriter output, ImportJob job, ImportSummary summary, Func<bool, IAsyncEnumerable<ImportProblem>> problems)
    {
        var buffer = new ArrayBufferWriter<byte>();
        await using var json = new Utf8JsonWriter(buffer, Json);
        json.WriteStartObject();
        json.WriteNumber("importId", job.Id);
        json.WriteString("fileSha256", job.FileSha256);
        Write(json, "enterprises", ("total", summary.Total), ("new", summary.New), ("changed", summary.Changed), ("unchanged", summary.Unchanged), ("refused", summary.Refused));
        Write(json, "risks", ("total", job.RisksTotal), ("accepted", summary.RisksAccepted), ("refused", job.RisksTotal - summary.RisksAccepted));
        foreach (var warnings in new[] { false, true })
        {
            json.WriteStartArray(warnings ? "warnings" : "problems");
            await foreach (var problem in problems(warnings))
            {
                Write(json, problem);
                if (json.BytesPending + buffer.WrittenCount > Enough)
                    await DrainAsync();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        await DrainAsync();
        await output.WriteLineAsync();

        async Task DrainAsync()
        {
            await json.FlushAsync();
            await output.WriteAsync(Encoding.UTF8.GetString(buffer.WrittenSpan));
            buffer.ResetWrittenCount();
        }
    }

    private static void Write(Utf8JsonWriter json, string name, params (string Name, int Count)[] counts)
    {
        json.WriteStartObject(name);
        foreach (var (count, value) in counts)
            json.WriteNumber(count, value);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ImportProblem problem)
    {
        json.WriteStartObject();
        json.WriteString("sheet", problem.Sheet);
        json.WriteNumber("row", problem.Row);
        json.WriteString("column", problem.Column);
        json.WriteString("cell", problem.ColumnIndex is { } column && problem.Row > 0 ? CellReference.Of(column, problem.Row) : null);
        json.WriteString("value", problem.Value);
        json.WriteString("code", problem.Code);
        json.WriteString("message", problem.Message);
        json.WriteEndObject();
    }
}
