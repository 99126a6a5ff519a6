using Microsoft.Extensions.DependencyInjection;
using RiskReport.Domain.Audit;
using RiskReport.Tests.Support;
using RiskReport.Web.Mail;

namespace RiskReport.Tests.Integration.Audit;

/// <summary>Every action there is, done as people do it: each leaves exactly one entry, and where that cannot be written nothing at all.</summary>
[TestClass]
public sealed class AuditActionsTests
{
    [TestMethod]
    public async Task Every_action_leaves_exactly_one_entry_or_is_not_done()
    {
        await using var server = new MailServer();
        using var portal = new FakePortal();
        await using var app = await server.AppAsync(services =>
        {
            portal.Add(services);
            Workers.Remove(services); // what runs by itself is run below
            services.AddHostedService(p => p.GetRequiredService<LetterBox>());
        }, FakePortal.Settings);
        var refusing = await RefusingTrail.OverAsync(app);
        var watch = new AuditWatch(app.Database, refusing);

        await AuditedPersons.AllAsync(app, server, portal, watch);
        await AuditedReports.AllAsync(app, watch);
        await AuditedSystems.AllAsync(app, watch);

        CollectionAssert.AreEquivalent(Enum.GetValues<AuditAction>(), watch.Covered.ToArray());
        CollectionAssert.AreEqual(Array.Empty<string>(), refusing.Left.ToArray());
        CollectionAssert.AreEquivalent(
            Enum.GetValues<AuditAction>().Except([AuditAction.BackupRestored]).ToArray(), watch.Refused.ToArray(),
            "not tried here: " + string.Join(", ", Enum.GetValues<AuditAction>().Except(watch.Refused)));
        var all = await watch.SinceAsync(0);
        CollectionAssert.AreEqual(Enumerable.Range(1, all.Count).ToArray(), all.Select(e => (int)e.Number).ToArray());
        Assert.IsTrue(all.Zip(all.Skip(1)).All(p => p.Second.PreviousHash == p.First.Hash) && all.All(e => e.ComputeHash() == e.Hash));
        Assert.AreEqual(AuditEntry.Beginning, all[0].PreviousHash);
    }
}
