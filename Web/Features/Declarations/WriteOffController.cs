using Microsoft.AspNetCore.Mvc;
using RiskReport.Data.Declarations;
using RiskReport.Domain;
using RiskReport.Domain.Declarations;
using RiskReport.Web.Identity;
using RiskReport.Web.TagHelpers;

namespace RiskReport.Web.Features.Declarations;

/// <summary>The application as typed.</summary>
public sealed record WriteOffInput(string? Kind = null, string? On = null, string? Detail = null, string? Successor = null)
{
    public (WriteOff? WriteOff, IReadOnlyList<PageProblem> Problems) Read(string ownCode, DateOnly today)
    {
        var (writeOff, problems) = WriteOff.Read(Kind, On, Detail, Successor, ownCode, today);
        return (writeOff, problems.Select(p => new PageProblem(p.Name, p.Message)).ToList());
    }
}

public sealed record WriteOffPage(DeclarationPage Page, WriteOffInput Typed)
{
    public IReadOnlyList<PageProblem> Problems { get; init; } = [];
}

/// <summary>An enterprise that has closed, moved away or been merged asks to be taken off the duty (核销).</summary>
public sealed class WriteOffController(DraftDesk desk, PendingStore changes, TimeProvider clock) : FormController(desk)
{
    private const string ViewName = "~/Features/Declarations/WriteOff.cshtml";

    [HttpGet("write-off")]
    public async Task<IActionResult> Ask([FromRoute] int year, CancellationToken ct) => await OpenAsync(year, ct) switch
    {
        null => NotFound(),
        { Declaration.MayBeWrittenOff: true } page => View(ViewName, new WriteOffPage(page, new WriteOffInput())),
        var page => Redirect(page.Root + "/result"),
    };

    [HttpPost("write-off")]
    public async Task<IActionResult> Ask([FromRoute] int year, string? kind, string? on, string? detail, string? successor, int version, CancellationToken ct)
    {
        if (await OpenAsync(year, ct) is not { } page)
            return NotFound();
        if (!page.Declaration.MayBeWrittenOff)
            return Redirect(page.Root + "/result");

        var typed = new WriteOffInput(kind, on, detail, successor);
        var (writeOff, problems) = typed.Read(page.Enterprise.Facts.CreditCode, ChinaTime.Today(clock));
        if (writeOff is not null)
        {
            if (await changes.AskWriteOffAsync(page.Declaration, version, writeOff, this.Caller().Scope, this.Actor($"申请核销：{writeOff.Text}"), ct))
                return Redirect(page.Root + "/result");
            problems = [new PageProblem("", "没有提交：报告刚刚在别处修改过，或者本企业已有更新年度的报告任务（核销在最新年度的报告上申请）。请核对后再试。")];
        }

        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View(ViewName, new WriteOffPage(page, typed) { Problems = problems });
    }
}
