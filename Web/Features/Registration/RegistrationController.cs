using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using RiskReport.Data.Accounts;
using RiskReport.Domain;
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
    AccountRequestStore requests, UserManager<Account> users, IPasswordHasher<Account> hasher, PasswordRules rules, ReferenceData reference,
    TimeProvider clock) : Controller
{
    [HttpGet("")]
    public IActionResult Index() => View(new RegistrationPage(new RegistrationForm(), []));

    [HttpPost("")]
    public async Task<IActionResult> Ask(RegistrationForm form, CancellationToken ct)
    {
        var (creditCode, person, phone, note, problems) = form.Read(reference, rules, ChinaTime.Today(clock).Year);
        var name = AccountNames.Clean(form.UserName ?? "");
        var normalized = users.NormalizeName(name)!;
        var isNameGood = problems.TrueForAll(p => p.Name != nameof(form.UserName));
        if (isNameGood && (await users.FindByNameAsync(name) is not null || await requests.IsNameWaitingAsync(normalized, ct)))
            problems.Add(Taken(name));
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
        return await requests.AddAsync(request, Caller.From(HttpContext), ct) ? RedirectToAction(nameof(Received)) : Again(form, [Taken(name)]);
    }

    [HttpGet("received")]
    public IActionResult Received() => View();

    private static PageProblem Taken(string name) => new(nameof(RegistrationForm.UserName), AccountMaker.Taken(name) + "请换一个。");

    private ViewResult Again(RegistrationForm form, IReadOnlyList<PageProblem> problems)
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View(nameof(Index), new RegistrationPage(form, problems));
    }
}
