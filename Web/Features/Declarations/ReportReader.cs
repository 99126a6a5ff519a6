using System.Text.Json;
using RiskReport.Data.Declarations;
using RiskReport.Data.Enterprises;
using RiskReport.Data.Grading;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Reference;

namespace RiskReport.Web.Features.Declarations;

/// <summary>Puts together all that is known of one report, for the enterprise and for the offices above it.</summary>
public sealed class ReportReader(
    EnterpriseStore enterprises, DeclarationStore declarations, VersionStore versions, ReviewStore reviews, ManagementStore management)
{
    /// <summary>Null when there is no such report for this caller.</summary>
    public async Task<ReportPage?> LoadAsync(ReferenceData reference, Scope scope, long enterpriseId, int year, CancellationToken ct)
    {
        if (await enterprises.FindAsync(enterpriseId, scope, ct) is not { } enterprise
            || await declarations.FindAsync(enterpriseId, year, scope, ct) is not { } declaration)
            return null;

        var facts = declaration.Basics is { } basics ? JsonSerializer.Deserialize<EnterpriseFacts>(basics, StoredJson.Options)! : enterprise.Facts;
        var risks = await declarations.RisksAsync(declaration.Id, scope, ct);
        var rules = declaration.RuleSet is { } ruleSet ? reference.Rules(ruleSet, declaration.CatalogueEdition) : null;
        var change = declaration is { IsChange: true, Pending: { } filed } ? JsonSerializer.Deserialize<Filing>(filed, StoredJson.Options) : null;
        var receipts = await versions.AllAsync(declaration.Id, scope, ct);
        var shown = Math.Max(0, receipts.ToList().FindIndex(r => r.Number == declaration.AcceptedVersion));
        var (from, to) = change is null ? (receipts.ElementAtOrDefault(shown + 1), receipts.ElementAtOrDefault(shown)) : (receipts[shown], receipts[0]);
        return new ReportPage
        {
            Enterprise = enterprise,
            Declaration = declaration,
            Facts = facts,
            Risks = risks,
            Receipts = receipts,
            Change = change,
            WriteOff = declaration is { Pending: { } why } && (declaration.PendingType == DeclarationType.WriteOff || declaration.Status == DeclarationStatus.WrittenOff)
                ? JsonSerializer.Deserialize<WriteOff>(why, StoredJson.Options) : null,
            Confirmations = declaration.Confirmations is { } given ? JsonSerializer.Deserialize<List<Confirmation>>(given, StoredJson.Options)! : [],
            Reasons = declaration.IsReturned ? await reviews.ReasonsAsync(declaration.Id, 0, scope, ct) : [],
            EarlierReasons = receipts.Count > 1 ? await reviews.ReasonsAsync(declaration.Id, 1, scope, ct) : [],
            Differences = from is null || to is null ? [] : await DifferencesAsync(from, to, scope, ct),
            Lower = risks.Select(r => rules is null ? null : GradeWords.WhatLowers(r.Facts.Assessment, rules)).ToList(),
            Management = await management.FindAsync(enterpriseId, year, scope, ct),
            Size = reference.SizeClasses.Of(facts.Employees, facts.Revenue, new DateOnly(year, 12, 31)),
            Events = await declarations.EventsAsync(declaration.Id, scope, ct),
            Years = await declarations.YearsAsync(enterpriseId, scope, ct),
        };
    }

    /// <summary>Every version with what has changed since the one before.</summary>
    public async Task<IReadOnlyList<ShownVersion>> VersionsAsync(IReadOnlyList<Receipt> receipts, Scope scope, CancellationToken ct)
    {
        var originals = new Dictionary<int, OriginalReport?>();
        foreach (var receipt in receipts)
            originals[receipt.Number] = await versions.OriginalAsync(receipt.DeclarationId, receipt.Number, scope, ct);
        return receipts.Select(r => new ShownVersion(r, originals[r.Number] is { Content: null }, Between(originals.GetValueOrDefault(r.Number - 1), originals[r.Number]))).ToList();
    }

    private async Task<IReadOnlyList<ReportDifference>?> DifferencesAsync(Receipt from, Receipt to, Scope scope, CancellationToken ct) => Between(
        await versions.OriginalAsync(from.DeclarationId, from.Number, scope, ct), await versions.OriginalAsync(to.DeclarationId, to.Number, scope, ct));

    /// <summary>Nothing where there is no such version, and null where what is kept of one is not what was filed.</summary>
    private static IReadOnlyList<ReportDifference>? Between(OriginalReport? before, OriginalReport? after) =>
        before is null || after is null ? []
        : before.Content is { } old && after.Content is { } now ? ReportDifferences.Between(CanonicalReport.Read(old), CanonicalReport.Read(now))
        : null;
}
