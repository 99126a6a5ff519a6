using RiskReport.Domain.Audit;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Audit;

/// <summary>Every action there is, done as people do it: each leaves exactly one entry.</summary>
[TestClass]
public sealed class AuditActionsTests
{
    [TestMethod]
    public async Task Every_action_leaves_exactly_one_entry()
    {
        await using var server = new MailServer();
        using var portal = new FakePortal();
        await using var app = await server.AppAsync(portal.Add, FakePortal.Settings);
        var watch = new AuditWatch(app.Database, await RefusingTrail.OverAsync(app));

        await AuditedPersons.AllAsync(app, server, portal, watch);
        await AuditedReports.AllAsync(app, watch);
        await AuditedSystems.AllAsync(app, watch);

        CollectionAssert.AreEquivalent(Enum.GetValues<AuditAction>(), watch.Covered.ToArray());
        CollectionAssert.AreEquivalent(Enum.GetValues<AuditAction>(), watch.Refused.ToArray());
        var all = await watch.SinceAsync(0);
        CollectionAssert.AreEqual(Enumerable.Range(1, all.Count).ToArray(), all.Select(e => (int)e.Number).ToArray());
        Assert.IsTrue(all.Zip(all.Skip(1)).All(p => p.Second.PreviousHash == p.First.Hash) && all.All(e => e.ComputeHash() == e.Hash));
        Assert.AreEqual(AuditEntry.Beginning, all[0].PreviousHash);
    }
}
