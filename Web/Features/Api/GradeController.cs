using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Domain;
using RiskReport.Domain.Api;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Reference;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.Api;

/// <summary>Grades without keeping anything: what <c>grade</c> does on the command line.</summary>
[Authorize(Policy = ApiScopes.Grade), Route("api/v1/grade")]
public sealed class GradeController(ReferenceData reference, TimeProvider clock) : ApiController
{
    [HttpPost("")]
    public async Task<IActionResult> Grade(CancellationToken ct)
    {
        if (Unknown().ToList() is { Count: > 0 } unknown)
            return ApiProblems.BadRequest(unknown);
        if (!Request.HasJsonContentType())
            return StatusCode(StatusCodes.Status415UnsupportedMediaType);
        if (await ApiBody.ReadAsync(Request, ct) is not { } body)
            return ApiProblems.BadRequest([ApiBody.NotUtf8]);

        var today = ChinaTime.Today(clock);
        var (answer, problems) = GradeExchange.Grade(Encoding.UTF8.GetString(body), name => reference.RulesToTry(today, name));
        return answer is not null ? Answer(answer)
            : NotGraded(problems);
    }

    public static JsonResult NotGraded(IEnumerable<string> problems) =>
        ApiProblems.Refused(422, "NOT_GRADED", "不能评级，请逐项核对。", problems.Select(p => new ApiProblem("GRADE", null, p)).ToList());
}
