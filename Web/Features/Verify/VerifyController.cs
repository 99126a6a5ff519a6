using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using RiskReport.Data.Declarations;
using RiskReport.Data.Roster;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Roster;
using RiskReport.Web.Startup;

namespace RiskReport.Web.Features.Verify;

/// <summary>A code that was typed or scanned, and what it stands for.</summary>
public sealed record VerifyPage(string Code, Verification? Found, ExportVerification? Export = null);

/// <summary>Anyone may check a receipt or an exported list by the code on it, and learns what stands on it and whether it holds.</summary>
[AllowAnonymous]
[Route("verify")]
[EnableRateLimiting(Limits.Verify)]
public sealed class VerifyController(VersionStore versions, ExportLog exports) : Controller
{
    private const int LongestCode = 40;

    [HttpGet("")]
    public IActionResult Index(string? code) => Plain(code ?? "") is { Length: > 0 } plain
        ? RedirectToAction(nameof(Show), new { code = plain })
        : View(new VerifyPage("", null));

    [HttpGet("{code}")]
    public async Task<IActionResult> Show(string code, CancellationToken ct)
    {
        var plain = Plain(code);
        var found = await versions.VerifyAsync(plain, ct);
        var export = found is null ? await exports.VerifyAsync(plain, ct) : null;
        if (found is null && export is null)
            Response.StatusCode = StatusCodes.Status404NotFound;
        return View(nameof(Index), new VerifyPage(plain, found, export));
    }

    /// <summary>As it is typed from paper: small letters, blanks, dashes.</summary>
    private static string Plain(string code)
    {
        var plain = string.Concat(Normal.Code(code).Where(char.IsAsciiLetterOrDigit));
        return plain.Length <= LongestCode ? plain : plain[..LongestCode];
    }
}
