using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using RiskReport.Data.Accounts;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Reference;
using RiskReport.Web.Identity;
using RiskReport.Web.Startup;
using RiskReport.Web.TagHelpers;

namespace RiskReport.Web.Features.Registration;

public sealed record RegistrationPage(RegistrationForm Form, IReadOnlyList<PageProblem> Problems);

/// <summary>Somebody of an enterprise asks for an account. The answer does not tell which enterprises are on the roll.</summary>
[AllowAnonymous]
[Route("register")]
[EnableRateLimiting(Limits.Entrance)]
public sealed class RegistrationController(
    AccountRequestStore requests, RollLookup roll, UserManager<Account> users, IPasswordHasher<Account> hasher, AttemptGuard guard, PasswordRules rules,
    ReferenceData reference, TimeProvider clock) : Controller
{
    private const string TooOften = "已经存在的用户名试得太多，请过一段时间再试。";

    [HttpGet("")]
    public IActionResult Index() => View(new RegistrationPage(new RegistrationForm(), []));

    [HttpPost("")]
    public async Task<IActionResult> Ask(RegistrationForm form, CancellationToken ct)
    {
        var (creditCode, person, phone, note, problems) = form.Read(reference, rules, ChinaTime.Today(clock).Year);
        var name = AccountNames.Clean(form.UserName ?? "");
        var normalized = users.NormalizeName(name)!;
        var isNameGood = problems.TrueForAll(p => p.Name != nameof(form.UserName));
        if (isNameGood && await NameProblemAsync(name, normalized, ct) is { } problem)
            problems.Add(problem);
        if (problems.Count > 0)
            return Again(form, problems);

        var nobody = new Account { Role = default, RegionCode = "", CreatedAt = default, CreatedBy = "" };
        var request = new NewAccountRequest
        {
            CreditCode = creditCode!,
            PersonName = person!,
            Phone = phone!,
            UserName = name,
            NormalizedUserName = normalized,
            PasswordHash = hasher.HashPassword(nobody, form.Password!),
            Note = note,
        };
        var township = (await roll.FindAsync(creditCode!, ct))?.TownshipCode;
        var actor = new Actor("", Caller.From(HttpContext), "");
        return await requests.AddAsync(request, township ?? Scope.City.RegionCode, actor, ct) ? RedirectToAction(nameof(Received)) : Again(form, [Taken(name)]);
    }

    [HttpGet("received")]
    public IActionResult Received() => View();

    /// <summary>Whoever must choose a name learns which ones there are; how many, is counted.</summary>
    private async Task<PageProblem?> NameProblemAsync(string name, string normalized, CancellationToken ct)
    {
        if (await guard.LookAsync(AttemptGuard.Name, normalized, ct) is not { } attempt)
            return new PageProblem(nameof(RegistrationForm.UserName), TooOften);
        if (await users.FindByNameAsync(name) is null && !await requests.IsNameWaitingAsync(normalized, ct))
            return null;
        await guard.EndAsync(attempt, isRight: false, ct);
        return Taken(name);
    }

    private static PageProblem Taken(string name) => new(nameof(RegistrationForm.UserName), AccountMaker.Taken(name) + "请换一个。");

    private ViewResult Again(RegistrationForm form, IReadOnlyList<PageProblem> problems)
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View(nameof(Index), new RegistrationPage(form, problems));
    }
}
