using RiskReport.Data.Outputs;
using RiskReport.Domain.Fields;
using RiskReport.Reports.Pictures;
using RiskReport.Web.TagHelpers;

namespace RiskReport.Web.Features.Outputs;

/// <summary>A floor plan as posted.</summary>
public sealed class PlanUpload
{
    public IFormFile? File { get; set; }

    public string? PlanName { get; set; }

    /// <summary>The plan to keep, or everything that is wrong with it.</summary>
    /// <param name="refused">Why the file is not there, where that is not the person's doing.</param>
    public async Task<(NewPlan? Plan, IReadOnlyList<PageProblem> Problems)> ReadAsync(string? refused, CancellationToken ct)
    {
        var problems = new List<PageProblem>();
        var name = Normal.Text(PlanName ?? "");
        if (name.Length == 0)
            problems.Add(new PageProblem(PlanFields.Name.Key, "请填写平面图名称，例如“1号厂房一层”。"));
        else if (name.Length > PlanFields.Name.MaxLength)
            problems.Add(new PageProblem(PlanFields.Name.Key, $"平面图名称最多 {PlanFields.Name.MaxLength} 个字，现有 {name.Length} 个字，请缩短。"));

        try
        {
            var content = await ContentAsync(ct);
            if (content is null)
            {
                problems.Add(new PageProblem(nameof(File), refused ?? "请选择平面图图片（PNG 或 JPEG）。"));
                return (null, problems);
            }

            var picture = Picture.Read(content);
            return (problems.Count == 0 ? new NewPlan(name, (int)picture.Format, picture.Width, picture.Height, content) : null, problems);
        }
        catch (PictureException e)
        {
            problems.Add(new PageProblem(nameof(File), e.Message));
            return (null, problems);
        }
    }

    private async Task<byte[]?> ContentAsync(CancellationToken ct)
    {
        if (File is null)
            return null;
        if (File.Length > Picture.MostBytes)
            throw PictureException.TooLarge(File.Length);

        using var content = new MemoryStream((int)File.Length);
        await File.CopyToAsync(content, ct);
        return content.ToArray();
    }
}
