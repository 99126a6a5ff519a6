using System.Security.Cryptography;
using System.Text;
using RiskReport.Data.Seeding;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Grading;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Unit.Declarations;

[TestClass]
public sealed class CanonicalReportTests
{
    private static readonly DateTime FiledAt = new(2026, 3, 1, 1, 30, 0, 123, DateTimeKind.Utc);

    [TestMethod]
    public void The_form_is_what_the_documentation_says()
    {
        var text = Encoding.UTF8.GetString(Write(Filing("喷漆房火灾")));

        StringAssert.StartsWith(text, "{\"format\":\"RiskReport/2\",\"creditCode\":\"91320583MB9990001X\",\"year\":2026,\"version\":1,\"type\":\"首次\",\"filedAt\":\"2026-03-01T01:30:00.123Z\",\"committedBy\":\"张三\",\"committedRole\":\"主要负责人\",\"committedVia\":\"\",\"preparedBy\":\"\",\"basics\":{\"统一社会信用代码\":\"91320583MB9990001X\"");
        StringAssert.EndsWith(text, "\"等级\":\"较大(橙)\",\"分值\":\"270\",\"规则\":\"2021-A/LEC/orange\"}],\"confirmations\":[],\"grade\":{\"ruleSet\":\"2021-A\",\"catalogue\":\"较大以上安全风险目录(示例)\",\"colour\":\"较大(橙)\"}}");
        Assert.DoesNotContain("\\u", text);
        Assert.DoesNotContain("风险点", text, "an answer that was not given is left out");
    }

    [TestMethod]
    public void The_hash_is_the_sha_256_of_the_form_and_the_same_every_time()
    {
        var content = Write(Filing("喷漆房火灾"));

        Assert.AreEqual(Convert.ToHexStringLower(SHA256.HashData(content)), CanonicalReport.Hash(content));
        Assert.AreEqual(CanonicalReport.Hash(content), CanonicalReport.Hash(Write(Filing("喷漆房火灾"))));
        Assert.AreNotEqual(CanonicalReport.Hash(content), CanonicalReport.Hash(Write(Filing("喷漆房火宅"))));
    }

    [TestMethod]
    public void Line_breaks_of_any_machine_give_one_form() => Assert.AreEqual(
        CanonicalReport.Hash(Write(Filing("甲", controls: "一\r\n二"))), CanonicalReport.Hash(Write(Filing("甲", controls: "一\n二"))));

    [TestMethod]
    public void Differences_are_told_field_by_field()
    {
        var before = CanonicalReport.Read(Write(Filing("喷漆房火灾"), Filing("叉车碰撞")));
        var after = CanonicalReport.Read(Write(Filing("喷漆房火灾", controls: "每班检查", phone: "0512-57300099"), Filing("配电柜触电")));

        var found = ReportDifferences.Between(before, after);

        CollectionAssert.AreEquivalent(new[]
        {
            new ReportDifference("企业信息", "联系电话", "0512-57300001", "0512-57300099"),
            new ReportDifference("风险“喷漆房火灾”", "管控措施", "定期检查", "每班检查"),
            new ReportDifference("风险“配电柜触电”", "新增", null, "新增的风险项"),
            new ReportDifference("风险“叉车碰撞”", "删除", "删除的风险项", null),
        }, found.ToArray());
    }

    [TestMethod]
    public void The_same_twice_differs_in_nothing()
    {
        var report = CanonicalReport.Read(Write(Filing("甲"), Filing("甲")));

        Assert.IsEmpty(ReportDifferences.Between(report, report));
    }

    [TestMethod]
    public void An_answer_that_came_or_went_has_one_side()
    {
        var before = CanonicalReport.Read(Write(Filing("甲", products: "零件")));
        var after = CanonicalReport.Read(Write(Filing("甲", products: null)));

        Assert.AreEqual(new ReportDifference("企业信息", "主营产品", "零件", null), ReportDifferences.Between(before, after).Single());
        Assert.AreEqual(new ReportDifference("企业信息", "主营产品", null, "零件"), ReportDifferences.Between(after, before).Single());
    }

    private static byte[] Write(params Filing[] risks)
    {
        var all = risks.SelectMany(r => r.Risks).ToList();
        return CanonicalReport.Write(risks[0] with { Risks = all, Grade = Grader.Grade(all.ConvertAll(r => r.Assessment), declaresNil: false, Lists.Rules).Grade! }, 2026, 1, FiledAt, DeclarationType.First);
    }

    private static Filing Filing(string name, string controls = "定期检查", string phone = "0512-57300001", string? products = "金属结构件")
    {
        var item = new Assessment { Name = name, Method = GradingMethod.Lec, L = 3, E = 6, C = 15 };
        return new Filing
        {
            Facts = DemonstrationCity.Unfiled with { Phone = phone, MainProducts = products },
            HasMajorRisk = true,
            Risks =
            [
                new RiskFacts
                {
                    Name = name,
                    Location = "1号车间",
                    AccidentType = "火灾",
                    AccidentEdition = "GB/T 6441-1986",
                    Consequence = "人员烧伤",
                    Assessment = item,
                    Controls = controls,
                    Emergency = "撤人",
                    Department = "生产部",
                    Owner = "王强",
                },
            ],
            Grade = Grader.Grade([item], declaresNil: false, Lists.Rules).Grade!,
            Source = FilingSource.Form,
            CommittedBy = "张三",
            CommittedRole = "主要负责人",
        };
    }
}
