using Microsoft.AspNetCore.Mvc;
using RiskReport.Domain.Fields;

namespace RiskReport.Web.Features.Declarations;

/// <summary>The pages of the form that ask about the enterprise. Whatever is typed is kept, right or wrong.</summary>
public sealed class PartsController(DraftDesk desk) : FormController(desk)
{
    private const string ViewName = "Part";

    [HttpGet("parts/{slug}")]
    public async Task<IActionResult> Edit([FromRoute] int year, [FromRoute] string slug, string? from, CancellationToken ct)
    {
        if (Find(slug) is not { } part)
            return NotFound();
        // what a person has begun is checked as soon as it is seen again; an untouched page complains of nothing
        return Answer(await OpenAsync(year, ct), page => Show(ViewName, page with { Part = part, FromCheck = from == "check", ShowsProblems = page.Form.Writers.ContainsKey(part.Slug) }));
    }

    [HttpPost("parts/{slug}")]
    public async Task<IActionResult> Save([FromRoute] int year, [FromRoute] string slug, CancellationToken ct)
    {
        if (Find(slug) is not { } part)
            return NotFound();

        return Answer(await TakeAsync(year, part, automatic: false, ct), page =>
            page.IsUnsaved ? Refused(ViewName, page)
            : page.ProblemsOf(part).Count > 0 ? Refused(ViewName, page.WithProblems)
            : Redirect(Next(page)));
    }

    [HttpPost("parts/{slug}/autosave")]
    public async Task<IActionResult> Autosave([FromRoute] int year, [FromRoute] string slug, CancellationToken ct) =>
        Find(slug) is not { } part ? NotFound() : Answer(await TakeAsync(year, part, automatic: true, ct), page => PartialView("~/Features/Declarations/_Saved.cshtml", page));

    /// <summary>The short way of an enterprise without 较大以上 risks: this page, the commitment, the receipt.</summary>
    [HttpGet("nil")]
    public async Task<IActionResult> Nil([FromRoute] int year, CancellationToken ct) =>
        Answer(await OpenAsync(year, ct), page => Show("Nil", page with { Part = Part.Nil }));

    [HttpPost("nil")]
    public async Task<IActionResult> SaveNil([FromRoute] int year, CancellationToken ct) =>
        Answer(await TakeAsync(year, Part.Nil, automatic: false, ct), page =>
            page.IsUnsaved || page.Form.Items.Count > 0 || page is { WithProblems.Problems.Count: > 0 } ? Refused("Nil", page.IsUnsaved ? page : page.WithProblems)
            : Redirect(page.Root + "/check"));

    [HttpPost("nil/autosave")]
    public async Task<IActionResult> AutosaveNil([FromRoute] int year, CancellationToken ct) =>
        Answer(await TakeAsync(year, Part.Nil, automatic: true, ct), page => PartialView("~/Features/Declarations/_Saved.cshtml", page));

    private Task<DeclarationPage?> TakeAsync(int year, Part part, bool automatic, CancellationToken ct) =>
        SaveAsync(year, Opened.Of(part, null, Request.Form, automatic), page =>
        {
            page.Form.Take(Request.Form, part.Fields);
            // the answer is given by the button, and not while risks are listed; what was typed is kept in any case
            if (part == Part.Nil && !automatic && page.Form.Items.Count == 0)
            {
                page.Form.Basics[EnterpriseFields.HasMajorRisk.Key] = "无";
                page.Form.Writers[Part.RisksSlug] = DeclarationForm.NewId();
            }

            return true;
        }, ct);

    private static Part? Find(string slug) =>
        new[] { Part.Basics, Part.Industry, Part.Safety, Part.Whole }.FirstOrDefault(p => p.Slug == slug)
        ?? (SheetFields.Find(slug) is { } sheet ? new Part(sheet.Code, sheet.Title, [sheet.Question, .. sheet.Fields]) : null);

    private static string Next(DeclarationPage page)
    {
        if (page.FromCheck)
            return page.Root + "/check";
        var next = page.Check.Parts.SkipWhile(p => p.Slug != page.Part.Slug).Skip(1).FirstOrDefault();
        return next is null ? page.Root : $"{page.Root}/{next.Path}";
    }
}
