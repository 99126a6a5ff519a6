using System.Net;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Web;

/// <summary>One report open in several places: nobody overwrites unseen, and nobody is stopped by himself.</summary>
[TestClass]
public sealed class FormConflictTests
{
    [TestMethod]
    public async Task A_page_that_was_saved_elsewhere_says_so_keeps_what_was_typed_and_the_second_press_decides()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var (here, there) = (PageForm.On(await filer.Client.PageAsync(ReportForm.Part("basics"))), PageForm.On(await filer.Client.PageAsync(ReportForm.Part("basics"))));
        using (await filer.SendAsync(ReportForm.Part("basics"), there.With(("Basics.Address", "别处1号"))))
        {
        }

        using var automatic = await filer.SendAsync(ReportForm.Part("basics") + "/autosave", here.With(("Basics.Address", "本页2号")));
        using var refused = await filer.SendAsync(ReportForm.Part("basics"), here.With(("Basics.Address", "本页2号")));

        StringAssert.Contains(await automatic.Content.ReadAsStringAsync(), "此页已在别处修改，没有自动保存");
        var page = await refused.PageAsync(HttpStatusCode.UnprocessableEntity);
        StringAssert.Contains(page.QuerySelector("[role=alert]")!.TextContent, "此页已在别处修改");
        Assert.AreEqual("别处1号", PageForm.On(await filer.Client.PageAsync(ReportForm.Part("basics")))["Basics.Address"]);
        using var again = await filer.SendAsync(ReportForm.Part("basics"), PageForm.On(page));
        Assert.AreEqual(HttpStatusCode.Redirect, again.StatusCode);
        Assert.AreEqual("本页2号", PageForm.On(await filer.Client.PageAsync(ReportForm.Part("basics")))["Basics.Address"]);
    }

    [TestMethod]
    public async Task A_late_automatic_save_does_not_undo_the_button()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var open = PageForm.On(await filer.Client.PageAsync(ReportForm.Part("basics")));
        using (await filer.SendAsync(ReportForm.Part("basics") + "/autosave", open.With(("Basics.Address", "半句"))))
        using (await filer.SendAsync(ReportForm.Part("basics"), open.With(("Basics.Address", "整句1号"))))
        using (await filer.SendAsync(ReportForm.Part("basics") + "/autosave", open.With(("Basics.Address", "半句"))))
        {
        }

        Assert.AreEqual("整句1号", PageForm.On(await filer.Client.PageAsync(ReportForm.Part("basics")))["Basics.Address"]);
    }

    [TestMethod]
    public async Task The_short_way_and_a_page_it_covers_do_not_overwrite_each_other_unseen()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var nil = PageForm.On(await filer.Client.PageAsync(ReportForm.Address + "/nil"));
        var basics = PageForm.On(await filer.Client.PageAsync(ReportForm.Part("basics")));
        using (await filer.SendAsync(ReportForm.Part("basics"), basics.With(("Basics.Phone", "0512-57000001")))) { }

        using var automatic = await filer.SendAsync(ReportForm.Address + "/nil/autosave", nil.With(("Basics.HazardPlacePeople", "0")));

        StringAssert.Contains(await automatic.Content.ReadAsStringAsync(), "此页已在别处修改");
        Assert.AreEqual("0512-57000001", PageForm.On(await filer.Client.PageAsync(ReportForm.Part("basics")))["Basics.Phone"]);
    }

    [TestMethod]
    public async Task Pressing_twice_is_not_a_conflict()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var open = PageForm.On(await filer.Client.PageAsync(ReportForm.Part("basics"))).With(("Basics.Address", "玉山镇1号"));

        using var first = await filer.SendAsync(ReportForm.Part("basics"), open);
        using var second = await filer.SendAsync(ReportForm.Part("basics"), open);

        Assert.AreEqual(first.Headers.Location!.OriginalString, second.Headers.Location?.OriginalString);
    }

    [TestMethod]
    public async Task A_risk_that_was_deleted_elsewhere_comes_back_with_what_was_typed()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var page = (await (await ReportForm.OpenAsync(filer.Client)).Filled(true, Risk.Lec("3", "6", "15")).SaveAsync(filer.Client)).RiskPages[0];
        var open = PageForm.On(await filer.Client.PageAsync(page)).With(("Item.Controls", "新写的措施"));
        using (await filer.Client.SubmitAsync(ReportForm.Risks, page + "/remove")) { }

        using var automatic = await filer.SendAsync(page + "/autosave", open);
        using var saved = await filer.SendAsync(page, open);

        Assert.AreEqual(HttpStatusCode.NotFound, automatic.StatusCode);
        Assert.AreEqual(HttpStatusCode.Redirect, saved.StatusCode);
        Assert.AreEqual("新写的措施", (await ReportForm.OpenAsync(filer.Client))["Items[0].Controls"]);
    }

    [TestMethod]
    public async Task An_automatic_save_of_a_filed_report_is_told_so_in_a_sentence()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var open = PageForm.On(await filer.Client.PageAsync(ReportForm.Part("basics")));
        await (await ReportForm.OpenAsync(filer.Client)).Nil().SubmitAsync(filer.Client);
        using var request = new HttpRequestMessage(HttpMethod.Post, ReportForm.Part("basics") + "/autosave") { Content = new FormUrlEncodedContent(open.Answers) };
        request.Headers.Add("HX-Request", "true");

        using var response = await filer.Client.SendAsync(request);

        Assert.AreEqual("报告已经提交，本页不再保存。请返回任务列表。", await response.Content.ReadAsStringAsync());
    }

    [TestMethod]
    public async Task Different_pages_saved_at_once_are_all_kept()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var basics = PageForm.On(await filer.Client.PageAsync(ReportForm.Part("basics")));
        var safety = PageForm.On(await filer.Client.PageAsync(ReportForm.Part("safety")));
        var whole = PageForm.On(await filer.Client.PageAsync(ReportForm.Part("whole")));

        await Task.WhenAll(
            filer.SendAsync(ReportForm.Part("basics"), basics.With(("Basics.Address", "同时1号"))),
            filer.SendAsync(ReportForm.Part("safety"), safety.With(("Basics.Employees", "77"))),
            filer.SendAsync(ReportForm.Part("whole"), whole.With(("Basics.HazardPlacePeople", "3"))));

        var found = await ReportForm.OpenAsync(filer.Client);
        Assert.AreEqual("同时1号 77 3", $"{found["Basics.Address"]} {found["Basics.Employees"]} {found["Basics.HazardPlacePeople"]}");
    }

    [TestMethod]
    public async Task A_commitment_to_what_has_changed_since_is_refused()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await Filer.SignedInAsync(app);
        var form = await (await ReportForm.OpenAsync(filer.Client)).Nil().SaveAsync(filer.Client);
        var open = PageForm.On(await filer.Client.PageAsync(ReportForm.Check));
        await form.With(("Basics.Address", "后来改的地址")).SaveAsync(filer.Client);

        using var refused = await filer.SendAsync(ReportForm.Check, open.With(("Committed", "true"), ("Reasons.DUST_WITHOUT_RISK", "没有粉尘")));

        StringAssert.Contains((await refused.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector(".error-summary")!.TextContent, "报告刚刚在别处修改过");
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM DeclarationVersion"));
    }
}
