using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using RiskReport.Data.Audit;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Audit;

namespace RiskReport.Web.Identity;

/// <summary>How a session of this request is entered, as a feature of it: none starts without.</summary>
public sealed record SignInEntry(AuditDeed Deed, Actor Actor);

/// <summary>What people do with accounts and sessions, entered into the audit trail together with the change itself.</summary>
public sealed class AccountAudit(IdentityDb db, AuditLog audit)
{
    /// <summary>A name that no account has is not kept: people type their password there.</summary>
    public Task RefusedAsync(AuditAction action, Account? account, HttpContext context, CancellationToken ct) =>
        audit.AppendAsync(Deed(action, account) with { IsRefused = true }, Who(account, context), ct);

    /// <summary>Of the sign-in that follows; entered with the session that it starts.</summary>
    public static void SignsIn(AuditAction way, Account account, HttpContext context) =>
        context.Features.Set(new SignInEntry(Deed(way, account), Who(account, context)));

    /// <summary>Makes a change to the account and enters it, or neither; what says no itself is entered as refused.</summary>
    public async Task<bool> ChangeAsync(AuditAction action, Account account, Actor actor, Func<DbTransaction, Task<bool>> change, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var isDone = await change(transaction.GetDbTransaction());
        await audit.AppendAsync(
            Deed(action, account) with { IsRefused = !isDone }, actor, db.Database.GetDbConnection(), transaction.GetDbTransaction(), ct);
        await transaction.CommitAsync(ct);
        return isDone;
    }

    public static AuditDeed Deed(AuditAction action, Account? account) => new(action, account?.UserName ?? "", account?.RegionCode ?? Scope.City.RegionCode);

    /// <summary>Somebody who has not signed in, or not yet.</summary>
    public static Actor Who(Account? account, HttpContext context) => new(account?.UserName ?? "", Caller.From(context), "")
    {
        Role = account?.Role.Code() ?? "",
        RegionCode = account?.RegionCode ?? "",
    };
}
