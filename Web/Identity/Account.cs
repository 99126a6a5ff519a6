using Microsoft.AspNetCore.Identity;
using RiskReport.Domain.Accounts;

namespace RiskReport.Web.Identity;

/// <summary>A person who may sign in, with the one role and the one region that person has.</summary>
public sealed class Account : IdentityUser<long>
{
    public required Role Role { get; set; }
    public required string RegionCode { get; set; }
    public long? EnterpriseId { get; set; }
    public AccountState State { get; set; } = AccountState.Active;
    public bool MustChangePassword { get; set; }

    /// <summary>One that the person has chosen, and so knows; a one-time password may never have reached whoever came without it.</summary>
    public bool HasOwnPassword => PasswordHash is not null && !MustChangePassword;

    public DateTime? PasswordSetAt { get; set; }
    public required DateTime CreatedAt { get; set; }
    public required string CreatedBy { get; set; }
}
