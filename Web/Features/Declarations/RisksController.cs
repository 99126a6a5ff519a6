using Microsoft.AspNetCore.Mvc;
using RiskReport.Domain.Fields;

namespace RiskReport.Web.Features.Declarations;

/// <summary>The list of risks, and the page of one of them.</summary>
public sealed class RisksController(DraftDesk desk) : FormController(desk)
{
    [HttpGet("risks")]
    public async Task<IActionResult> Index([FromRoute] int year, string? from, CancellationToken ct) =>
        Answer(await OpenAsync(year, ct), page => Show("Risks", page with { Part = Part.Risks, FromCheck = from == "check", ShowsProblems = page.Form.Writers.ContainsKey(Part.RisksSlug) }));

    /// <summary>The answer 有/无, and that the list is complete.</summary>
    [HttpPost("risks")]
    public async Task<IActionResult> Save([FromRoute] int year, CancellationToken ct) =>
        Answer(await SaveAsync(year, Opened.Of(Part.Risks, null, Request.Form), TakeAnswer, ct), page =>
            page.IsUnsaved ? Refused("Risks", page)
            : page.ProblemsOf(Part.Risks).Count > 0 ? Refused("Risks", page.WithProblems)
            : Redirect(page.Root + "/check"));

    [HttpPost("risks/autosave")]
    public async Task<IActionResult> AutosaveAnswer([FromRoute] int year, CancellationToken ct) =>
        Answer(await SaveAsync(year, Opened.Of(Part.Risks, null, Request.Form, automatic: true), TakeAnswer, ct),
            page => PartialView("~/Features/Declarations/_Saved.cshtml", page));

    /// <summary>A new risk, empty or begun from the catalogue, and its page.</summary>
    [HttpPost("risks/add")]
    public async Task<IActionResult> Add([FromRoute] int year, [FromForm] string? code, CancellationToken ct)
    {
        var added = new Dictionary<string, string> { [DeclarationForm.Id] = DeclarationForm.NewId() };
        var page = await SaveAsync(year, Opened.Deed(Part.Risks), p =>
        {
            if (p.Form.Items.Count >= DeclarationForm.MostItems)
                return false;
            if (p.Rules.Catalogue.Items.FirstOrDefault(c => c.Code == code) is { } entry)
            {
                foreach (var (key, value) in DeclarationForm.FromCatalogue(entry, p.Reference.AccidentTypes, year))
                    added[key] = value;
            }

            if (Normal.Text(p.Form[EnterpriseFields.HasMajorRisk]).Length == 0)
                p.Form.Basics[EnterpriseFields.HasMajorRisk.Key] = "有";
            p.Form.Items.Add(added);
            return true;
        }, ct);
        return Answer(page, p => Redirect($"{p.Root}/{(p.Form.Find(added[DeclarationForm.Id]) is null ? "risks" : "risks/" + added[DeclarationForm.Id])}"));
    }

    [HttpPost("risks/{id}/copy")]
    public async Task<IActionResult> Copy([FromRoute] int year, [FromRoute] string id, CancellationToken ct)
    {
        string? copied = null;
        return Answer(await SaveAsync(year, Opened.Deed(Part.Risks), p =>
        {
            if (p.Form.Find(id) is not { } item || p.Form.Items.Count >= DeclarationForm.MostItems)
                return false;
            var copy = DeclarationForm.Copy(item);
            copied = copy[DeclarationForm.Id];
            p.Form.Items.Insert(p.Form.Items.IndexOf(item) + 1, copy);
            return true;
        }, ct), p => copied is null ? NotFound() : Redirect($"{p.Root}/risks/{copied}"));
    }

    [HttpPost("risks/{id}/remove")]
    public async Task<IActionResult> Remove([FromRoute] int year, [FromRoute] string id, CancellationToken ct) =>
        Answer(await SaveAsync(year, Opened.Deed(Part.Risks), p =>
        {
            if (p.Form.Find(id) is not { } item)
                return false;
            p.Form.Items.Remove(item);
            p.Form.Removed.Add(item);
            if (p.Form.Removed.Count > DeclarationForm.MostRemoved)
                p.Form.Removed.RemoveAt(0);
            return true;
        }, ct), p => Redirect(p.Root + "/risks"));

    /// <summary>Takes the last deletion back.</summary>
    [HttpPost("risks/restore")]
    public async Task<IActionResult> Restore([FromRoute] int year, CancellationToken ct) =>
        Answer(await SaveAsync(year, Opened.Deed(Part.Risks), p =>
        {
            if (p.Form.Removed.Count == 0 || p.Form.Items.Count >= DeclarationForm.MostItems)
                return false;
            p.Form.Items.Add(p.Form.Removed[^1]);
            p.Form.Removed.RemoveAt(p.Form.Removed.Count - 1);
            return true;
        }, ct), p => Redirect(p.Root + "/risks"));

    [HttpGet("risks/{id}")]
    public async Task<IActionResult> Edit([FromRoute] int year, [FromRoute] string id, string? from, CancellationToken ct) =>
        Answer(await OpenAsync(year, ct), page => page.Form.Find(id) is null ? NotFound() : Show("Risk",
            page with { Part = Part.Risks, ItemId = id, FromCheck = from == "check", ShowsProblems = page.Form.Writers.ContainsKey(id) }));

    [HttpPost("risks/{id}")]
    public async Task<IActionResult> SaveItem([FromRoute] int year, [FromRoute] string id, CancellationToken ct) =>
        Answer(await TakeItemAsync(year, id, automatic: false, ct), page =>
            page.Form.Find(id) is null ? NotFound()
            : page.IsUnsaved ? Refused("Risk", page)
            : page.StateOfItem(id) != PartState.Done ? Refused("Risk", page.WithProblems)
            : Redirect(page.Root + (page.FromCheck ? "/check" : "/risks")));

    /// <summary>The colour so far, for a browser without script: saved, and shown without complaints.</summary>
    [HttpPost("risks/{id}/grade")]
    public async Task<IActionResult> Grade([FromRoute] int year, [FromRoute] string id, CancellationToken ct) =>
        Answer(await TakeItemAsync(year, id, automatic: false, ct), page =>
            page.Form.Find(id) is null ? NotFound() : page.IsUnsaved ? Refused("Risk", page) : Show("Risk", page with { Edit = DeclarationForm.NewId() }));

    [HttpPost("risks/{id}/autosave")]
    public async Task<IActionResult> Autosave([FromRoute] int year, [FromRoute] string id, CancellationToken ct) =>
        Answer(await TakeItemAsync(year, id, automatic: true, ct), page =>
            page.Form.Find(id) is null ? NotFound() : PartialView("~/Features/Declarations/_Saved.cshtml", page));

    private bool TakeAnswer(DeclarationPage page)
    {
        page.Form.Take(Request.Form, Part.Risks.Fields);
        return true;
    }

    private Task<DeclarationPage?> TakeItemAsync(int year, string id, bool automatic, CancellationToken ct) =>
        SaveAsync(year, Opened.Of(Part.Risks, id, Request.Form, automatic), page =>
        {
            if (page.Form.Find(id) is not { } item && !(!automatic && page.Form.BringBack(id, out item)))
                return false;
            DeclarationForm.TakeItem(Request.Form, item);
            return true;
        }, ct);
}
