using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Data.Api;
using RiskReport.Data.Audit;
using RiskReport.Data.Enterprises;
using RiskReport.Domain;
using RiskReport.Domain.Api;
using RiskReport.Domain.Audit;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Imports;
using RiskReport.Domain.Reference;
using RiskReport.Web.Features.Declarations;
using RiskReport.Web.Features.Imports;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.Api;

/// <summary>One report of one enterprise and year.</summary>
[Route("api/v1/declarations/{uscc}/{year:int}")]
public sealed partial class FilingsController(
    EnterpriseStore enterprises, ReportReader reports, FileByApi filings, AuditLog audit, ReferenceData reference, TimeProvider clock) : ApiController
{
    private const string KeyHeader = "Idempotency-Key";

    [Authorize(Policy = ApiScopes.DeclarationsRead), HttpGet("")]
    public async Task<IActionResult> Show([FromRoute] string uscc, [FromRoute] int year, CancellationToken ct)
    {
        if (Unknown().ToList() is { Count: > 0 } unknown)
            return ApiProblems.BadRequest(unknown);
        if (await enterprises.FindByCodeAsync(Normal.Code(uscc), Caller.Scope, ct) is not { } enterprise
            || await reports.LoadAsync(reference, Caller.Scope, enterprise.Id, year, ct) is not { } report)
            return ApiProblems.NotFound();

        var subject = string.Create(CultureInfo.InvariantCulture, $"{enterprise.Facts.CreditCode}/{year}/{report.Receipt?.Number ?? 0}");
        await audit.AppendAsync(new AuditDeed(AuditAction.ReportPulled, subject, enterprise.Facts.TownshipCode), Caller.Actor(HttpContext, "系统接口读取报告"), ct);
        Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{report.Declaration.Version}\"");
        return Answer(DeclarationJson.Of(report));
    }

    /// <summary>Files it, once however often the request comes. Nothing is filed over what the enterprise itself has filed.</summary>
    [Authorize(Policy = ApiScopes.DeclarationsWrite), HttpPut("")]
    public async Task<IActionResult> File([FromRoute] string uscc, [FromRoute] int year, CancellationToken ct)
    {
        var problems = Unknown().ToList();
        var key = Request.Headers[KeyHeader].ToString();
        if (key.Length > 0 && !KeyShape().IsMatch(key))
            problems.Add(new ApiProblem("FORMAT", KeyHeader, $"{KeyHeader} 应为 1 至 100 个可见的 ASCII 字符，例如 UUID。"));
        var seen = Request.Headers.IfMatch.ToString();
        var version = 0;
        if (seen.Length > 0 && !(seen.Length > 2 && seen[0] == '"' && seen[^1] == '"' && int.TryParse(seen[1..^1], NumberStyles.None, CultureInfo.InvariantCulture, out version)))
            problems.Add(new ApiProblem("FORMAT", "If-Match", "If-Match 应为读取报告时的 ETag，例如 \"3\"。"));
        if (problems.Count > 0)
            return ApiProblems.BadRequest(problems);
        if (!Request.HasJsonContentType())
            return StatusCode(StatusCodes.Status415UnsupportedMediaType);
        if (await ApiBody.ReadAsync(Request, ct) is not { } body)
            return ApiProblems.BadRequest([ApiBody.NotUtf8]);
        var today = ChinaTime.Today(clock);
        var code = Normal.Code(uscc);
        var rules = reference.Rules(today) ?? throw new InvalidOperationException("No rule set is in force.");
        var result = await filings.RunAsync(new ApiFilingOrder
        {
            CreditCode = code,
            Year = year,
            IsOpen = ImportUpload.IsOpen(year, today.Year),
            Request = FilingRequest.Read(body, code),
            Planner = new ImportPlanner(reference, rules, Caller.Scope, year),
            Seen = seen.Length > 0 ? version : null,
            ClientKey = Caller.ClientKey,
            IdempotencyKey = key.Length > 0 ? Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(key))) : null,
            RequestSha256 = HashOf(code, year, seen, body),
            Scope = Caller.Scope,
            Actor = Caller.Actor(HttpContext, "系统接口报送"),
        }, ct);
        return result.End switch
        {
            ApiFilingEnd.Filed => Answer(DeclarationJson.Receipt(result.Receipt!), StatusCodes.Status201Created),
            ApiFilingEnd.Repeated => Answer(DeclarationJson.Receipt(result.Receipt!)),
            ApiFilingEnd.NotFound => ApiProblems.NotFound(),
            ApiFilingEnd.Faulty => NotValid(result.Problems),
            ApiFilingEnd.OtherRequest => ApiProblems.Refused(422, "IDEMPOTENCY_KEY_REUSED", "这个 Idempotency-Key 已用于另一次请求。新的内容请用新的 Idempotency-Key。"),
            _ => ApiProblems.Refused(409, result.Problems[0].Code, result.Problems[0].Message),
        };
    }

    public static JsonResult NotValid(IReadOnlyList<ApiProblem> problems) =>
        ApiProblems.Refused(422, "NOT_VALID", $"报告有 {problems.Count} 处问题，没有保存。请全部改正后重新提交。", problems);

    /// <summary>Who asked for what: another person, report, version or content is another request.</summary>
    private string HashOf(string code, int year, string seen, byte[] body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{Caller.Name}\n{code}\n{year}\n{seen}\n"));
        hash.AppendData(body);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    [GeneratedRegex("^[!-~]{1,100}\\z")]
    private static partial Regex KeyShape();
}
