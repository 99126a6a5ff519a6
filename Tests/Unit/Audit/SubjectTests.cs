using System.Net;
using Microsoft.AspNetCore.Http;
using RiskReport.Data;
using RiskReport.Data.Audit;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;
using RiskReport.Web.Identity;

namespace RiskReport.Tests.Unit.Audit;

[TestClass]
public sealed class SubjectTests
{
    [TestMethod]
    public void The_beginning_of_a_subject_hangs_on_no_collation()
    {
        var sql = AuditQueries.Sql(new AuditFilter { Subject = "x" }, newestFirst: true, bySubject: false, alsoAgent: false);

        StringAssert.Contains(SqlDialect.SqlServer.Render(sql), @"a.Subject LIKE @SubjectPattern ESCAPE '\'");
        Assert.DoesNotContain("@SubjectEnd", SqlDialect.SqlServer.Render(sql));
        StringAssert.Contains(SqlDialect.Sqlite.Render(sql), "a.Subject < @SubjectEnd", "along the index");
        Assert.AreEqual(@"\[a]\%\_\\%", Like.Begins(@"[a]%_\"));
    }

    [TestMethod]
    public void A_person_through_a_program_is_entered_as_a_person_and_by_which_program()
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse("2001:db8:1111:2222:3333:4444:5555:6666");
        var scope = new Scope("320583100", 7);

        var actor = new ApiCaller(1, new string('c', 64), scope, new Caller("li", Role.Enterprise, scope, IsAgent: true)).Actor(context, "");
        var system = new ApiCaller(1, "kunshan-platform", new Scope("320583"), null).Actor(context, "");

        Assert.AreEqual(("li（托管）", "enterprise", "320583100"), (actor.Name, actor.Role, actor.RegionCode));
        Assert.AreEqual($"接口 {new string('c', 50)} 2001:db8:1111:2222:3333:4444:5555:6666", actor.From);
        Assert.AreEqual(("kunshan-platform", "client", "320583", "接口 2001:db8:1111:2222:3333:4444:5555:6666"), (system.Name, system.Role, system.RegionCode, system.From));
    }
}
