using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using RiskReport.Domain.Fields;

namespace RiskReport.Web.TagHelpers;

/// <summary>
/// One question of a form: label, hint, problem and control, tied together for everybody's reader. What it does not
/// know itself (autocomplete, hx-…) goes to the control.
/// </summary>
[HtmlTargetElement("field", Attributes = "for", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class FieldTagHelper : TagHelper
{
    public required Field For { get; set; }

    /// <summary>As typed, also when it is wrong.</summary>
    public string? Value { get; set; }

    /// <summary>The name posted; the field's key unless it stands in a list, e.g. Items[0].Name.</summary>
    public string? Name { get; set; }

    /// <summary>What is wrong; taken from ModelState under the name where not given.</summary>
    public string? Problem { get; set; }

    public string? Label { get; set; }

    /// <summary>What somebody else says about the answer.</summary>
    public string? Notice { get; set; }

    /// <summary>What stood there before, where it has changed.</summary>
    public string? Was { get; set; }

    public string? Hint { get; set; }

    /// <summary>Makes it a list to choose from, whatever the kind.</summary>
    public IEnumerable<SelectListItem>? Options { get; set; }

    /// <summary>For an input that is not plain text, e.g. password.</summary>
    public string? Type { get; set; }

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    /// <summary>"Items[0].Name" is "Items-0-Name" on the page.</summary>
    public static string IdOf(string name) => name.Replace("].", "-", StringComparison.Ordinal).Replace('[', '-').Replace('.', '-').Replace("]", "", StringComparison.Ordinal);

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var name = Name ?? For.Key;
        var question = new FieldQuestion
        {
            Name = name,
            Id = IdOf(name),
            Label = Label ?? For.Heading,
            Required = For.Required,
            Hint = Hint ?? For.Hint,
            Was = Was,
            Unit = For.Unit,
            Notice = Notice is { Length: > 0 } ? Notice : null,
            Problem = Problem is { Length: > 0 } ? Problem : ModelProblem(name),
        };
        var control = FieldControls.For(For, question, Value ?? "", Options, Type);
        foreach (var attribute in output.Attributes)
            control.Own.MergeAttribute(attribute.Name, attribute.Value?.ToString() ?? "", replaceExisting: true);

        output.Attributes.Clear();
        output.TagName = control.IsGroup ? "fieldset" : "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", question.Problem is null ? "field" : "field field-wrong");
        if (control.IsGroup && question.DescribedBy is { } describedBy)
            output.Attributes.SetAttribute("aria-describedby", describedBy);
        question.Write(output.Content, control);
    }

    private string? ModelProblem(string name) =>
        ViewContext.ModelState.TryGetValue(name, out var entry) && entry.Errors.Count > 0
            ? string.Join(" ", entry.Errors.Select(e => e.ErrorMessage))
            : null;
}
