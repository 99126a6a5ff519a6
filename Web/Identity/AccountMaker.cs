using Microsoft.AspNetCore.Identity;
using RiskReport.Domain.Accounts;

namespace RiskReport.Web.Identity;

public sealed record NewAccount
{
    public required string UserName { get; init; }
    public required Role Role { get; init; }
    public required string RegionCode { get; init; }
    public long? EnterpriseId { get; init; }
    public required string Password { get; init; }
    public required bool MustChangePassword { get; init; }
    public required string CreatedBy { get; init; }
}

/// <summary>Makes accounts, for the command line and the demonstration city. Answers what stands against it; nothing is good.</summary>
public sealed class AccountMaker(UserManager<Account> users, TimeProvider clock)
{
    public async Task<IReadOnlyList<string>> MakeAsync(NewAccount wanted)
    {
        if (AccountNames.Problem(wanted.UserName) is { } problem)
            return [problem];
        var name = AccountNames.Clean(wanted.UserName);
        var made = await users.CreateAsync(
            new Account
            {
                UserName = name,
                Role = wanted.Role,
                RegionCode = wanted.RegionCode,
                EnterpriseId = wanted.EnterpriseId,
                MustChangePassword = wanted.MustChangePassword,
                CreatedAt = clock.GetUtcNow().UtcDateTime,
                CreatedBy = wanted.CreatedBy,
            },
            wanted.Password);
        return made.Errors.Select(e => e.Code == nameof(IdentityErrorDescriber.DuplicateUserName) ? $"用户名“{name}”已经存在。" : e.Description).ToList();
    }
}
