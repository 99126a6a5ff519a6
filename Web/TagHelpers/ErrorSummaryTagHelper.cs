using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace RiskReport.Web.TagHelpers;

/// <summary>One problem of a form: the name of its input (empty for the form as a whole) and the sentence.</summary>
public sealed record PageProblem(string Name, string Message);

/// <summary>
/// All problems at once, each a link to its field. Without a list it takes them from ModelState, which forgets the
/// order of the page; a long form gives its own list. Stands first in the view; site.js moves the focus here.
/// </summary>
[HtmlTargetElement("error-summary", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class ErrorSummaryTagHelper : TagHelper
{
    /// <summary>Set in ViewData when there are problems, for the page title.</summary>
    public const string HasProblems = nameof(HasProblems);

    public IEnumerable<PageProblem>? Problems { get; set; }

    /// <summary>The names in the order of the page, for a short form without a list.</summary>
    public string Names { get; set; } = "";

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var problems = (Problems ?? FromModelState()).Distinct().ToList();
        if (problems.Count == 0)
        {
            output.SuppressOutput();
            return;
        }

        ViewContext.ViewData[HasProblems] = true;
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "error-summary");
        output.Attributes.SetAttribute("role", "alert");
        output.Attributes.SetAttribute("tabindex", "-1");
        output.Attributes.SetAttribute("aria-labelledby", "error-summary-title");
        output.Content.AppendHtml("""<h2 id="error-summary-title">请更正以下问题</h2>""");
        output.Content.AppendHtml(List(problems));
    }

    private IEnumerable<PageProblem> FromModelState() =>
        from entry in ViewContext.ModelState
        where entry.Value is not null
        orderby Array.IndexOf(Names.Split(' '), entry.Key)
        from error in entry.Value!.Errors
        select new PageProblem(entry.Key, error.ErrorMessage);

    private static TagBuilder List(IEnumerable<PageProblem> problems)
    {
        var list = new TagBuilder("ul");
        foreach (var problem in problems)
        {
            var text = new TagBuilder(problem.Name.Length > 0 ? "a" : "span");
            if (problem.Name.Length > 0)
                text.Attributes["href"] = "#" + FieldTagHelper.IdOf(problem.Name);
            text.InnerHtml.Append(problem.Message);
            var item = new TagBuilder("li");
            item.InnerHtml.AppendHtml(text);
            list.InnerHtml.AppendHtml(item);
        }

        return list;
    }
}
