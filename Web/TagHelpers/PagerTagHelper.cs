using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace RiskReport.Web.TagHelpers;

/// <summary>Links to the pages of a list. Everything else in the query string, the filters above all, is kept.</summary>
[HtmlTargetElement("pager", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class PagerTagHelper : TagHelper
{
    private const int Around = 2;

    public int Current { get; set; }

    public int Pages { get; set; }

    /// <summary>The name in the query string.</summary>
    public string Parameter { get; set; } = "page";

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (Pages <= 1)
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "nav";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("aria-label", "分页");
        var list = new TagBuilder("ul");
        list.AddCssClass("pagination");
        list.InnerHtml.AppendHtml(Step("首页", 1, Current > 1));
        list.InnerHtml.AppendHtml(Step("上一页", Current - 1, Current > 1));
        for (var page = Math.Max(1, Current - Around); page <= Math.Min(Pages, Current + Around); page++)
            list.InnerHtml.AppendHtml(Number(page));
        list.InnerHtml.AppendHtml(Step("下一页", Current + 1, Current < Pages));
        list.InnerHtml.AppendHtml(Step("末页", Pages, Current < Pages));
        output.Content.SetHtmlContent(list);
    }

    private TagBuilder Number(int page)
    {
        var link = Link(page.ToString(CultureInfo.InvariantCulture), page);
        var item = Item(link);
        if (page == Current)
        {
            item.AddCssClass("active");
            link.Attributes["aria-current"] = "page";
        }

        return item;
    }

    /// <summary>Where there is no such page the word stays, as text, so that nothing jumps about.</summary>
    private TagBuilder Step(string word, int page, bool possible)
    {
        if (possible)
            return Item(Link(word, page));
        var text = new TagBuilder("span");
        text.AddCssClass("page-link");
        text.InnerHtml.Append(word);
        var item = Item(text);
        item.AddCssClass("disabled");
        return item;
    }

    private TagBuilder Link(string word, int page)
    {
        var link = new TagBuilder("a");
        link.AddCssClass("page-link");
        link.Attributes["href"] = Address(page);
        link.InnerHtml.Append(word);
        return link;
    }

    private string Address(int page)
    {
        var request = ViewContext.HttpContext.Request;
        var query = new QueryBuilder(request.Query
            .Where(q => !string.Equals(q.Key, Parameter, StringComparison.OrdinalIgnoreCase))
            .SelectMany(q => q.Value, (q, value) => KeyValuePair.Create(q.Key, value ?? "")));
        if (page > 1)
            query.Add(Parameter, page.ToString(CultureInfo.InvariantCulture));
        return request.PathBase + request.Path + query.ToQueryString().ToUriComponent();
    }

    private static TagBuilder Item(TagBuilder content)
    {
        var item = new TagBuilder("li");
        item.AddCssClass("page-item");
        item.InnerHtml.AppendHtml(content);
        return item;
    }
}
