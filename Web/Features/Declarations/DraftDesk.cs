using System.Text.Json;
using RiskReport.Data.Declarations;
using RiskReport.Data.Enterprises;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Enterprises;
using RiskReport.Web.Startup;

namespace RiskReport.Web.Features.Declarations;

/// <summary>
/// Opens the draft of a report and saves a page of it. Two pages of one report may be filled in at the same time: a save puts
/// its own page into what is there by then. Only the same page, open twice, gets in its own way, and then the person decides.
/// </summary>
public sealed class DraftDesk(
    EnterpriseStore enterprises, DeclarationStore declarations, VersionStore versions, ReviewStore reviews, ReferenceHolder reference, TimeProvider clock)
{
    private const int Tries = 20;

    /// <summary>Some ten times what two hundred risks with every field filled to its limit take.</summary>
    private const int LongestDraft = 4_000_000;

    /// <summary>Null when there is no such report for this caller.</summary>
    public async Task<DeclarationPage?> OpenAsync(Scope scope, int year, CancellationToken ct)
    {
        if (await enterprises.FindAsync(scope.EnterpriseId!.Value, scope, ct) is not { } enterprise
            || await declarations.FindAsync(enterprise.Id, year, scope, ct) is not { } declaration)
            return null;

        var before = await BaseAsync(declaration, scope, ct);
        var form = Form(enterprise, declaration, before);
        return Page(enterprise, declaration, form) with
        {
            Base = before,
            Reasons = declaration.IsReturned ? await reviews.ReasonsAsync(declaration.Id, 0, scope, ct) : [],
        };
    }

    /// <param name="opened">The page as it was opened: which part, which risk, and who had saved it last.</param>
    /// <param name="change">Puts what was typed into the form; false: nothing to be saved.</param>
    public async Task<DeclarationPage?> SaveAsync(Scope scope, int year, Opened opened, Func<DeclarationPage, bool> change, Actor actor, CancellationToken ct)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            var page = await OpenAsync(scope, year, ct);
            if (page is not { Declaration.IsOpen: true })
                return page;

            page = page with { Part = opened.Part, ItemId = opened.ItemId, FromCheck = opened.FromCheck };
            var overtaken = IsOvertaken(page, opened);
            var before = JsonSerializer.Serialize(page.Form, StoredJson.Options);
            if (!change(page))
                return Checked(page);
            // pressed twice: what is posted is what stands there already
            if (overtaken)
                return Checked(page) with { IsStale = before != JsonSerializer.Serialize(page.Form, StoredJson.Options) };

            // after the button another name, so that a late automatic save of this opening cannot undo it
            var writer = opened.IsAutomatic ? opened.Edit ?? "" : DeclarationForm.NewId();
            foreach (var key in page.WriterKeys)
                page.Form.Writers[key] = writer;
            page.Form.PreparedBy = actor.Name;
            var draft = JsonSerializer.Serialize(page.Form, StoredJson.Options);
            if (draft.Length > LongestDraft)
                return Checked(page) with { IsTooLong = true };
            if (await declarations.SaveDraftAsync(page.Declaration.Id, page.Declaration.Version, draft, scope, actor, ct) == SaveResult.Saved)
                return Checked(page with
                {
                    Edit = opened.Edit ?? page.Edit,
                    Declaration = page.Declaration with { Draft = draft, Version = page.Declaration.Version + 1, ChangedAt = clock.GetUtcNow().UtcDateTime, ChangedBy = actor.Name },
                });
        }

        throw new InvalidOperationException($"The report of {year} was changed elsewhere {Tries} times while it was being saved.");
    }

    /// <summary>Somebody has saved one of its pages since it was opened, and it was not this very opening.</summary>
    private static bool IsOvertaken(DeclarationPage page, Opened opened) => opened.Edit is not null
        && (page.Writer.Split('.'), opened.Writer.Split('.')) is var (now, then)
        && (now.Length != then.Length || now.Zip(then).Any(w => w.First != w.Second && w.First != opened.Edit));

    private DeclarationPage Page(Enterprise enterprise, Declaration declaration, DeclarationForm form)
    {
        var data = reference.Current;
        var rules = data.Rules(ChinaTime.Today(clock)) ?? throw new InvalidOperationException("No rule set is in force.");
        return new DeclarationPage
        {
            Enterprise = enterprise,
            Declaration = declaration,
            Form = form,
            Rules = rules,
            Reference = data,
            Check = FormCheck.Run(form, enterprise.Facts, data, rules, declaration.Year),
        };
    }

    private static DeclarationPage Checked(DeclarationPage page) =>
        page with { Check = FormCheck.Run(page.Form, page.Enterprise.Facts, page.Reference, page.Rules, page.Declaration.Year) };

    /// <summary>What was kept last; else what was filed this year; else what the roll knows, with the risks of the last accepted report.</summary>
    private static DeclarationForm Form(Enterprise enterprise, Declaration declaration, BaseReport? before)
    {
        if (declaration.Draft is { } draft)
        {
            var kept = JsonSerializer.Deserialize<DeclarationForm>(draft, StoredJson.Options)!;
            for (var i = 0; i < kept.Items.Count; i++)
                kept.Items[i].TryAdd(DeclarationForm.Id, DeclarationForm.Numbered(i));
            return kept;
        }

        // a change that was returned is not what was accepted, and not on the roll either
        return declaration.IsChange && declaration.Pending is { } pending && JsonSerializer.Deserialize<Filing>(pending, StoredJson.Options) is { } change
            ? DeclarationForm.Prefilled(change.Facts, change.HasMajorRisk, change.Risks, filed: true)
            : declaration.IsChange && declaration.Basics is { } basics
            ? DeclarationForm.Prefilled(JsonSerializer.Deserialize<EnterpriseFacts>(basics, StoredJson.Options)!, declaration.HasMajorRisk, before!.Risks, filed: true)
            : DeclarationForm.Prefilled(enterprise.Facts, before?.Declaration.HasMajorRisk, before?.Risks ?? [], filed: before?.Declaration.Id == declaration.Id);
    }

    private async Task<BaseReport?> BaseAsync(Declaration declaration, Scope scope, CancellationToken ct)
    {
        var before = declaration.Basics is not null ? declaration : await declarations.AcceptedBeforeAsync(declaration.EnterpriseId, declaration.Year, scope, ct);
        if (before?.Basics is not { } basics)
            return null;

        var number = before.AcceptedVersion ?? (await versions.AllAsync(before.Id, scope, ct)) switch { [var newest, ..] => newest.Number, _ => null as int? };
        return new BaseReport
        {
            Declaration = before,
            Basics = FactsText.Of(JsonSerializer.Deserialize<EnterpriseFacts>(basics, StoredJson.Options)!, before.HasMajorRisk),
            Risks = (await declarations.RisksAsync(before.Id, scope, ct)).Select(r => r.Facts).ToList(),
            Content = number is { } n && await versions.OriginalAsync(before.Id, n, scope, ct) is { Content: { } content } ? CanonicalReport.Read(content) : null,
        };
    }
}

/// <summary>A page as it was opened, by its hidden inputs.</summary>
public sealed record Opened(Part Part, string? ItemId, string? Edit, string Writer, bool FromCheck, bool IsAutomatic)
{
    public static Opened Of(Part part, string? itemId, IFormCollection posted, bool automatic = false) => new(
        part, itemId, posted["Edit"].ToString() is { Length: > 0 and <= 40 } edit ? edit : "?", posted["Writer"].ToString(), posted["From"] == "check", automatic);

    /// <summary>A deed that is not about the answers of an open page.</summary>
    public static Opened Deed(Part part) => new(part, null, null, "", false, IsAutomatic: false);
}
