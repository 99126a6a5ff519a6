using System.Globalization;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using RiskReport.Domain.Grading;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Regrading;

/// <summary>What a person reads on the page of a simulation and in its files.</summary>
internal static class SimulationReading
{
    private const string NoColour = "无法评级";

    public static string Tile(this IHtmlDocument page, string name) =>
        page.QuerySelectorAll(".tiles li").Single(t => t.QuerySelector("span")!.TextContent == name).QuerySelector("strong")!.TextContent;

    /// <summary>How many enterprises the list has on all its pages.</summary>
    public static int Matching(this IHtmlDocument page) =>
        int.Parse(page.QuerySelector("#changes .exports strong")!.TextContent, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    /// <summary>The rows of one page: credit code, before, after, the deciding risk and the reason.</summary>
    public static List<string> Changes(this IHtmlDocument page) => page.QuerySelectorAll("table.changes tbody tr")
        .Select(row => string.Join('|', row.QuerySelectorAll("td").Skip(3).Select(c => c.TextContent).Prepend(row.QuerySelector(".code")!.TextContent)))
        .ToList();

    /// <summary>The rows of all pages, by the link to the next.</summary>
    public static async Task<List<string>> AllChangesAsync(this HttpClient client, string address)
    {
        var lines = new List<string>();
        for (string? next = address; next is not null;)
        {
            var page = await client.PageAsync(next);
            lines.AddRange(page.Changes());
            next = page.QuerySelectorAll("nav[aria-label=分页] a").FirstOrDefault(a => a.TextContent == "下一页")?.GetAttribute("href");
        }

        return lines;
    }

    /// <summary>How the row of a page should read.</summary>
    public static string Line(FiledReport report, Outcome after) =>
        string.Join('|', report.CreditCode, report.Colour.Word(), after.Colour?.Word() ?? NoColour, after.Item ?? "—", after.Reason);

    /// <summary>How the row of a file should read: credit code, before, after, up or down, the deciding risk and the reason.</summary>
    public static string FileLine(FiledReport report, Outcome after) => string.Join('|',
        report.CreditCode, report.Colour.Word(), after.Colour.Word(), after.Colour is null ? NoColour : after.Colour > report.Colour ? "升高" : "降低", after.Item, after.Reason);

    /// <summary>The same columns out of a row of a file.</summary>
    public static string FileLine(IReadOnlyList<string> cells) => string.Join('|', cells[1], cells[9], cells[10], cells[11], cells[12], cells[13]);

    /// <summary>The lines of a file below its heading, field by field.</summary>
    public static List<List<string>> Csv(string text)
    {
        var lines = new List<List<string>> { new() };
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"' && quoted && i + 1 < text.Length && text[i + 1] == '"')
                field.Append(text[i++]);
            else if (text[i] == '"')
                quoted = !quoted;
            else if (!quoted && text[i] is ',' or '\n')
                End(text[i] == '\n');
            else if (quoted || text[i] != '\r')
                field.Append(text[i]);
        }

        return lines[1..^1];

        void End(bool ofLine)
        {
            lines[^1].Add(field.ToString());
            field.Clear();
            if (ofLine)
                lines.Add([]);
        }
    }
}
