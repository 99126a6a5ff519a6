using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Reference;
using RiskReport.Web.Identity;
using RiskReport.Web.TagHelpers;

namespace RiskReport.Web.Features.People;

/// <summary>The system administrator makes an account of an office; its rights wait for the security administrator.</summary>
[Authorize(Policy = Policies.NewPeople)]
[Route(PeopleController.Address + "/new")]
public sealed class NewPersonController(AccountMaker maker, ReferenceData reference) : Controller
{
    private const string PageView = "~/Features/People/New.cshtml";

    [HttpGet("")]
    public IActionResult Index() => View(PageView, Page(new NewPersonForm()));

    [HttpPost("")]
    public async Task<IActionResult> Make(NewPersonForm form, CancellationToken ct)
    {
        var role = RoleWords.Parse(form.Role);
        var region = reference.Regions.Find(form.Region ?? "");
        var reason = Normal.Text(form.Reason ?? "");
        var problems = new List<PageProblem>();
        if (string.IsNullOrWhiteSpace(form.UserName))
            problems.Add(new PageProblem(nameof(form.UserName), "请填写用户名。"));
        else if (AccountNames.Problem(form.UserName) is { } problem)
            problems.Add(new PageProblem(nameof(form.UserName), problem));
        if (role is null or Role.Enterprise or Role.Security)
            problems.Add(new PageProblem(nameof(form.Role), "请选择角色。企业的账户由激活码或注册申请产生；安全管理员由系统运维人员用命令建立。"));
        else if (region is null || !AccountAuthority.MayStand(this.Member(), role.Value, region.Code))
            problems.Add(new PageProblem(nameof(form.Region), $"请选择与角色相符的地区：{role.Value.Word()}的地区代码为 {string.Join(" 或 ", role.Value.RegionLengths())} 位。"));
        if (reason.Length is 0 or > PeopleController.LongestReason)
            problems.Add(new PageProblem(nameof(form.Reason), $"请填写理由（不超过 {PeopleController.LongestReason} 个字），例如使用人的姓名和职务。"));
        if (problems.Count > 0)
            return Refused(form, problems);

        var password = OneTimePassword.New();
        var made = await maker.MakeAsync(new NewAccount
        {
            UserName = form.UserName!,
            Role = role!.Value,
            RegionCode = region!.Code,
            Password = password,
            MustChangePassword = true,
            State = AccountState.Waiting,
            By = this.Actor(reason),
        }, ct: ct);
        return made is { Count: 0 }
            ? View("~/Features/People/Issued.cshtml", new IssuedPassword(AccountNames.Clean(form.UserName!), password, IsNew: true, WaitsForSecurity: true))
            : Refused(form, made!.Select(m => new PageProblem(nameof(form.UserName), m)).ToList());
    }

    private ViewResult Refused(NewPersonForm form, IReadOnlyList<PageProblem> problems)
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View(PageView, Page(form) with { Problems = problems });
    }

    private NewPersonPage Page(NewPersonForm form) =>
        new() { Form = form, Regions = RegionChoice.Within(reference, this.Caller().Scope) };
}
