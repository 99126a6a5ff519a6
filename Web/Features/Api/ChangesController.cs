using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Data.Audit;
using RiskReport.Data.Changes;
using RiskReport.Domain.Api;
using RiskReport.Domain.Audit;
using RiskReport.Domain.Changes;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Grading;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.Api;

/// <summary>What became of reports, in the order of the commits. townshipNumber counts without a gap within each township, and the heads say up to where: nothing was missed, neither before nor behind.</summary>
[Authorize(Policy = ApiScopes.ChangesRead), Route("api/v1/changes")]
public sealed class ChangesController(ChangeFeed feed, AuditLog audit) : ApiController
{
    public const int UsualLimit = 200;
    public const int MostLimit = 1000;

    [HttpGet("")]
    public async Task<IActionResult> Page(CancellationToken ct)
    {
        var problems = Unknown("after", "limit").ToList();
        var after = ChangeCursor.Parse(Request.Query["after"].ToString());
        if (after is null)
            problems.Add(new ApiProblem("CURSOR", "after", "after 无效，请原样使用上一页的 nextCursor；从头读取时不写。"));
        var (limit, problem) = Limit(Request.Query["limit"], UsualLimit, MostLimit);
        if (problem is not null)
            problems.Add(problem);
        if (problems.Count > 0)
            return ApiProblems.BadRequest(problems);

        if (await feed.PageAsync(after!, limit, Caller.Scope, ct) is not { } page)
            return Restored();
        if (page.Changes.Count > 0)   // whoever asks every minute whether there is anything has learnt nothing
            await audit.AppendAsync(new AuditDeed(AuditAction.ChangesPulled, $"{after!.Number} 至 {page.Cursor.Number}", Caller.Scope.RegionCode), Caller.Actor(HttpContext, "系统接口读取变动"), ct);
        return Answer(new JsonObject
        {
            ["items"] = new JsonArray([.. page.Changes.Select(Line)]),
            ["nextCursor"] = page.Cursor.ToString(),
            ["more"] = page.Heads is null,
            ["heads"] = page.Heads is null ? null : new JsonArray([.. page.Heads.Select(Head)]),
        });
    }

    public static JsonResult Restored() =>
        ApiProblems.Refused(410, "FEED_RESTORED", "系统已从备份恢复，这个 nextCursor 之前读到的变动有一部分已不存在。请不写 after，从头重新读取全部变动。");

    private static JsonNode Head(TownshipHead head) => new JsonObject { ["townshipCode"] = head.TownshipCode, ["townshipNumber"] = head.TownshipNumber };

    private static JsonNode Line(ReportChange change) => new JsonObject
    {
        ["townshipCode"] = change.TownshipCode,
        ["townshipNumber"] = change.TownshipNumber,
        ["kind"] = change.Kind.Code(),
        ["at"] = ApiTime.Text(change.At),
        ["creditCode"] = change.CreditCode,
        ["year"] = change.Year,
        ["number"] = change.Version,
        ["status"] = change.Status?.Code(),
        ["colour"] = change.Colour?.Code(),
        ["verificationCode"] = change.Code,
        ["contentSha256"] = change.ContentSha256,
    };
}
