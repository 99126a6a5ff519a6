using Microsoft.AspNetCore.Mvc.Rendering;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Reference;

namespace RiskReport.Web.Features.People;

/// <summary>The regions an account may be put into, each below the one it is part of.</summary>
internal static class RegionChoice
{
    public static IReadOnlyList<SelectListItem> Within(ReferenceData reference, Scope scope) => reference.Regions.Within(scope.RegionCode)
        .OrderBy(r => r.Code.PadRight(9, '0'), StringComparer.Ordinal).ThenBy(r => r.Code.Length)
        .Select(r => new SelectListItem($"{new string('　', (r.Code.Length - scope.RegionCode.Length) / 2)}{r.Name}", r.Code))
        .ToList();
}
