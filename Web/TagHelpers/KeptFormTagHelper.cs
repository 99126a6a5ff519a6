using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using RiskReport.Web.Features.Kept;

namespace RiskReport.Web.TagHelpers;

/// <summary>Inside a form: what is typed there survives a session that ends before it is posted.</summary>
[HtmlTargetElement("kept-form", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class KeptFormTagHelper(KeptForms forms) : TagHelper
{
    /// <summary>Where the form posts to, as on the form itself; addresses below it count too. The page's own where it is not given.</summary>
    public string? Action { get; set; }

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var http = ViewContext.HttpContext;
        if (http.User.Identity is not { IsAuthenticated: true })
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "input";
        output.TagMode = TagMode.SelfClosing;
        output.Attributes.SetAttribute("type", "hidden");
        output.Attributes.SetAttribute("name", KeptForms.Name);
        output.Attributes.SetAttribute("value", forms.TicketFor(http.User, (Action ?? http.Request.Path.Value!).Split('?')[0]));
    }
}
