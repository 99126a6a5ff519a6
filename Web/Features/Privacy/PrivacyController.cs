using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Domain.Privacy;

namespace RiskReport.Web.Features.Privacy;

/// <summary>Tells everybody what is kept of persons, why, for how long and who sees it.</summary>
[AllowAnonymous]
public sealed class PrivacyController : Controller
{
    public const string Address = "/privacy";

    [HttpGet(Address)]
    public IActionResult Index() => View(PersonalData.All);
}
