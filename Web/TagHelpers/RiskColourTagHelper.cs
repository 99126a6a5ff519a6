using Microsoft.AspNetCore.Razor.TagHelpers;
using RiskReport.Domain.Grading;

namespace RiskReport.Web.TagHelpers;

/// <summary>A colour is always written as a word too; one reader in twelve cannot tell red from green.</summary>
[HtmlTargetElement("risk-colour", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class RiskColourTagHelper : TagHelper
{
    public RiskColour? Value { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", $"risk risk-{Value?.Code() ?? "none"}");
        output.Content.SetContent(Value.Word());
    }
}
