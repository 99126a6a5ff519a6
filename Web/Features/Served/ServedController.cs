using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Data.Accounts;
using RiskReport.Domain;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Reference;
using RiskReport.Web.Features.Kept;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.Served;

/// <summary>The enterprises the caller may act for, and which of them the session acts for now.</summary>
public sealed record ServedPage
{
    public required int Year { get; init; }
    public required long Current { get; init; }
    public required string Query { get; init; }

    /// <summary>All of them, also those the search leaves out.</summary>
    public required int Total { get; init; }
    public required IReadOnlyList<(ServedEnterprise Enterprise, string Place)> Rows { get; init; }
}

[Authorize(Policy = Policies.Filing)]
[Route(Address)]
public sealed class ServedController(
    MembershipStore memberships, CurrentEnterprise current, SignInManager<Account> signIn, KeptForms forms, ReferenceData reference) : Controller
{
    public const string Address = "/account/enterprises";

    /// <summary>A list longer than this is searched.</summary>
    public const int Many = 10;

    [HttpGet("")]
    public async Task<IActionResult> Index(string? q, [FromServices] TimeProvider clock, CancellationToken ct)
    {
        var year = ChinaTime.Today(clock).Year;
        var all = await memberships.ServedAsync(User.AccountId(), year, ct);
        var query = Normal.Text(q ?? "");
        return View(new ServedPage
        {
            Year = year,
            Current = this.Caller().Scope.EnterpriseId!.Value,
            Query = query,
            Total = all.Count,
            Rows = all
                .Where(e => e.Name.Contains(query, StringComparison.OrdinalIgnoreCase) || e.CreditCode.Contains(query, StringComparison.OrdinalIgnoreCase))
                .Select(e => (e, Place(e.TownshipCode))).ToList(),
        });
    }

    /// <summary>With the answers that were typed for it, where the session acted for another one when they came.</summary>
    [HttpPost("{id:long}")]
    public async Task<IActionResult> Switch(long id, string? kept, CancellationToken ct)
    {
        if (await signIn.UserManager.GetUserAsync(User) is not { } account || await current.ChooseAsync(account, id, ct) is not { } membership)
            return NotFound();
        await signIn.RefreshSignInAsync(account);
        if (forms.Open(kept) is { } content && content.Ticket.AccountId == account.Id && content.Ticket.EnterpriseId == id)
            return View("~/Features/Kept/Found.cshtml", content);

        TempData["Notice"] = $"现在办理的企业是“{membership.Name}”。";
        return RedirectToAction("Index", "Home");
    }

    private string Place(string township) => $"{reference.Regions[township[..6]]?.Name}{reference.Regions[township]?.Name}";
}
