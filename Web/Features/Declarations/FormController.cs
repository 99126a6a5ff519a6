using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.Declarations;

/// <summary>What the pages of the form have in common: they are the caller's own, and closed once the report is filed.</summary>
[Authorize(Policy = Policies.Filing)]
[Route("declarations/{year:int}")]
public abstract class FormController(DraftDesk desk) : Controller
{
    protected DraftDesk Desk => desk;

    protected Task<DeclarationPage?> OpenAsync(int year, CancellationToken ct) => desk.OpenAsync(this.Caller().Scope, year, ct);

    protected Task<DeclarationPage?> SaveAsync(int year, Opened opened, Func<DeclarationPage, bool> change, CancellationToken ct) =>
        desk.SaveAsync(this.Caller().Scope, year, opened, change, this.Actor("企业保存草稿"), ct);

    /// <summary>Not there, already filed, or the page.</summary>
    protected IActionResult Answer(DeclarationPage? page, Func<DeclarationPage, IActionResult> open) =>
        page is null ? NotFound()
        : page.Declaration.IsOpen ? open(page)
        : Request.Headers.ContainsKey("HX-Request") ? Content("报告已经提交，本页不再保存。请返回任务列表。") // a redirect would put a whole page into the status line
        : Redirect(page.Root + "/result");

    protected ViewResult Show(string view, DeclarationPage page) => View($"~/Features/Declarations/{view}.cshtml", page);

    protected ViewResult Refused(string view, DeclarationPage page)
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Show(view, page);
    }
}
