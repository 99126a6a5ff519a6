using Microsoft.Extensions.DependencyInjection;
using RiskReport.Data.Declarations;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Declarations;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Reminders;

/// <summary>An enterprise finds in its inbox what an office did with its report, and no other enterprise does.</summary>
[TestClass]
public sealed class ReportNoticeTests
{
    private static readonly DateOnly Due = new(2026, 12, 10);

    public required TestContext TestContext { get; set; }

    [TestMethod]
    public async Task Every_answer_is_told_with_why_and_by_when()
    {
        var ct = TestContext.CancellationToken;
        await using var app = await TestApp.StartAsync();
        await SampleCounty.FillAsync(app.Database);
        var enterprise = await app.Database.ScalarAsync<long>("SELECT MIN(EnterpriseId) FROM Declaration WHERE Status = 2");
        var (reviews, pending) = (app.Services.GetRequiredService<ReviewStore>(), app.Services.GetRequiredService<PendingStore>());
        var reasons = new[] { new ReturnReason { Item = 0, FieldKey = "Phone", Message = "电话打不通\n请核对" }, new ReturnReason { Item = 0, FieldKey = "", Message = "其他" } };

        var report = await ReportAsync();
        Assert.IsTrue(await reviews.ReturnAsync(report.Id, report.Version, DeclarationStatus.Submitted, reasons, Due, Scope.City, By("退回更正"), ct));
        Assert.IsFalse(await reviews.AcceptAsync(report.Id, report.Version, Scope.City, By("审核通过"), ct), "what is not done is not told");
        await app.Database.ExecuteAsync("UPDATE Declaration SET Status = 2 WHERE EnterpriseId = @enterprise", new { enterprise });
        report = await ReportAsync();
        Assert.IsTrue(await reviews.AcceptAsync(report.Id, report.Version, Scope.City, By("审核通过"), ct));
        report = await ReportAsync();
        Assert.IsTrue(await reviews.ReturnAsync(report.Id, report.Version, DeclarationStatus.Accepted, [], Due, Scope.City, By("重新打开"), ct));
        await AskWriteOffAsync();
        report = await ReportAsync();
        Assert.IsTrue(await pending.RefuseWriteOffAsync(report, Scope.City, By("不同意核销：仍在生产"), ct));
        await AskWriteOffAsync();
        report = await ReportAsync();
        Assert.IsTrue(await pending.AcceptWriteOffAsync(report.Id, report.Version, Scope.City, By("同意核销：关闭"), ct));
        Assert.IsTrue(await pending.RestoreAsync(await ReportAsync(), Scope.City, By("恢复报告任务：误核销"), ct));

        var notices = (await (await app.SignedInAsync(Role.Enterprise, enterpriseId: enterprise)).PageAsync("/inbox")).QuerySelectorAll(".inbox li")
            .Select(l => $"{l.QuerySelector("h2 a")!.TextContent}|{l.QuerySelector("p")!.TextContent}").Reverse().ToArray();
        CollectionAssert.AreEqual(new[]
        {
            "2026 年度报告被退回，请更正|理由：联系电话：电话打不通。请于 2026 年 12 月 10 日前更正后重新提交，全部理由见报告页。",
            "2026 年度报告已被接受|审核通过。情况有变化的，请及时提交变更报告。",
            "2026 年度报告被重新打开并退回，请更正|请于 2026 年 12 月 10 日前更正后重新提交，全部理由见报告页。",
            "2026 年度核销申请未获同意|理由：不同意核销：仍在生产。",
            "2026 年度报告任务已核销|理由：同意核销：关闭。",
            "2026 年度报告任务已恢复|理由：恢复报告任务：误核销。请查看是否需要报告。",
        }, notices);
        Assert.AreEqual(0, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Notice WHERE EnterpriseId <> @enterprise", new { enterprise }));

        async Task<Declaration> ReportAsync() => (await app.Services.GetRequiredService<DeclarationStore>().FindAsync(enterprise, 2026, Scope.City, ct))!;

        Task AskWriteOffAsync() => app.Database.ExecuteAsync("UPDATE Declaration SET PendingType = 5, PendingStatus = 2 WHERE EnterpriseId = @enterprise", new { enterprise });
    }

    private static Actor By(string reason) => new("审核人", "test", reason);
}
