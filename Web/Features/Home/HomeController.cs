using Microsoft.AspNetCore.Mvc;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Reference;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.Home;

/// <summary>What the caller can do next.</summary>
public sealed record HomePage
{
    public required Role Role { get; init; }
    public required string RegionName { get; init; }
    public required int Year { get; init; }
}

[Route("")]
public sealed class HomeController(ReferenceData reference, TimeProvider clock) : Controller
{
    [HttpGet("")]
    public IActionResult Index()
    {
        var caller = this.Caller();
        return View(new HomePage
        {
            Role = caller.Role,
            RegionName = reference.Region(caller.Scope.RegionCode)?.Name ?? caller.Scope.RegionCode,
            Year = ChinaTime.Today(clock).Year,
        });
    }
}
