using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;

namespace RiskReport.Web.Identity;

/// <summary>Says, sealed, that somebody has given the right password, or is known to the service outside, and owes the code. It is good for the account as it was then.</summary>
public sealed class SecondStep(IDataProtectionProvider protection, UserManager<Account> users, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly IDataProtector tickets = protection.CreateProtector("RiskReport.SecondStep");

    public string Seal(Account account, bool isExternal) => tickets.Protect(JsonSerializer.Serialize(
        new Ticket(account.UserName!, account.SecurityStamp!, isExternal, clock.GetUtcNow()), StoredJson.Options));

    public async Task<(Account Account, bool IsExternal)?> OpenAsync(string? ticket)
    {
        try
        {
            return !string.IsNullOrEmpty(ticket) && JsonSerializer.Deserialize<Ticket>(tickets.Unprotect(ticket), StoredJson.Options) is { } open
                && clock.GetUtcNow() - open.At <= Lifetime
                && await users.FindByNameAsync(open.Name) is { State: AccountState.Active } account && account.SecurityStamp == open.Stamp ? (account, open.IsExternal) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private sealed record Ticket(string Name, string Stamp, bool IsExternal, DateTimeOffset At);
}
