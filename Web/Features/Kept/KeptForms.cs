using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using RiskReport.Domain;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.Kept;

/// <summary>Says that a form was shown to this account, acting for this enterprise, on this page.</summary>
public sealed record KeptTicket(long AccountId, long? EnterpriseId, string Path, DateTimeOffset IssuedAt);

/// <summary>What was typed into a form whose session had ended, and where it was to go.</summary>
public sealed record KeptContent(KeptTicket Ticket, string Address, IReadOnlyList<KeyValuePair<string, string>> Fields, DateTimeOffset KeptAt);

/// <summary>
/// Nothing typed is lost when a session ends in between: the posted fields go to the sign-in page and come back after it.
/// <para>
/// The ticket keeps this from being a way around the antiforgery token. Another site can post to us too, and since its post brings
/// no cookie it looks just like an expired session; without a ticket we would hand a stranger's fields to whoever signs in next,
/// with a fresh token. Only our own page gives out a ticket, for one account, and it is sealed: a stranger has none
/// of the victim's, and with the stranger's own the fields are dropped when the victim signs in. In the end the person
/// still presses a button.
/// </para>
/// </summary>
public sealed class KeptForms(IDataProtectionProvider protection, TimeProvider clock)
{
    /// <summary>The input that carries the ticket, and at sign-in the content.</summary>
    public const string Name = "Kept";

    private const long MostBytes = 1 << 20;

    private const string Token = "__RequestVerificationToken";

    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private readonly IDataProtector tickets = protection.CreateProtector("RiskReport.Kept.Ticket");
    private readonly IDataProtector contents = protection.CreateProtector("RiskReport.Kept.Content");

    public string TicketFor(ClaimsPrincipal user, string path) => tickets.Protect(JsonSerializer.Serialize(
        new KeptTicket(user.AccountId(), user.Caller().Scope.EnterpriseId, path, clock.GetUtcNow()), StoredJson.Options));

    /// <summary>The ticket of a posted form, if it is ours, still young, and for the address posted to or one above it.</summary>
    public async Task<KeptTicket?> TicketOfAsync(HttpRequest request, bool isStranger, CancellationToken ct)
    {
        if (!HttpMethods.IsPost(request.Method) || !request.HasFormContentType || (isStranger && !IsShort(request)))
            return null;
        try
        {
            var form = await request.ReadFormAsync(ct);
            return Unsealed<KeptTicket>(tickets, form[Name]) is { } ticket
                && IsYoung(ticket.IssuedAt) && request.Path.StartsWithSegments(ticket.Path) ? ticket : null;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return null; // more values, or longer ones, than any of our forms has, or half a form
        }
    }

    /// <summary>The fields of the request, sealed, to be carried through the sign-in page. Call only with the request's own ticket.</summary>
    public string Seal(KeptTicket ticket, HttpRequest request)
    {
        var fields = request.Form.Where(f => f.Key is not (Name or Token))
            .SelectMany(f => f.Value, (f, value) => KeyValuePair.Create(f.Key, value ?? ""));
        var content = new KeptContent(ticket, request.Path + request.QueryString, fields.ToList(), clock.GetUtcNow());
        return contents.Protect(JsonSerializer.Serialize(content, StoredJson.Options));
    }

    public KeptContent? Open(string? content) =>
        Unsealed<KeptContent>(contents, content) is { } kept && IsYoung(kept.KeptAt) ? kept : null;

    /// <summary>A stranger's post is read no further, and no file of it.</summary>
    private static bool IsShort(HttpRequest request) => request.ContentLength <= MostBytes
        && request.ContentType!.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);

    private bool IsYoung(DateTimeOffset at) => clock.GetUtcNow() - at <= Lifetime;

    private static T? Unsealed<T>(IDataProtector protector, string? text) where T : class
    {
        if (string.IsNullOrEmpty(text))
            return null;
        try
        {
            return JsonSerializer.Deserialize<T>(protector.Unprotect(text), StoredJson.Options);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
