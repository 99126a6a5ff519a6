using System.Security.Cryptography;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RiskReport.Data.Maps;
using RiskReport.Domain.Audit;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Maps;
using RiskReport.Domain.Reference;
using RiskReport.Web.Features.Shared;
using RiskReport.Web.Identity;
using RiskReport.Web.TagHelpers;
using RiskReport.Web.Uploads;

namespace RiskReport.Web.Features.Boundaries;

/// <summary>Better boundaries in the place of the shipped ones: loaded, looked at, and taken back.</summary>
[Authorize(Policy = Policies.Admin)]
[Route("map/boundaries")]
public sealed class BoundariesController(BoundaryStore store, ReferenceData reference) : Controller
{
    private const int LongestSource = 200;
    private const int LongestReason = 400;
    private const long MostBytes = BoundaryFile.MostBytes + (1 << 20);   // the form around it

    [HttpGet("")]
    public async Task<IActionResult> Index(CancellationToken ct) => View(await PageAsync(new BoundaryUpload(), [], ct));

    [HttpPost(""), TakesFile(AuditAction.BoundariesLoaded)]
    [RequestSizeLimit(MostBytes)]
    [RequestFormLimits(MultipartBodyLengthLimit = MostBytes)]
    public async Task<IActionResult> Load(BoundaryUpload upload, CancellationToken ct)
    {
        var problems = new List<PageProblem>();
        var source = Required(upload.Source, "source", "请填写出处，例如“苏州市自然资源局 2026 年行政区划数据”。", LongestSource, problems);
        var reason = Required(upload.Reason, "reason", "请填写更换的原因。", LongestReason, problems);
        if (upload.File is not { Length: > 0 } file)
            problems.Add(new PageProblem("file", this.RefusedUpload() ?? "请选择 GeoJSON 文件（.geojson 或 .json）。"));
        else if (file.Length > BoundaryFile.MostBytes)
            problems.Add(new PageProblem("file", $"文件有 {file.Length / 1048576m:0.0} MB，超过 {BoundaryFile.MostBytes >> 20} MB 的上限，请先化简。"));
        else if (await ReadAsync(file, problems, ct) is { } set && problems.Count == 0)
        {
            await store.AddAsync(set with { Source = source }, this.Actor(reason), ct);
            TempData["Notice"] = $"边界已载入：{set.Regions} 个地区，{set.Corners:N0} 个点。地图从现在起采用它。";
            return RedirectToAction(nameof(Index));
        }

        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View(nameof(Index), await PageAsync(upload, problems, ct));
    }

    /// <summary>The set before it, or the shipped one, is drawn again.</summary>
    [HttpPost("{id:long}/withdraw")]
    public async Task<IActionResult> Withdraw(long id, CancellationToken ct)
    {
        var problems = new List<PageProblem>();
        var why = Required(Request.Form[$"reason-{id}"], $"reason-{id}", "请填写撤回的原因。", LongestReason, problems);
        if (problems.Count > 0)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return View(nameof(Index), await PageAsync(new BoundaryUpload(), problems, ct));
        }

        if (!await store.WithdrawAsync(id, this.Actor(why), ct))
            return NotFound();
        TempData["Notice"] = "边界已撤回。";
        return RedirectToAction(nameof(Index));
    }

    private async Task<NewBoundarySet?> ReadAsync(IFormFile file, List<PageProblem> problems, CancellationToken ct)
    {
        using var content = new MemoryStream((int)file.Length);
        await file.CopyToAsync(content, ct);
        var bytes = content.ToArray();
        var (boundaries, faults) = BoundaryFile.Read(bytes, reference.Regions);
        problems.AddRange(faults.Select(f => new PageProblem("file", f)));
        return faults.Count > 0 ? null : new NewBoundarySet(
            UploadName.Of(file), Convert.ToHexStringLower(SHA256.HashData(bytes)), "", boundaries.Count, boundaries.Sum(b => b.Corners), BoundaryFile.Write(boundaries, reference.Regions));
    }

    private static string Required(string? typed, string name, string missing, int longest, List<PageProblem> problems)
    {
        var text = Normal.Text(typed ?? "");
        if (text.Length == 0)
            problems.Add(new PageProblem(name, missing));
        else if (text.Length > longest)
            problems.Add(new PageProblem(name, $"最多 {longest} 个字，现有 {text.Length} 个字，请缩短。"));
        return text;
    }

    private async Task<BoundariesPage> PageAsync(BoundaryUpload upload, IReadOnlyList<PageProblem> problems, CancellationToken ct) =>
        new() { Sets = await store.AllAsync(ct), Upload = upload, Problems = problems };
}
