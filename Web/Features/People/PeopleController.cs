using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Data.Accounts;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Reference;
using RiskReport.Web.Identity;
using RiskReport.Web.TagHelpers;

namespace RiskReport.Web.Features.People;

/// <summary>The accounts of a region, for whoever looks after them. AccountAuthority says who may do what to whose.</summary>
[Authorize(Policy = Policies.People)]
[Route(Address)]
public sealed class PeopleController(PeopleStore people, UserManager<Account> users, ExternalSignIn external, ReferenceData reference) : Controller
{
    public const string Address = "/accounts";
    public const int LongestReason = 200;

    private const int PageSize = 50;
    private const string Overtaken = "没有办成：该账户刚刚已由其他人处理，或者它是全市最后一个在用的同类管理员。请核对现在的状态。";

    private const string LinkedAlready = "没有办成：该账号标识已经绑定了账户，或者账户刚刚由其他人处理。请核对。";

    [HttpGet("")]
    public async Task<IActionResult> Index(string? kind, string? role, string? state, string? q, long? after, CancellationToken ct)
    {
        var (scope, seesOffices) = (this.Caller().Scope, SeesOffices);
        var text = Normal.Code(q ?? "");
        var filter = new PeopleFilter
        {
            OfEnterprises = !seesOffices || kind == "enterprise",
            Role = RoleWords.Parse(role) is { } chosen and not Role.Enterprise ? chosen : null,
            State = AccountStateWords.Parse(state),
            CreditCode = CreditCode.IsValid(text) ? text : null,
            NamePrefix = text.Length == 0 || CreditCode.IsValid(text) ? null : users.NormalizeName(q),
            After = after is { } id ? (await people.FindAsync(id, scope, ct))?.Standing : null,
        };
        var found = await people.ListAsync(filter, scope, PageSize + 1, ct);
        return View(new PeoplePage
        {
            Filter = filter,
            Query = q ?? "",
            SeesOffices = seesOffices,
            MayMake = this.Caller().Role is Role.Admin,
            People = found.Take(PageSize).Select(p => (p, Place(p.RegionCode))).ToList(),
            Next = found.Count > PageSize ? found[PageSize - 1].Id : null,
        });
    }

    [HttpGet("{id:long}")]
    public async Task<IActionResult> Show(long id, CancellationToken ct) =>
        await FindAsync(id, ct) is { } person ? View(await PageAsync(person, ct)) : NotFound();

    [HttpPost("{id:long}/{deed}")]
    public async Task<IActionResult> Do(long id, string deed, string? role, string? region, string? issuer, string? subject, CancellationToken ct)
    {
        if (AccountDeedWords.Parse(deed) is not { } what || what is AccountDeed.Make || await FindAsync(id, ct) is not { } person)
            return NotFound();
        if (!AccountAuthority.May(this.Member(), what, person.Standing))
            return Forbid();
        if (!Applies(what, person))
            return NotFound();

        var text = Normal.Text(Request.Form[$"reason-{what.Code()}"].ToString()); // many on one page, each input with a name of its own
        var page = await PageAsync(person, ct) with { Tried = what, Reason = text, NewRole = role, NewRegion = region, Issuer = Normal.Text(issuer ?? ""), Subject = Normal.Text(subject ?? "") };
        var after = After(what, person.Standing, role, region);
        var problems = new List<PageProblem>();
        if (after is null)
            problems.Add(new PageProblem("role", "角色和地区不相符：镇(街道)办公室在镇(街道)，县级部门在县(市、区)，市级部门在市；只能在您的地区以内，并且要与现在的不同。"));
        if (what is AccountDeed.Link && !(Uri.TryCreate(page.Issuer, UriKind.Absolute, out _) && page.Issuer.Length <= ExternalSubject.Longest))
            problems.Add(new PageProblem("issuer", "请填写统一身份认证的发行方地址（issuer），例如 https://id.example.gov.cn。"));
        if (what is AccountDeed.Link && page.Subject.Length is 0 or > ExternalSubject.Longest)
            problems.Add(new PageProblem("subject", $"请填写本人在统一身份认证的账号标识（sub），不超过 {ExternalSubject.Longest} 个字符。"));
        if (text.Length is 0 or > LongestReason)
            problems.Add(new PageProblem($"reason-{what.Code()}", $"请填写理由（不超过 {LongestReason} 个字）。"));
        return problems.Count > 0 ? Refused(page with { Problems = problems }) : await ChangeAsync(page, what, after!, text, ct);
    }

    private async Task<IActionResult> ChangeAsync(PersonPage page, AccountDeed deed, AccountStanding after, string reason, CancellationToken ct)
    {
        var password = deed is AccountDeed.Password ? OneTimePassword.New() : null;
        var nobody = new Account { Role = default, RegionCode = "", CreatedAt = default, CreatedBy = "" };
        var change = new AccountChange
        {
            Deed = deed,
            UserName = page.Person.UserName,
            Before = page.Person.Standing,
            After = after,
            PasswordHash = password is null ? null : users.PasswordHasher.HashPassword(nobody, password),
            IdentitySha256 = deed is AccountDeed.Link ? ExternalSubject.Hash(page.Issuer, page.Subject) : null,
            Attempts = deed is AccountDeed.Unlock or AccountDeed.Password ? [AttemptGuard.Who(users.NormalizeName(page.Person.UserName)!)] : [],
        };
        if (!await people.ChangeAsync(change, this.Actor(reason), ct))
        {
            var now = await FindAsync(page.Person.Id, ct);
            return now is null ? NotFound() : Refused(await PageAsync(now, ct) with { Problems = [new PageProblem("", deed is AccountDeed.Link ? LinkedAlready : Overtaken)] });
        }

        if (password is not null)
            return View("Issued", new IssuedPassword(page.Person.UserName, password, IsNew: false, WaitsForSecurity: after.State is AccountState.Waiting));
        TempData["Notice"] = $"已办理“{deed.Word()}”。";
        return Redirect($"{Address}/{page.Person.Id}");
    }

    /// <summary>Null where it may not stand.</summary>
    private AccountStanding? After(AccountDeed deed, AccountStanding before, string? role, string? region) => deed switch
    {
        AccountDeed.Agree => before with { State = AccountState.Active },
        AccountDeed.Refuse or AccountDeed.End => before with { State = AccountState.Ended },
        AccountDeed.Restore => before with { State = AccountAuthority.AfterRestoring(before.Role) },
        AccountDeed.Move => RoleWords.Parse(role) is { } wanted && reference.Regions.Find(region ?? "") is { } place
            && AccountAuthority.MayStand(this.Member(), wanted, place.Code) && (wanted, place.Code) != (before.Role, before.RegionCode)
                ? before with { Role = wanted, RegionCode = place.Code }
                : null,
        _ => before,
    };

    /// <summary>Who looks after offices does so for offices and enterprises alike; an office sees no other office's accounts.</summary>
    private bool SeesOffices => this.Caller().Role is Role.Admin or Role.Security;

    /// <summary>What is linked is unlinked first; without a service outside there is nothing to link.</summary>
    private bool Applies(AccountDeed deed, Person person) => deed switch
    {
        AccountDeed.Link => external.IsConfigured && person.ExternalIdentities == 0,
        AccountDeed.Unlink => person.ExternalIdentities > 0,
        _ => true,
    };

    private async Task<Person?> FindAsync(long id, CancellationToken ct) =>
        await people.FindAsync(id, this.Caller().Scope, ct) is { } person && (SeesOffices || person.Role is Role.Enterprise) ? person : null;

    private ViewResult Refused(PersonPage page)
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View(nameof(Show), page);
    }

    private async Task<PersonPage> PageAsync(Person person, CancellationToken ct) => new()
    {
        Person = person,
        Place = Place(person.RegionCode),
        Deeds = AccountAuthority.Deeds(this.Member(), person.Standing).Where(d => d is not AccountDeed.Make && Applies(d, person)).ToList(),
        Events = (await people.EventsAsync(person.Id, this.Caller().Scope, ct)).Select(e => (e, Place(e.RegionCode))).ToList(),
        Regions = RegionChoice.Within(reference, this.Caller().Scope),
    };

    private string Place(string code) => reference.Regions[code]?.Name ?? code;
}
