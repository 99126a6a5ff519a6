using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Data.Audit;
using RiskReport.Data.Roster;
using RiskReport.Domain;
using RiskReport.Domain.Api;
using RiskReport.Domain.Audit;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Privacy;
using RiskReport.Domain.Reference;
using RiskReport.Domain.Roster;
using RiskReport.Web.Features.Roster;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.Api;

/// <summary>The roster page by page, township by township as the roll has it.</summary>
[Authorize(Policy = ApiScopes.RosterRead), Route("api/v1/roster")]
public sealed class RosterCallsController(RosterQueries roster, AuditLog audit, ReferenceData reference, TimeProvider clock) : ApiController
{
    public const int UsualLimit = 100;
    public const int MostLimit = 1000;

    [HttpGet("")]
    public async Task<IActionResult> Page(CancellationToken ct)
    {
        var problems = Unknown("year", "region", "colour", "scale", "status", "cursor", "limit").ToList();
        var query = Request.Query;
        var search = new RosterSearch { Year = query["year"], Region = query["region"]!, Colour = query["colour"]!, Scale = query["scale"], Status = query["status"]! };
        var (request, unread) = search.Read(Caller.Scope, reference, ChinaTime.Today(clock));
        problems.AddRange(unread.Select(p => new ApiProblem("BAD_VALUE", null, p)));
        var (limit, problem) = Limit(query["limit"], UsualLimit, MostLimit);
        if (problem is not null)
            problems.Add(problem);
        var place = RosterCursor.Read(query["cursor"], request?.Filter.RegionCode ?? Caller.Scope.RegionCode);
        if (place is null)
            problems.Add(new ApiProblem("CURSOR", "cursor", "cursor 无效，请原样使用上一页的 nextCursor，并保持其他筛选条件不变。"));
        if (problems.Count > 0)
            return ApiProblems.BadRequest(problems);

        await audit.AppendAsync(new AuditDeed(AuditAction.RosterPulled, Caller.ClientId, request!.Filter.RegionCode), Caller.Actor(HttpContext, "系统接口读取名册"), ct);
        var rows = await roster.PageAsync(request, Caller.Scope, place!, 0, limit + 1, ct);
        return Answer(new JsonObject
        {
            ["items"] = new JsonArray([.. rows.Take(limit).Select(Line)]),
            ["nextCursor"] = rows.Count > limit ? RosterCursor.Behind(rows[limit - 1]) : null,
        });
    }

    private static JsonNode Line(RosterRow row) => new JsonObject
    {
        ["creditCode"] = row.CreditCode,
        ["name"] = row.Name,
        ["county"] = row.County,
        ["townshipCode"] = row.TownshipCode,
        ["township"] = row.Township,
        ["industryCode"] = row.IndustryCode,
        ["industry"] = row.Industry,
        ["scale"] = row.Scale.Code(),
        ["year"] = row.Year,
        ["type"] = row.Type?.Code(),
        ["status"] = row.Status.Code(),
        ["submittedAt"] = ApiTime.Text(row.SubmittedAt),
        ["colour"] = row.Colour?.Code(),
        ["topScore"] = row.TopScore,
        ["redItems"] = row.RedItems,
        ["orangeItems"] = row.OrangeItems,
        ["yellowItems"] = row.YellowItems,
        ["blueItems"] = row.BlueItems,
        ["mainRisk"] = row.MainRisk,
        ["safetyOfficer"] = Sight.Masked.Of(EnterpriseFields.SafetyOfficer, row.SafetyOfficer),
        ["phone"] = Sight.Masked.Of(EnterpriseFields.Phone, row.Phone),
    };
}
