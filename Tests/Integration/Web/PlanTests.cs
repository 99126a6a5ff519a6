using System.Net;
using RiskReport.Domain.Accounts;
using RiskReport.Reports.Pictures;
using RiskReport.Tests.Support;
using RiskReport.Tests.Unit.Pdf;

namespace RiskReport.Tests.Integration.Web;

/// <summary>Floor plans: what is taken and what is refused, and the drawing on them.</summary>
[TestClass]
public sealed class PlanTests
{
    public static IEnumerable<object[]> NoPlans =>
    [
        ["not a picture at all"u8.ToArray(), "文件不是 PNG 或 JPEG 图片。"],
        [Array.Empty<byte>(), "文件是空的，请重新选择。"],
        ["GIF89a\u0001\0\u0001\0"u8.ToArray(), "这是 GIF 文件，平面图只能用 PNG 或 JPEG 图片。"],
        ["<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"u8.ToArray(), "这是 SVG 文件，平面图只能用 PNG 或 JPEG 图片。"],
        [new byte[Picture.MostBytes + 1], "超过 5 MB 的上限。"],
        [TestPicture.Png(6001, 1, 0, 1, []), "图片为 6001 × 1 像素，超过 6000 × 6000 像素的上限。"],
        [TestPicture.Png()[..60], "图片不完整或已损坏，无法读出。"],
        [TestPicture.Jpeg()[..40], "图片不完整或已损坏，无法读出。"],
        [TestPicture.Png(1, 1, 0, 8, [0, 0], interlaced: true), "这是交错（隔行扫描）的 PNG"],
        [TestPicture.Jpeg(components: 4), "CMYK"],
    ];

    [TestMethod]
    [DynamicData(nameof(NoPlans))]
    public async Task Post_what_is_no_plan_says_what_is_wrong_and_keeps_nothing(byte[] file, string sentence)
    {
        await using var app = await TestApp.StartAsync();
        var filer = await FloorPlans.FiledAsync(app);

        using var response = await filer.Client.UploadPlanAsync(file);

        var page = await response.PageAsync(HttpStatusCode.UnprocessableEntity);
        StringAssert.Contains(page.QuerySelector(".error-summary a[href='#File']")!.TextContent, sentence);
        StringAssert.Contains(page.QuerySelector("#File-problem")!.TextContent, sentence);
        Assert.AreEqual("1号厂房一层", page.QuerySelector("#PlanName")!.GetAttribute("value"));
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM FloorPlan"));
    }

    [TestMethod]
    public async Task Post_without_name_and_file_says_both()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await FloorPlans.FiledAsync(app);

        using var nothing = await filer.Client.UploadPlanAsync((HttpContent?)null, " ");
        using var tooLong = await filer.Client.UploadPlanAsync(TestPicture.Png(), new string('厂', 61));

        var summary = (await nothing.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector(".error-summary")!.TextContent;
        StringAssert.Contains(summary, "请填写平面图名称");
        StringAssert.Contains(summary, "请选择平面图图片");
        StringAssert.Contains((await tooLong.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector(".error-summary")!.TextContent, "最多 60 个字，现有 61 个字");
    }

    [TestMethod]
    public async Task The_eleventh_plan_is_refused()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await FloorPlans.FiledAsync(app);
        for (var i = 0; i < 10; i++)
            await filer.Client.AddPlanAsync(app);

        using var response = await filer.Client.UploadPlanAsync(TestPicture.Png());

        StringAssert.Contains((await response.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector(".error-summary")!.TextContent, "已有 10 张平面图，不能再添加。");
        Assert.AreEqual(10, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM FloorPlan"));
    }

    [TestMethod]
    [DataRow(true, "image/png")]
    [DataRow(false, "image/jpeg")]
    public async Task A_picture_comes_back_as_it_was_under_the_type_it_really_has(bool png, string type)
    {
        await using var app = await TestApp.StartAsync();
        var filer = await FloorPlans.FiledAsync(app);
        var picture = png ? TestPicture.Png() : TestPicture.Jpeg();
        using var upload = await filer.Client.UploadPlanAsync(picture, file: "plan.html", contentType: "text/html");

        using var response = await filer.Client.GetAsync(FloorPlans.Address + "/plans/1/picture");

        Assert.AreEqual(type, response.Content.Headers.ContentType!.ToString());
        Assert.AreEqual("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.IsTrue(response.Headers.CacheControl!.NoStore);
        CollectionAssert.AreEqual(picture, await response.Content.ReadAsByteArrayAsync());
    }

    [TestMethod]
    public async Task Shapes_take_the_worst_colour_of_their_risks_on_the_page_and_on_paper()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await FloorPlans.FiledAsync(app);
        var plan = await filer.Client.AddPlanAsync(app);

        using var saved = await filer.Client.DrawAsync(plan, 0, 1, ("3", "2", "10,20 30,20 30,40"), ("", "", ""), ("1", "", "50，50"));

        Assert.AreEqual(HttpStatusCode.Redirect, saved.StatusCode, await saved.Content.ReadAsStringAsync());
        var page = await filer.Client.PageAsync(plan);
        Assert.AreEqual("shape shape-orange", page.QuerySelector(".shapes > g:nth-child(1)")!.GetAttribute("class"));
        Assert.AreEqual("shape shape-red", page.QuerySelector(".shapes > g:nth-child(2)")!.GetAttribute("class"));
        StringAssert.Contains(page.QuerySelector(".shapes > g:nth-child(1)")!.TextContent, "较大(橙)");
        Assert.AreEqual("50,50", page.QuerySelector("[name='Shapes[1].Points']")!.GetAttribute("value"));
        Assert.AreEqual("1", page.QuerySelector("[name=Version]")!.GetAttribute("value"));
        Assert.IsEmpty(page.QuerySelectorAll("style, [style], script:not([src]), [onclick]"));
        var text = OutputSample.Plain(new PdfFile(await filer.Client.GetByteArrayAsync(plan + "/plan.pdf")).AllText);
        foreach (var words in new[] { "1号厂房一层", "1喷漆房火灾、=叉车碰撞", "2液氨泄漏", "重大(红)" })
            Assert.Contains(words, text);
        Assert.DoesNotContain("olour", await app.Database.ScalarAsync<string>("SELECT Shapes FROM FloorPlanDrawing"));
        Assert.AreEqual("标注四色安全风险分布图", await app.Database.ScalarAsync<string>("SELECT ChangeReason FROM FloorPlanDrawing"));
    }

    [TestMethod]
    public async Task Post_faulty_shapes_says_everything_at_once_and_keeps_what_was_typed()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await FloorPlans.FiledAsync(app);
        var plan = await filer.Client.AddPlanAsync(app);

        using var response = await filer.Client.DrawAsync(plan, 0, 1, ("", "", "10,10"), ("1", "9、甲", "1,1"), ("2", "", "1,1 2,2"), ("2", "", "1,999"), ("8", "", ""));

        var page = await response.PageAsync(HttpStatusCode.UnprocessableEntity);
        var links = page.QuerySelectorAll(".error-summary a").Select(a => $"{a.GetAttribute("href")} {a.TextContent}").ToList();
        Assert.HasCount(7, links);
        foreach (var (link, words) in new[]
        {
            ("#Shapes-0-Risk", "图形 1：请选择它代表的安全风险。"), ("#Shapes-1-Others", "“9”不是本年度报告中风险的序号（1 至 3）"), ("#Shapes-1-Others", "“甲”"),
            ("#Shapes-2-Points", "只有两个点"), ("#Shapes-3-Points", "超出平面图"), ("#Shapes-4-Risk", "“8”"), ("#Shapes-4-Points", "请填写坐标"),
        })
            Assert.IsTrue(links.Exists(l => l.StartsWith(link, StringComparison.Ordinal) && l.Contains(words, StringComparison.Ordinal)), words);
        Assert.AreEqual("1,1 2,2", page.QuerySelector("[name='Shapes[2].Points']")!.GetAttribute("value"));
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM FloorPlanDrawing"));
    }

    [TestMethod]
    public async Task Too_many_shapes_are_refused()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await FloorPlans.FiledAsync(app);
        var plan = await filer.Client.AddPlanAsync(app);

        using var response = await filer.Client.DrawAsync(plan, 0, 1, [.. Enumerable.Repeat(("1", "", "1,1"), 101)]);

        StringAssert.Contains((await response.PageAsync(HttpStatusCode.UnprocessableEntity)).QuerySelector(".error-summary")!.TextContent, "图上有 101 个图形，超过 100 个的上限。");
    }

    [TestMethod]
    public async Task A_drawing_that_somebody_else_saved_meanwhile_is_not_overwritten()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await FloorPlans.FiledAsync(app);
        var plan = await filer.Client.AddPlanAsync(app);
        using (await filer.Client.DrawAsync(plan, 0, 1, ("1", "", "50,50"))) { }

        foreach (var (version, report) in new[] { (0, 1), (2, 1), (1, 2), (-1, 1) })
        {
            using var late = await filer.Client.DrawAsync(plan, version, report, ("2", "", "60,60"));

            var page = await late.PageAsync(HttpStatusCode.UnprocessableEntity);
            StringAssert.Contains(page.QuerySelector(".error-summary")!.TextContent, "刚刚被修改过");
            Assert.AreEqual("60,60", page.QuerySelector("[name='Shapes[0].Points']")!.GetAttribute("value"));
            Assert.AreEqual("1", page.QuerySelector("[name=Version]")!.GetAttribute("value"), "saving again is then possible");
        }

        StringAssert.Contains(await app.Database.ScalarAsync<string>("SELECT Shapes FROM FloorPlanDrawing"), "50");
    }

    [TestMethod]
    public async Task A_risk_that_is_filed_no_more_leaves_a_shape_without_colour()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await FloorPlans.FiledAsync(app);
        var plan = await filer.Client.AddPlanAsync(app);
        using (await filer.Client.DrawAsync(plan, 0, 1, ("2", "", "50,50"))) { }
        await app.Database.ScalarAsync<int>("UPDATE RiskItem SET Name = '烘房火灾' WHERE Position = 2; SELECT 0");

        var page = await filer.Client.PageAsync(plan);

        Assert.AreEqual("shape shape-none", page.QuerySelector(".shapes > g")!.GetAttribute("class"));
        StringAssert.Contains(page.QuerySelector(".field-notice")!.TextContent, "原来标注的“喷漆房火灾”已不在报告中");
    }

    [TestMethod]
    public async Task A_removed_plan_is_gone_with_its_picture_and_leaves_who_removed_it()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await FloorPlans.FiledAsync(app);
        var plan = await filer.Client.AddPlanAsync(app);

        using var removed = await filer.Client.SubmitAsync(plan, plan + "/remove");

        Assert.AreEqual(HttpStatusCode.Redirect, removed.StatusCode);
        foreach (var part in new[] { "", "/picture", "/plan.pdf" })
            await filer.Client.PageAsync(plan + part, HttpStatusCode.NotFound);
        Assert.AreEqual("删除平面图", await app.Database.ScalarAsync<string>("SELECT ChangeReason FROM FloorPlan WHERE Content IS NULL AND RemovedAt IS NOT NULL"));
    }

    [TestMethod]
    public async Task A_new_year_begins_with_the_drawing_of_the_year_before()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await FloorPlans.FiledAsync(app);
        var plan = await filer.Client.AddPlanAsync(app);
        await app.Database.ScalarAsync<int>("""
            INSERT INTO FloorPlanDrawing (PlanId, Year, Shapes, Version, ChangedAt, ChangedBy, ChangedFrom, ChangeReason)
            VALUES (1, 2025, '[{"Points":[{"X":10,"Y":20}],"Risks":[{"Number":9,"Name":"喷漆房火灾"}]}]', 7, '2025-03-01', 'test', 'test', 'test'),
                   (1, 2027, '[]', 1, '2027-03-01', 'test', 'test', 'test');
            SELECT 0
            """);

        Assert.AreEqual("shape shape-orange", (await filer.Client.PageAsync(plan)).QuerySelector(".shapes > g")!.GetAttribute("class"));
        using var saved = await filer.Client.DrawAsync(plan, 0, 1, ("1", "", "30,40"));

        Assert.AreEqual(HttpStatusCode.Redirect, saved.StatusCode);
        StringAssert.Contains(await app.Database.ScalarAsync<string>("SELECT Shapes FROM FloorPlanDrawing WHERE Year = 2025"), "喷漆房火灾");
        Assert.AreEqual(3, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM FloorPlanDrawing"));
    }

    [TestMethod]
    public async Task Nobody_but_its_enterprise_may_post()
    {
        await using var app = await TestApp.StartAsync();
        await (await FloorPlans.FiledAsync(app)).Client.AddPlanAsync(app);
        var office = await app.SignedInAsync(Role.City);

        using var upload = await office.UploadPlanAsync(TestPicture.Png());
        using var saved = await office.SubmitAsync("/account/password", FloorPlans.Address + "/plans/1", ("Version", "0"));

        Assert.AreEqual(HttpStatusCode.Forbidden, upload.StatusCode);
        Assert.AreEqual(HttpStatusCode.Forbidden, saved.StatusCode);
    }
}
