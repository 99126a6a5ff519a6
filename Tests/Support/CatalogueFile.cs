using System.Net.Http.Headers;
using RiskReport.Domain.Fields;

namespace RiskReport.Tests.Support;

/// <summary>A workbook with an edition of the catalogue; a row is its cells by heading, with valid defaults.</summary>
internal sealed class CatalogueFile
{
    private readonly List<Dictionary<string, object>> rows = [];

    public string Sheet { get; init; } = CatalogueFields.Sheet;

    public IReadOnlyList<string> Headings { get; init; } = [.. CatalogueFields.All.Select(f => f.Heading)];

    public CatalogueFile Item(object code, params (string Heading, object Value)[] cells)
    {
        var row = new Dictionary<string, object>
        {
            ["目录编号"] = code,
            ["类别"] = "有限空间",
            ["名称"] = "污水池清理作业",
            ["等级"] = "较大",
            ["判定条件"] = "每年开展清理",
            ["事故类型"] = "中毒和窒息；淹溺",
        };
        foreach (var (heading, value) in cells)
            row[heading] = value;
        rows.Add(row);
        return this;
    }

    public byte[] Bytes() => new WorkbookParts
    {
        Book = $"""<sheets><sheet name="{Sheet}" sheetId="1" r:id="rId1"/></sheets>""",
        Rows = ImportFile.Rows(Headings, rows),
    }.Zip().ToArray();

    /// <summary>Hands the workbook in on the page of the catalogue; without one nothing is chosen.</summary>
    public static async Task<HttpResponseMessage> UploadAsync(
        HttpClient admin, byte[]? file, string edition = "正式目录(第一批)", string effectiveFrom = "2026-11-25", string name = "目录.xlsx")
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(edition), "edition" },
            { new StringContent(effectiveFrom), "effectiveFrom" },
            { new StringContent(await admin.TokenAsync("/catalogue")), "__RequestVerificationToken" },
        };
        if (file is not null)
        {
            var content = new ByteArrayContent(file);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            form.Add(content, "file", name);
        }

        return await admin.PostAsync("/catalogue", form);
    }
}
