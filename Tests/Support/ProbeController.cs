using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using RiskReport.Domain.Imports;
using RiskReport.Reports;
using RiskReport.Web.Identity;

namespace RiskReport.Tests.Support;

/// <summary>Pages that only a test has: one for another role, one that fails.</summary>
[Route("probe")]
public sealed class ProbeController : Controller
{
    public static void Add(IServiceCollection services) => services.AddControllers().AddApplicationPart(typeof(ProbeController).Assembly);

    [HttpGet("admin"), Authorize(Policies.Admin)]
    public IActionResult Admin() => Content("secret");

    /// <summary>A page that it takes a million rows to come to.</summary>
    [HttpGet("roll")]
    public IActionResult Roll() => View("~/Features/Imports/RollRefused.cshtml", RollWorkbook.WhyNot(new RollSize { Enterprises = 2_000_000, Risks = 9_000_000 }));

    /// <summary>How many files it gets.</summary>
    [HttpPost("files"), AllowAnonymous, IgnoreAntiforgeryToken]
    public IActionResult Files(IFormFileCollection all) => Content($"{all.Count} {Request.Form.Files.Count} {Request.Form["typed"]}");

    [Route("throw")]
    public IActionResult Throw() => throw new InvalidOperationException("secret");
}
