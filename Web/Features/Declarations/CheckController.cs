using Microsoft.AspNetCore.Mvc;
using RiskReport.Data.Declarations;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Fields;
using RiskReport.Web.Features.Shared;
using RiskReport.Web.Identity;
using RiskReport.Web.TagHelpers;

namespace RiskReport.Web.Features.Declarations;

/// <summary>All answers once more, what changed, what looks implausible; then the commitment, here or by a link.</summary>
public sealed class CheckController(DraftDesk desk, DeclarationStore declarations, PendingStore changes, CommitLinkStore links) : FormController(desk)
{
    private const string ViewName = "Check";

    [HttpGet("check")]
    public async Task<IActionResult> Check([FromRoute] int year, CancellationToken ct) => Answer(await OpenAsync(year, ct), page => Show(ViewName, page));

    [HttpPost("check")]
    public async Task<IActionResult> Submit([FromRoute] int year, CancellationToken ct)
    {
        if (await OpenAsync(year, ct) is not { } page)
            return NotFound();
        if (!page.Declaration.IsOpen)
            return Redirect(page.Root + "/result");
        // an agent fills in for others; the promise is the enterprise's own
        if (this.Caller().IsAgent)
            return Forbid();

        page.Form.TakeCommitment(Request.Form, page.Check.Doubts);
        var problems = Commitment.Problems(page, Request.Form[DeclarationForm.CommittedName] == "true");
        if (!int.TryParse(Request.Form["Version"], out var version) || version != page.Declaration.Version)
            problems = [new PageProblem("", "报告刚刚在别处修改过，请核对下面的最新内容后再次提交。"), .. problems];
        if (page.Check.Filing is not { } filing || problems.Count > 0)
            return Answer(await KeepAsync(year, ct), kept => Refused(ViewName, kept with { MoreProblems = problems, ShowsProblems = true }));

        filing = Commitment.Of(page, filing, CommitWay.Account, this.Caller().Name);
        var saved = page.Declaration.IsChange
            ? await changes.FileChangeAsync(page.Declaration, filing, this.Caller().Scope, this.Actor("企业提交变更报告"), ct)
            : await declarations.FileAsync(page.Declaration, filing, this.Caller().Scope, this.Actor("企业提交年度报告"), ct);
        return saved == SaveResult.Saved ? Redirect(page.Root + "/result") : await OvertakenAsync(year, ct);
    }

    /// <summary>A link for the responsible person, made for the draft as it is now.</summary>
    [HttpPost("check/link")]
    public async Task<IActionResult> Link([FromRoute] int year, CancellationToken ct)
    {
        var page = await KeepAsync(year, ct);
        if (page is null || !page.Declaration.IsOpen)
            return Answer(page, _ => NotFound());

        var problems = Commitment.Problems(page, committed: true);
        if (page.Check.Filing is null || problems.Count > 0)
            return Refused(ViewName, page with { MoreProblems = problems, ShowsProblems = true });
        var token = await links.CreateAsync(page.Declaration.Id, page.Declaration.Version, this.Caller().Scope, this.Actor("请主要负责人承诺"), ct);
        return token is null ? await OvertakenAsync(year, ct) : View("~/Features/Declarations/Link.cshtml", new LinkPage(page, PublicAddress.Of(Request, $"/commit/{token}")));
    }

    /// <summary>Reasons and names as typed, so that they are there again after an answer was put right.</summary>
    private Task<DeclarationPage?> KeepAsync(int year, CancellationToken ct) => SaveAsync(year, Opened.Deed(new Part(Part.CheckSlug, "", [])), p =>
    {
        p.Form.TakeCommitment(Request.Form, p.Check.Doubts);
        return true;
    }, ct);

    /// <summary>Somebody was quicker: if the report is filed there is nothing left to do, else it is shown as it is now.</summary>
    private async Task<IActionResult> OvertakenAsync(int year, CancellationToken ct) => Answer(await OpenAsync(year, ct), page =>
        Refused(ViewName, page with { MoreProblems = [new PageProblem("", "报告刚刚在别处修改过，请核对下面的最新内容后再次提交。")] }));
}

/// <summary>What a responsible person gives his name to, on the enterprise's page or by a link.</summary>
internal static class Commitment
{
    private const int Longest = 100;

    public static IReadOnlyList<PageProblem> Problems(DeclarationPage page, bool committed)
    {
        var problems = new List<PageProblem>();
        foreach (var doubt in page.Check.Doubts.Where(d => Normal.Text(page.Form.Reasons.GetValueOrDefault(d.Code, "")).Length is 0 or > Plausibility.LongestReason))
            problems.Add(new PageProblem(DeclarationForm.ReasonName(doubt.Code), $"{doubt.Message}请改正；确实如此的，说明理由（不超过 {Plausibility.LongestReason} 个字）。"));
        if (Normal.Text(page.Form.CommittedBy).Length is 0 or > Longest)
            problems.Add(new PageProblem(DeclarationForm.CommittedByName, $"请填写承诺人姓名（不超过 {Longest} 个字）。"));
        else if (FieldReader.HidesName(page.Form.CommittedBy))
            problems.Add(new PageProblem(DeclarationForm.CommittedByName, FieldReader.MaskedName("承诺人姓名", Normal.Text(page.Form.CommittedBy))));
        if (Normal.Text(page.Form.CommittedRole).Length is 0 or > Longest)
            problems.Add(new PageProblem(DeclarationForm.CommittedRoleName, $"请填写承诺人职务（不超过 {Longest} 个字），例如主要负责人。"));
        if (!committed)
            problems.Add(new PageProblem(DeclarationForm.CommittedName, "请勾选承诺，确认填报信息真实、完整。"));
        return problems;
    }

    /// <param name="preparer">Who filled it in, where nobody has saved a page: all was as it had been before.</param>
    public static Filing Of(DeclarationPage page, Filing filing, CommitWay way, string preparer) => filing with
    {
        CommittedBy = Normal.Text(page.Form.CommittedBy),
        CommittedRole = Normal.Text(page.Form.CommittedRole),
        CommittedVia = way,
        PreparedBy = page.Form.PreparedBy ?? preparer,
        Confirmations = page.Check.Doubts.Select(d => new Confirmation(d.Code, d.Message, Normal.Text(page.Form.Reasons[d.Code]))).ToList(),
    };
}

/// <summary>The link to be handed on, shown once.</summary>
public sealed record LinkPage(DeclarationPage Page, string Address);
