using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using RiskReport.Data.Audit;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Tests.Support;
using RiskReport.Web.Background;

namespace RiskReport.Tests.Integration.Audit;

/// <summary>What auditors see of the trail, and what anyone can compute from what they take away.</summary>
[TestClass]
public sealed class AuditPagesTests
{
    [TestMethod]
    public async Task An_auditor_reads_filters_and_pages_the_trail_of_its_region_and_is_entered_for_it()
    {
        await using var app = await TestApp.StartAsync();
        var watch = new AuditWatch(app.Database);
        var (city, auditor) = await app.OfficeAsync(Role.Auditor);
        var (_, kunshan) = await app.OfficeAsync(Role.Auditor, TestApp.Kunshan);
        await app.SignedInAsync(Role.County);
        await app.SignedInAsync(Role.County, "320581");
        var log = app.Services.GetRequiredService<AuditLog>();
        for (var i = 0; i < 60; i++)
            await log.AppendAsync(new AuditDeed(AuditAction.PhoneShown, $"<b>91320581MA{i:D7}X", "320581001"), new Actor("changshu", "网页 1.2.3.4", ""), CancellationToken.None);

        await watch.PassAsync();
        var page = await auditor.PageAsync("/audit");
        Assert.HasCount(50, page.QuerySelectorAll("tbody tr"));
        StringAssert.Contains(page.QuerySelector("tbody tr")!.TextContent, "查看审计记录", "its own reading stands at the top");
        CollectionAssert.AreEqual(
            Enum.GetValues<AuditAction>().Select(a => $"{a.Code()} {a.Word()}").ToList(),
            page.QuerySelectorAll("#actions dl > div").Select(d => $"{d.Children[0].TextContent} {d.Children[1].TextContent}").ToList(), "all that is ever entered");
        Assert.AreEqual(("全部", city), ((await watch.OneAsync(AuditAction.AuditRead)).Subject, (await watch.SinceAsync(0))[^1].Account));
        var older = page.QuerySelectorAll("a").Single(a => a.TextContent == "更早的").GetAttribute("href")!;
        var next = await auditor.PageAsync(older);
        var numbers = page.QuerySelectorAll("tbody th").Concat(next.QuerySelectorAll("tbody th")).Select(t => int.Parse(t.TextContent, null)).ToList();
        CollectionAssert.AreEqual(Enumerable.Range(1, numbers.Count).Reverse().ToArray(), numbers, "nothing twice, nothing left out");
        StringAssert.Contains(page.Body!.InnerHtml, "&lt;b&gt;91320581MA0000059X");

        Assert.HasCount(1, (await auditor.PageAsync("/audit?subject=%3Cb%3E91320581MA0000007")).QuerySelectorAll("tbody tr"));
        Assert.HasCount(2, (await auditor.PageAsync("/audit?deed=account.made&account=test&subject=county")).QuerySelectorAll("tbody tr"));
        Assert.HasCount(0, (await auditor.PageAsync("/audit?result=refused")).QuerySelectorAll("tbody tr"));
        Assert.HasCount(0, (await auditor.PageAsync("/audit?to=2026-11-23")).QuerySelectorAll("tbody tr"));
        Assert.HasCount(50, (await auditor.PageAsync("/audit?from=2026-11-24&to=2026-11-24")).QuerySelectorAll("tbody tr"));
        Assert.HasCount(3, (await auditor.PageAsync("/audit?from=x&deed=y&result=z")).QuerySelectorAll(".error-summary li"));
        Assert.HasCount(2, (await auditor.PageAsync("/audit?from=0001-01-01&to=9999-12-31")).QuerySelectorAll(".error-summary li"));
        foreach (var name in new[] { "agent", "agent（托管）", "agent-2" })
            await log.AppendAsync(new AuditDeed(AuditAction.SignedIn, "代理_[1]%" + name, "320583100"), new Actor(name, "网页", ""), CancellationToken.None);
        Assert.HasCount(2, (await auditor.PageAsync("/audit?account=agent")).QuerySelectorAll("tbody tr"), "an agent's entries are the agent's");
        Assert.HasCount(3, (await auditor.PageAsync("/audit?subject=" + Uri.EscapeDataString("代理_[1]%agent"))).QuerySelectorAll("tbody tr"));

        var own = await kunshan.PageAsync("/audit");
        Assert.IsNotEmpty(own.QuerySelectorAll("tbody tr"));
        Assert.DoesNotContain("changshu", own.Body!.InnerHtml);
        Assert.DoesNotContain(city, own.Body.TextContent, "the city's own entries are the city's");
        var last = await app.Database.ScalarAsync<long>("SELECT MIN(Number) FROM AuditEntry WHERE Account = 'changshu'");
        await kunshan.PageAsync($"/audit/{last}", HttpStatusCode.NotFound);
        await watch.PassAsync();
        Assert.DoesNotContain("changshu", await kunshan.GetStringAsync("/audit/export.csv"));
        await watch.OneAsync(AuditAction.Exported);

        var entry = await auditor.PageAsync($"/audit/{last}");
        StringAssert.Contains(entry.Body!.TextContent, "内容与散列值相符");
        Assert.AreEqual(await app.Database.ScalarAsync<string>("SELECT Hash FROM AuditEntry WHERE Number = @Last", new { Last = last }),
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(entry.QuerySelector("pre")!.TextContent))));
    }

    [TestMethod]
    public async Task What_the_night_found_stands_on_the_page()
    {
        await using var app = await TestApp.StartAsync();
        var auditor = await app.SignedInAsync(Role.Auditor);
        StringAssert.Contains((await auditor.PageAsync("/audit")).Body!.TextContent, "还没有核对过");
        var keeper = app.Services.GetRequiredService<AuditKeeper>();

        await keeper.RunOneAsync(CancellationToken.None);
        StringAssert.Contains((await auditor.PageAsync("/audit")).QuerySelector(".alert-success")!.TextContent, "2026-11-24 10:00:00 核对：全部 3 条记录完整");
        Assert.IsTrue(File.Exists(Path.Combine(app.Database.Folder, "anchors", "2026-11-24.anchor")));
        await app.Database.ExecuteAsync("DROP TRIGGER AuditEntry_NotChanged; UPDATE AuditEntry SET Account = 'somebody' WHERE Number = 2");
        await keeper.RunOneAsync(CancellationToken.None);

        StringAssert.Contains((await auditor.PageAsync("/audit")).QuerySelector(".alert-danger")!.TextContent, "第 2 条被改动");
        StringAssert.Contains((await auditor.PageAsync("/audit/2")).QuerySelector(".alert-danger")!.TextContent, "内容与散列值不符");
    }

    /// <summary>Written from the README alone: none of the product's own code computes here.</summary>
    [TestMethod]
    public async Task Anyone_can_verify_the_exported_trail_by_the_published_description()
    {
        await using var app = await TestApp.StartAsync();
        var auditor = await app.SignedInAsync(Role.Auditor);
        await app.Services.GetRequiredService<AuditLog>().AppendAsync(
            new AuditDeed(AuditAction.Exported, "=1+1, \"引号\"\r\n换行 \\", "3205") { HashAfter = new string('a', 64) }, new Actor("-x", "测试", ""), CancellationToken.None);

        var lines = (await auditor.GetStringAsync("/audit/export.csv")).TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        string[] names = ["number", "time", "", "action", "result", "subject", "region", "account", "role", "account-region", "source", "before", "after", "previous", ""];
        var previous = new string('0', 64);
        foreach (var (line, index) in lines.Skip(1).Select((l, i) => (l, i)))
        {
            var cells = Cells(line).Skip(1).ToList();
            Assert.AreEqual($"{index + 1}", cells[0]);
            Assert.AreEqual(previous, cells[13]);
            var text = "RiskReport-audit/1\n" + string.Concat(cells.Zip(names).Where(c => c.Second.Length > 0).Select(c => $"{c.Second}={c.First}\n"));
            Assert.AreEqual(cells[14], Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), text);
            previous = cells[14];
        }

        Assert.IsGreaterThan(3, lines.Length);
    }

    /// <summary>RFC 4180; an apostrophe before what a spreadsheet would calculate is the file's, not the value's.</summary>
    private static IEnumerable<string> Cells(string line)
    {
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i <= line.Length; i++)
        {
            if (i == line.Length || (line[i] == ',' && !quoted))
            {
                var value = cell.ToString();
                yield return value.Length > 1 && value[0] == '\'' && "=+-@".Contains(value[1], StringComparison.Ordinal) ? value[1..] : value;
                cell.Clear();
            }
            else if (line[i] != '"')
                cell.Append(line[i]);
            else if (quoted && i + 1 < line.Length && line[i + 1] == '"')
                cell.Append(line[i++]);
            else
                quoted = !quoted;
        }
    }
}
