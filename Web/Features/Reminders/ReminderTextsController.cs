using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Data.Reminders;
using RiskReport.Domain;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Reminders;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.Reminders;

/// <summary>The words of the reminders, with what they look like before they are used.</summary>
[Authorize(Policy = Policies.ReminderTexts)]
[Route("reminders/texts")]
public sealed class ReminderTextsController(ReminderTemplateStore templates, TimeProvider clock) : Controller
{
    private const int LongestReason = 200;

    [HttpGet("")]
    public async Task<IActionResult> Index(CancellationToken ct) => View("~/Features/Reminders/Texts.cshtml", new TemplatesPage
    {
        Current = await templates.CurrentAsync(ct),
        Versions = (await templates.AllAsync(ct)).ToLookup(t => t.Kind),
    });

    [HttpGet("{kind}")]
    public async Task<IActionResult> Edit(string kind, CancellationToken ct)
    {
        if (ReminderKindWords.Parse(kind) is not { } known)
            return NotFound();
        var template = (await templates.CurrentAsync(ct))[known];
        return View("~/Features/Reminders/Text.cshtml", new TemplatePage
        {
            Template = template,
            Version = (await templates.AllAsync(ct)).Where(t => t.Kind == known).Select(t => t.Version).DefaultIfEmpty(0).Max(),
            Preview = template.Fill(Example(known)),
        });
    }

    /// <summary>Shows it, or keeps it where that is asked for; everything wrong at once, and nothing of it lost.</summary>
    [HttpPost("{kind}")]
    public async Task<IActionResult> Save(string kind, string? subject, string? body, string? reason, int version, bool keep, CancellationToken ct)
    {
        if (ReminderKindWords.Parse(kind) is not { } known)
            return NotFound();
        var template = new ReminderTemplate(known, (subject ?? "").Trim(), (body ?? "").ReplaceLineEndings("\n").Trim());
        var problems = template.Problems().ToList();
        var isWhole = problems.Count == 0;
        reason = Normal.Text(reason ?? "");
        if (keep && reason.Length is 0 or > LongestReason)
            problems.Add(("Reason", $"请填写修改理由，最多 {LongestReason} 个字。"));
        if (keep && problems.Count == 0)
        {
            if (await templates.AddAsync(template, version, this.Actor(reason), ct))
            {
                TempData["Notice"] = $"“{known.Word()}”的文字已保存，下一次提醒起使用。";
                return RedirectToAction(nameof(Index));
            }

            problems.Add(("", "别人刚刚修改过这段文字。请另开一页看过他的修改，再决定是否保存您的。"));
            version = (await templates.AllAsync(ct)).Where(t => t.Kind == known).Max(t => t.Version);
        }

        if (problems.Count > 0)
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View("~/Features/Reminders/Text.cshtml", new TemplatePage
        {
            Template = template,
            Version = version,
            Reason = reason,
            Preview = isWhole ? template.Fill(Example(known)) : null,
            Problems = problems,
        });
    }

    private Reminder Example(ReminderKind kind)
    {
        var today = ChinaTime.Today(clock);
        var report = new OwedReport
        {
            DeclarationId = 0,
            EnterpriseId = 0,
            Year = today.Year,
            Name = "苏州示例精密制造有限公司",
            TownshipCode = "",
            Township = "示例镇",
            IndustryCode = "",
            Scale = Scale.Above,
            OwedSince = today,
            Status = DeclarationStatus.NotFiled,
        };
        return new Reminder(report, kind, kind is ReminderKind.Due or ReminderKind.Asked or ReminderKind.ReturnDue ? today.AddDays(14) : today.AddDays(-8), today);
    }
}
