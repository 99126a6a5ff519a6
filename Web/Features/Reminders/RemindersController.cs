using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Data.Reminders;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.Reminders;

/// <summary>What the enterprises of a region are told, and the township's one click that asks all that have not filed.</summary>
[Authorize(Policy = Policies.Roster)]
[Route("reminders")]
public sealed class RemindersController(ReminderStore store, ReminderMailQueue mails, Reminding reminding, TimeProvider clock) : Controller
{
    private const int DaysShown = 60;
    private const int PageSize = 50;

    [HttpGet("")]
    public async Task<IActionResult> Index(CancellationToken ct) => View(await PageAsync(null, ct));

    [Authorize(Policy = Policies.Reminding)]
    [HttpPost("ask")]
    public async Task<IActionResult> Ask(bool confirmed, CancellationToken ct)
    {
        if (!confirmed)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return View(nameof(Index), await PageAsync("请先勾选确认，再发送催报。", ct));
        }

        var asked = await reminding.AskAsync(this.Caller().Scope, this.Actor("催报"), ct);
        TempData["Notice"] = asked == 0 ? "没有需要催报的企业：未报告的企业今天都已催报过。" : $"已向 {asked} 家企业发出催报，企业登录后在收件箱看到{(reminding.ByMail ? "，有邮箱的同时发送邮件" : "")}。";
        return RedirectToAction(nameof(Index));
    }

    /// <summary>Which mail went out to those who act for the enterprises of the caller's region, and what became of it; whose mailbox it is stays masked.</summary>
    [HttpGet("deliveries")]
    public async Task<IActionResult> Deliveries(int page = 1, CancellationToken ct = default)
    {
        page = Math.Clamp(page, 1, 1_000_000);
        var mailed = await mails.PageAsync((page - 1) * PageSize, PageSize + 1, this.Caller().Scope, ct);
        return View(new DeliveriesPage([.. mailed.Take(PageSize)], page, mailed.Count > PageSize));
    }

    private async Task<RemindersPage> PageAsync(string? problem, CancellationToken ct)
    {
        var (caller, today) = (this.Caller(), ChinaTime.Today(clock));
        var (unfiled, askable) = await store.CountAsync(today.Year, today, caller.Scope, ct);
        return new RemindersPage
        {
            Year = today.Year,
            Unfiled = unfiled,
            Askable = askable,
            MayAsk = caller.Role == Role.Township,
            ByMail = reminding.ByMail,
            Days = await store.DaysAsync(today.AddDays(-DaysShown), caller.Scope, ct),
            Problem = problem,
        };
    }
}
