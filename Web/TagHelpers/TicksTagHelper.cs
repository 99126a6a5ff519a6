using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using RiskReport.Domain.Fields;

namespace RiskReport.Web.TagHelpers;

/// <summary>A question with any number of answers, posted one behind the other under one name.</summary>
[HtmlTargetElement("ticks", Attributes = "for", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class TicksTagHelper : TagHelper
{
    public required Field For { get; set; }

    public required string Name { get; set; }

    /// <summary>The codes chosen, apart by commas.</summary>
    public string Value { get; set; } = "";

    public string? Problem { get; set; }

    public string? Label { get; set; }

    /// <summary>What somebody else says about the answer.</summary>
    public string? Notice { get; set; }

    public required IEnumerable<SelectListItem> Options { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var question = new FieldQuestion
        {
            Name = Name,
            Id = FieldTagHelper.IdOf(Name),
            Label = Label ?? For.Heading,
            Required = For.Required,
            Notice = Notice is { Length: > 0 } ? Notice : null,
            Problem = Problem is { Length: > 0 } ? Problem : null,
        };
        output.TagName = "fieldset";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", question.Problem is null ? "field" : "field field-wrong");
        if (question.DescribedBy is { } describedBy)
            output.Attributes.SetAttribute("aria-describedby", describedBy);
        var boxes = Boxes(question);
        question.Write(output.Content, new FieldControl(new TagBuilder("input"), boxes, IsGroup: true));
    }

    /// <summary>The first one bears the field's id, so that a link to the field lands on it. A code that is not offered is kept.</summary>
    private HtmlContentBuilder Boxes(FieldQuestion question)
    {
        var chosen = Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var offered = Options.ToList();
        offered.AddRange(chosen.Where(c => offered.TrueForAll(o => o.Value != c)).Select(c => new SelectListItem(c, c)));
        var boxes = new HtmlContentBuilder();
        for (var i = 0; i < offered.Count; i++)
        {
            var id = i == 0 ? question.Id : $"{question.Id}-{i + 1}";
            var box = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
            box.AddCssClass("form-check-input");
            foreach (var (name, value) in new[] { ("type", "checkbox"), ("id", id), ("name", Name), ("value", offered[i].Value) })
                box.Attributes[name] = value;
            if (chosen.Contains(offered[i].Value))
                box.Attributes["checked"] = "checked";
            var label = new TagBuilder("label");
            label.AddCssClass("form-check-label");
            label.Attributes["for"] = id;
            label.InnerHtml.Append(offered[i].Text);
            var line = new TagBuilder("div");
            line.AddCssClass("form-check");
            line.InnerHtml.AppendHtml(box).AppendHtml(label);
            boxes.AppendHtml(line);
        }

        return boxes;
    }
}
