using Dapper;
using RiskReport.Domain.Audit;

namespace RiskReport.Tests.Support;

/// <summary>What is entered into the audit trail from here on, and which actions have been seen.</summary>
internal sealed class AuditWatch(TestDatabase test)
{
    private const string SelectSince = "SELECT * FROM AuditEntry WHERE Number > @Seen ORDER BY Number";

    private long seen;

    public HashSet<AuditAction> Covered { get; } = [];

    /// <summary>Since the last time: this action and nothing else.</summary>
    public async Task<AuditEntry> OneAsync(AuditAction action, string result = AuditEntry.Done)
    {
        var fresh = await SinceSeenAsync();
        Assert.HasCount(1, fresh, $"{action}: {string.Join(", ", fresh.Select(e => $"{e.Action} {e.Subject}"))}");
        Assert.AreEqual((action.Code(), result), (fresh[0].Action, fresh[0].Result));
        Covered.Add(action);
        return fresh[0];
    }

    /// <summary>Since the last time; seen with that.</summary>
    public async Task<IReadOnlyList<AuditEntry>> SinceSeenAsync()
    {
        var fresh = await SinceAsync(seen);
        seen = fresh.Count == 0 ? seen : fresh[^1].Number;
        return fresh;
    }

    public async Task<IReadOnlyList<AuditEntry>> SinceAsync(long number)
    {
        await using var connection = await test.Database.OpenAsync(CancellationToken.None);
        return (await connection.QueryAsync<AuditEntry>(SelectSince, new { Seen = number })).AsList();
    }
}
