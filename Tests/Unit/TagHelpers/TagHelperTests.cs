using System.Text.Encodings.Web;
using System.Text.Unicode;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Grading;
using RiskReport.Web.TagHelpers;

namespace RiskReport.Tests.Unit.TagHelpers;

[TestClass]
public sealed class TagHelperTests
{
    [TestMethod]
    [DataRow(RiskColour.Red, "risk risk-red", "重大(红)")]
    [DataRow(RiskColour.Blue, "risk risk-blue", "低(蓝)")]
    [DataRow(null, "risk risk-none", "未评")]
    public void A_colour_is_always_written_as_a_word_too(RiskColour? colour, string style, string word)
    {
        var badge = Render(new RiskColourTagHelper { Value = colour }).FirstElementChild!;

        Assert.AreEqual(style, badge.ClassName);
        Assert.AreEqual(word, badge.TextContent);
    }

    [TestMethod]
    public void A_field_ties_label_hint_and_problem_to_its_control()
    {
        var html = Render(new FieldTagHelper
        {
            For = EnterpriseFields.Name,
            Name = "Items[0].Name",
            Value = "<b>",
            Problem = "请填写。",
            ViewContext = Context(),
        });

        var input = html.QuerySelector("input")!;
        Assert.AreEqual("Items[0].Name", input.GetAttribute("name"));
        Assert.AreEqual("<b>", input.GetAttribute("value"));
        Assert.AreEqual(input.Id, html.QuerySelector("label")!.GetAttribute("for"));
        Assert.AreEqual("true", input.GetAttribute("aria-invalid"));
        Assert.AreEqual("true", input.GetAttribute("aria-required"));
        var described = input.GetAttribute("aria-describedby")!.Split(' ').Select(id => html.QuerySelector("#" + id)!.TextContent).ToList();
        CollectionAssert.AreEqual(new[] { EnterpriseFields.Name.Hint, "错误：请填写。" }, described);
    }

    [TestMethod]
    public void A_problem_is_taken_from_the_model_state_under_the_posted_name()
    {
        var context = Context();
        context.ModelState.AddModelError("Items[1].L", "请填写数字。");

        var right = Render(new FieldTagHelper { For = RiskFields.L, Name = "Items[0].L", ViewContext = context });
        var wrong = Render(new FieldTagHelper { For = RiskFields.L, Name = "Items[1].L", ViewContext = context });

        Assert.IsNull(right.QuerySelector("[aria-invalid]"));
        StringAssert.Contains(wrong.QuerySelector(".field-problem")!.TextContent, "请填写数字。");
        Assert.AreEqual("decimal", wrong.QuerySelector("input")!.GetAttribute("inputmode"));
    }

    [TestMethod]
    public void A_choice_is_a_group_whose_first_radio_bears_the_id()
    {
        var html = Render(new FieldTagHelper { For = EnterpriseFields.HasMajorRisk, Value = "无", ViewContext = Context() });

        Assert.IsNotNull(html.QuerySelector("fieldset > legend"));
        Assert.AreEqual("有", html.QuerySelector("#HasMajorRisk")!.GetAttribute("value"));
        Assert.AreEqual("无", html.QuerySelector("input[checked]")!.GetAttribute("value"));
    }

    [TestMethod]
    public void An_answer_outside_the_list_stays_on_the_page()
    {
        var html = Render(new FieldTagHelper { For = RiskFields.Method, Value = "HAZOP", ViewContext = Context() });

        Assert.AreEqual("HAZOP", html.QuerySelector("option[selected]")!.GetAttribute("value"));
        Assert.HasCount(8, html.QuerySelectorAll("option"));
    }

    [TestMethod]
    public void What_the_field_does_not_know_goes_to_the_control()
    {
        var html = Render(new FieldTagHelper { For = EnterpriseFields.Address, ViewContext = Context() }, new TagHelperAttribute("autocomplete", "street-address"));

        Assert.AreEqual("street-address", html.QuerySelector("input")!.GetAttribute("autocomplete"));
        Assert.IsFalse(html.FirstElementChild!.HasAttribute("autocomplete"));
    }

    [TestMethod]
    [DataRow(1, 20, "1 2 3 下一页 末页", "1")]
    [DataRow(10, 20, "首页 上一页 8 9 10 11 12 下一页 末页", "10")]
    [DataRow(20, 20, "首页 上一页 18 19 20", "20")]
    public void The_pager_shows_where_one_is_and_keeps_the_filter(int current, int pages, string links, string here)
    {
        var context = Context("?colour=red&page=4&query=%E5%96%B7");

        var html = Render(new PagerTagHelper { Current = current, Pages = pages, ViewContext = context });

        Assert.AreEqual(links, string.Join(' ', html.QuerySelectorAll("a").Select(a => a.TextContent)));
        Assert.AreEqual(here, html.QuerySelector("[aria-current=page]")!.TextContent);
        Assert.IsTrue(html.QuerySelectorAll("a").All(a => a.GetAttribute("href")!.StartsWith("/roster?colour=red&query=%E5%96%B7", StringComparison.Ordinal)));
        Assert.AreEqual("分页", html.QuerySelector("nav")!.GetAttribute("aria-label"));
    }

    [TestMethod]
    public void One_page_needs_no_pager() =>
        Assert.AreEqual("", Render(new PagerTagHelper { Current = 1, Pages = 1, ViewContext = Context() }).InnerHtml);

    private static ViewContext Context(string query = "")
    {
        var http = new DefaultHttpContext();
        http.Request.Path = "/roster";
        http.Request.QueryString = new QueryString(query);
        return new ViewContext { HttpContext = http, ViewData = new ViewDataDictionary(new EmptyModelMetadataProvider(), new ModelStateDictionary()) };
    }

    private static IElement Render(TagHelper helper, params TagHelperAttribute[] attributes)
    {
        var output = new TagHelperOutput("x", new TagHelperAttributeList(attributes), (_, _) => Task.FromResult<TagHelperContent>(new DefaultTagHelperContent()));
        helper.Process(new TagHelperContext([], new Dictionary<object, object>(), "id"), output);
        using var writer = new StringWriter();
        output.WriteTo(writer, HtmlEncoder.Create(UnicodeRanges.All));
        return new HtmlParser().ParseDocument(writer.ToString()).Body!;
    }
}
