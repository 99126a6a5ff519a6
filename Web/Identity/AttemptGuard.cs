using System.Security.Cryptography;
using System.Text;
using RiskReport.Data.Accounts;

namespace RiskReport.Web.Identity;

/// <summary>
/// Slows down whoever guesses: a name with its password, a code, a client's secret or signature, which names there are. It never shuts an
/// account: the pause is for the network the guesses come from, and the person comes through from any network known of old.
/// </summary>
public sealed class AttemptGuard(AttemptStore attempts, IHttpContextAccessor http)
{
    public const string SignIn = "signin";
    public const string Code = "code";
    public const string Client = "client";
    public const string Activation = "activation";

    /// <summary>Whoever registers and is told that somebody has the user name.</summary>
    public const string Name = "name";

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
    /// For what is too long to be guessed, as a client's secret or signature, which programs show side by side and often, or a code on paper, and for a
    /// name that is taken: counted only when it was wrong, and only where it was, so that no stranger elsewhere holds anybody off. Null while a pause
    /// lasts: nothing must be looked at then.
    /// </summary>
    public async Task<LookedAttempt?> LookAsync(string purpose, string name, CancellationToken ct)
    {
        var by = new AttemptBy(purpose, Who(name), Networks.Of(http.HttpContext?.Connection.RemoteIpAddress));
        var (isHeld, hasFailed) = await attempts.LookAsync(by, isKnownHere: true, ct);
        return isHeld ? null : new LookedAttempt(by, hasFailed);
    }

    public async Task EndAsync(LookedAttempt attempt, bool isRight, CancellationToken ct)
    {
        if (!isRight)
            await attempts.BeginAsync(attempt.By, isKnownHere: true, ct);
        else if (attempt.HasFailed)
            await attempts.SucceededAsync(attempt.By, ct);
    }

    public Task SucceededAsync(AttemptBy by, CancellationToken ct) => attempts.SucceededAsync(by, ct);
}

/// <summary>What may be looked at; <see cref="AttemptGuard.EndAsync"/> is told whether it was right.</summary>
public sealed record LookedAttempt(AttemptBy By, bool HasFailed);
