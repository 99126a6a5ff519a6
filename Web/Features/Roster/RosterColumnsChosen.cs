using RiskReport.Data.Accounts;
using RiskReport.Domain.Roster;

namespace RiskReport.Web.Features.Roster;

/// <summary>The columns an account has chosen for a kind of roster; they hold until it chooses others.</summary>
public sealed class RosterColumnsChosen(AccountChoiceStore choices)
{
    /// <summary>None where nothing has been chosen yet.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(long accountId, RosterKind kind, CancellationToken ct) =>
        ColumnChoice.Read(await choices.FindAsync(accountId, Name(kind), ct), kind);

    /// <summary>None forgets the choice.</summary>
    public Task KeepAsync(long accountId, RosterKind kind, IReadOnlyList<string> columns, CancellationToken ct) =>
        choices.SaveAsync(accountId, Name(kind), columns.Count == 0 ? null : string.Join(',', columns), ct);

    private static string Name(RosterKind kind) => $"roster-columns-{kind}";
}
