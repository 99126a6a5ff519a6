using System.Data.Common;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using RiskReport.Data.Accounts;
using RiskReport.Domain.Accounts;

namespace RiskReport.Web.Identity;

public sealed record NewAccount
{
    public required string UserName { get; init; }
    public required Role Role { get; init; }
    public required string RegionCode { get; init; }
    public long? EnterpriseId { get; init; }

    /// <summary>As what the person acts for the enterprise, if there is one.</summary>
    public Capacity Capacity { get; init; } = Capacity.OwnStaff;

    /// <summary>Checked by the rules and hashed; null where the hash has been made before.</summary>
    public string? Password { get; init; }
    public string? PasswordHash { get; init; }
    public string? Phone { get; init; }
    public required bool MustChangePassword { get; init; }
    public AccountState State { get; init; } = AccountState.Active;
    public required Actor By { get; init; }
}

/// <summary>
/// Makes accounts: for the command line, the demonstration city, whoever holds an activation code, and on an office's yes.
/// Answers what stands against it; nothing is good.
/// </summary>
public sealed class AccountMaker(UserManager<Account> users, IdentityDb db, MembershipStore memberships, PeopleStore people, TimeProvider clock)
{
    /// <param name="first">
    /// A conditional update in the same transaction, whose "no" undoes everything: a code or a request that two persons use at
    /// the same moment makes one account.
    /// </param>
    /// <returns>Null when <paramref name="first"/> said no.</returns>
    public async Task<IReadOnlyList<string>?> MakeAsync(
        NewAccount wanted, Func<DbConnection, DbTransaction, Task<bool>>? first = null, CancellationToken ct = default)
    {
        if (AccountNames.Problem(wanted.UserName) is { } problem)
            return [problem];

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var connection = db.Database.GetDbConnection();
        if (first is not null && !await first(connection, transaction.GetDbTransaction()))
            return null;

        var account = New(wanted);
        try
        {
            var made = wanted.Password is { } password ? await users.CreateAsync(account, password) : await users.CreateAsync(account);
            if (!made.Succeeded)
                return made.Errors.Select(e => IdentityWords.Of(e, account.UserName!)).ToList();
        }
        catch (DbUpdateException e) when (e.InnerException is DbException inner && Data.Database.IsUniqueViolation(inner))
        {
            return [Taken(account.UserName!)]; // by somebody at the same moment
        }

        var standing = new AccountStanding(account.Id, account.Role, account.RegionCode, account.State);
        if (wanted.EnterpriseId is { } enterprise)
            await memberships.AddAsync(account.Id, enterprise, wanted.Capacity, wanted.By, connection, transaction.GetDbTransaction(), ct);
        await people.NoteAsync(AccountDeed.Make, account.UserName!, null, standing, wanted.By, connection, transaction.GetDbTransaction(), ct);
        await transaction.CommitAsync(ct);
        return [];
    }

    public static string Taken(string name) => $"用户名“{name}”已经存在。";

    private Account New(NewAccount wanted) => new()
    {
        UserName = AccountNames.Clean(wanted.UserName),
        Role = wanted.Role,
        RegionCode = wanted.RegionCode,
        EnterpriseId = wanted.EnterpriseId,
        PasswordHash = wanted.PasswordHash,
        PhoneNumber = wanted.Phone,
        MustChangePassword = wanted.MustChangePassword,
        State = wanted.State,
        PasswordSetAt = clock.GetUtcNow().UtcDateTime,
        CreatedAt = clock.GetUtcNow().UtcDateTime,
        CreatedBy = wanted.By.Name,
    };
}
