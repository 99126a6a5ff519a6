using System.Text.Json;
using RiskReport.Data.Declarations;
using RiskReport.Data.Enterprises;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Reference;

namespace RiskReport.Web.Features.Enterprises;

/// <summary>Puts the company file together, within the caller's scope.</summary>
public sealed class CompanyFileReader(EnterpriseStore enterprises, DeclarationStore declarations, CompanyFileQueries files, PhoneShownStore phones, TimeProvider clock)
{
    private const int EventsShown = 30;
    private const int RisksShown = 50;
    private const int ImportsShown = 20;
    private const int LooksShown = 10;

    /// <summary>Null when there is no such enterprise for this caller.</summary>
    public async Task<CompanyFilePage?> LoadAsync(ReferenceData reference, Scope scope, long accountId, long id, int page, CancellationToken ct)
    {
        if (await enterprises.FindAsync(id, scope, ct) is not { } enterprise)
            return null;

        var (facts, today) = (enterprise.Facts, ChinaTime.Today(clock));
        var own = scope.EnterpriseId is not null;
        var reports = await files.ReportsAsync(id, scope, ct);
        var filed = reports.FirstOrDefault(r => r.IsFiled);
        var risks = filed is null ? [] : await declarations.RisksAsync(filed.Id, scope, ct);
        var pages = Math.Max(1, (await files.CountEventsAsync(id, scope, ct) + EventsShown - 1) / EventsShown);
        page = Math.Clamp(page, 1, pages);
        return new CompanyFilePage
        {
            Enterprise = enterprise,
            Place = string.Join(' ', new[] { facts.TownshipCode[..6], facts.TownshipCode }.Select(c => reference.Regions[c]?.Name ?? c)),
            Industry = $"{facts.IndustryCode} {reference.Industries.Of(facts.DivisionCode, today.Year)?.Name}".TrimEnd(),
            Size = reference.SizeClasses.Of(facts.Employees, facts.Revenue, today)?.Name ?? "—",
            Reports = reports,
            Filed = filed,
            Risks = risks.Take(RisksShown).ToList(),
            RisksTotal = risks.Count,
            WriteOff = await WriteOffAsync(reports, id, scope, ct),
            Events = await files.EventsAsync(id, scope, (page - 1) * EventsShown, EventsShown, ct),
            Page = page,
            Pages = pages,
            Imports = own ? [] : await files.ImportsAsync(id, scope, ImportsShown, ct),
            ShowsPhone = own || await phones.IsShownAsync(id, accountId, scope, ct),
            Looks = await phones.LatestAsync(id, scope, LooksShown, ct),
        };
    }

    private async Task<WriteOff?> WriteOffAsync(IReadOnlyList<YearReport> reports, long id, Scope scope, CancellationToken ct) =>
        reports.FirstOrDefault(r => r.IsWriteOff) is { } report && await declarations.FindAsync(id, report.Year, scope, ct) is { Pending: { } why }
            ? JsonSerializer.Deserialize<WriteOff>(why, StoredJson.Options)
            : null;
}
