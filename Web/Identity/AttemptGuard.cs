using System.Security.Cryptography;
using System.Text;
using RiskReport.Data.Accounts;

namespace RiskReport.Web.Identity;

/// <summary>
/// Slows down whoever guesses: a name with its password, a code, a client's secret or signature. It never shuts an account: the pause is for
/// the network the guesses come from, and the person comes through from any network known of old.
/// </summary>
public sealed class AttemptGuard(AttemptStore attempts, IHttpContextAccessor http)
{
    public const string SignIn = "signin";
    public const string Code = "code";
    public const string Client = "client";

    /// <summary>Whoever has mail sent to somebody; that counts whatever comes of it.</summary>
    public const string Mail = "mail";

    /// <summary>Names are kept as hashes: whoever mistypes a password into the name leaves nothing behind.</summary>
    public static string Who(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));

    /// <summary>Null while a pause lasts: nothing must be looked at then. Otherwise what is to be told of success.</summary>
    public async Task<AttemptBy?> BeginAsync(string purpose, string name, CancellationToken ct)
    {
        var by = new AttemptBy(purpose, Who(name), Networks.Of(http.HttpContext?.Connection.RemoteIpAddress));
        var isKnown = await attempts.IsKnownAsync(name, by.Network, ct);
        return await attempts.BeginAsync(by, isKnown, ct) ? by : null;
    }

    /// <summary>
    /// For a client's secret or signature, which are too long to be guessed and are shown by programs, side by side and often: counted only when it was
    /// wrong, and only where it was, so that no stranger elsewhere holds a program off. Null while a pause lasts: nothing must be looked at then.
    /// </summary>
    public async Task<ClientAttempt?> LookAsync(string clientId, CancellationToken ct)
    {
        var by = new AttemptBy(Client, Who(clientId), Networks.Of(http.HttpContext?.Connection.RemoteIpAddress));
        var (isHeld, hasFailed) = await attempts.LookAsync(by, isKnownHere: true, ct);
        return isHeld ? null : new ClientAttempt(by, hasFailed);
    }

    public async Task EndAsync(ClientAttempt attempt, bool isRight, CancellationToken ct)
    {
        if (!isRight)
            await attempts.BeginAsync(attempt.By, isKnownHere: true, ct);
        else if (attempt.HasFailed)
            await attempts.SucceededAsync(attempt.By, ct);
    }

    public Task SucceededAsync(AttemptBy by, CancellationToken ct) => attempts.SucceededAsync(by, ct);
}

/// <summary>What a client shows of itself; <see cref="AttemptGuard.EndAsync"/> is told whether it was right.</summary>
public sealed record ClientAttempt(AttemptBy By, bool HasFailed);
