using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace RiskReport.Web.TagHelpers;

/// <summary>The words around a control.</summary>
internal sealed record FieldQuestion
{
    public required string Name { get; init; }
    public required string Id { get; init; }
    public required string Label { get; init; }
    public required bool Required { get; init; }
    public string? Hint { get; init; }
    public string? Problem { get; init; }

    /// <summary>What somebody else says about the answer, e.g. why it was returned.</summary>
    public string? Notice { get; init; }

    /// <summary>What stood there before, where it has changed.</summary>
    public string? Was { get; init; }

    /// <summary>What a number counts, beside its control.</summary>
    public string? Unit { get; init; }

    public string? DescribedBy =>
        string.Join(' ', new[] { Hint is null ? null : Id + "-hint", Was is null ? null : Id + "-was", Unit is null ? null : Id + "-unit", Notice is null ? null : Id + "-notice", Problem is null ? null : Id + "-problem" }.OfType<string>()) is { Length: > 0 } ids ? ids : null;

    public void Write(IHtmlContentBuilder content, FieldControl control)
    {
        var label = new TagBuilder(control.IsGroup ? "legend" : "label");
        label.AddCssClass("form-label");
        if (!control.IsGroup)
            label.Attributes["for"] = Id;
        label.InnerHtml.Append(Label);
        if (Required)
            label.InnerHtml.AppendHtml("""<span class="required">（必填）</span>""");
        content.AppendHtml(label);

        if (Hint is not null)
            content.AppendHtml(Paragraph("hint", Hint));
        if (Was is not null)
            content.AppendHtml(Paragraph("was", Was));
        if (Notice is not null)
            content.AppendHtml(Paragraph("notice", Notice));
        if (Problem is not null)
            content.AppendHtml(Paragraph("problem", Problem));
        if (Unit is null)
        {
            content.AppendHtml(control.Whole);
            return;
        }

        var unit = new TagBuilder("span");
        unit.AddCssClass("unit");
        unit.Attributes["id"] = Id + "-unit";
        unit.InnerHtml.Append(Unit);
        var line = new TagBuilder("div");
        line.AddCssClass("with-unit");
        line.InnerHtml.AppendHtml(control.Whole).AppendHtml(unit);
        content.AppendHtml(line);
    }

    private TagBuilder Paragraph(string part, string text)
    {
        var paragraph = new TagBuilder("p");
        paragraph.AddCssClass($"field-{part}");
        paragraph.Attributes["id"] = $"{Id}-{part}";
        if (part == "problem")
            paragraph.InnerHtml.AppendHtml("""<span class="visually-hidden">错误：</span>""");
        paragraph.InnerHtml.Append(text);
        return paragraph;
    }
}
