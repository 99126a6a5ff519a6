using System.Runtime.CompilerServices;
using Dapper;
using RiskReport.Domain.Audit;

namespace RiskReport.Tests.Support;

/// <summary>What is entered into the audit trail from here on, and which actions have been seen.</summary>
internal sealed class AuditWatch(TestDatabase test, RefusingTrail? refusing = null)
{
    private const string SelectSince = "SELECT * FROM AuditEntry WHERE Number > @Seen ORDER BY Number";

    private long seen;
    private int refusals;

    public HashSet<AuditAction> Covered { get; } = [];

    /// <summary>Those that were not done either, and left nothing, where they could not be entered.</summary>
    public HashSet<AuditAction> Refused { get; } = [];

    /// <summary>Since the last time: this action and nothing else.</summary>
    /// <param name="beside">What the same deed is as well, once each and done.</param>
    public async Task<AuditEntry> OneAsync(AuditAction action, string result = AuditEntry.Done, params AuditAction[] beside)
    {
        var fresh = await PassAsync();
        CollectionAssert.AreEquivalent(
            beside.Select(b => (b.Code(), AuditEntry.Done)).Append((action.Code(), result)).ToList(), fresh.Select(e => (e.Action, e.Result)).ToList(),
            $"{action}: {string.Join(", ", fresh.Select(e => $"{e.Action} {e.Result} {e.Subject}"))}; left: {string.Join(", ", refusing?.Left ?? [])}");
        Covered.Add(action);
        return fresh.Single(e => e.Action == action.Code());
    }

    public async Task<(string Subject, string Region)> SubjectAsync(AuditAction action, params AuditAction[] beside)
    {
        var entry = await OneAsync(action, AuditEntry.Done, beside);
        return (entry.Subject, entry.Region);
    }

    /// <summary>What is no request: tried in vain first, where the trail refuses.</summary>
    public Task<T> DoAsync<T>(Func<Task<T>> deed, Func<T, bool>? isRefused = null, [CallerArgumentExpression(nameof(deed))] string what = "", params string[] mayLeave) =>
        refusing is null ? deed() : refusing.TwiceAsync(what, deed, isRefused, mayLeave);

    /// <summary>Work in the background, of which the tables that say how far it is are left.</summary>
    public Task WorkAsync(Func<Task> work, params string[] mayLeave) => DoAsync(async () =>
    {
        await work();
        return true;
    }, null, "work", mayLeave);

    /// <summary>Since the last time, such as what was done to prepare something.</summary>
    public async Task<IReadOnlyList<AuditEntry>> PassAsync()
    {
        var fresh = await SinceAsync(seen);
        seen = fresh.Count == 0 ? seen : fresh[^1].Number;
        if (refusing is not null && refusing.Refusals > refusals)
            Refused.UnionWith(fresh.Select(e => AuditActionWords.Parse(e.Action)!.Value));
        refusals = refusing?.Refusals ?? 0;
        return fresh;
    }

    public async Task<IReadOnlyList<AuditEntry>> SinceAsync(long number)
    {
        await using var connection = await test.Database.OpenAsync(CancellationToken.None);
        return (await connection.QueryAsync<AuditEntry>(SelectSince, new { Seen = number })).AsList();
    }
}
