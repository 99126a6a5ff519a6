using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using RiskReport.Web.Features.Api;

namespace RiskReport.Web.Identity;

/// <summary>
/// Another system wants the person to have signed in after a moment, which stands in the address that the sign-in page leads back to. The session
/// there is stays until then, so that a link ends nobody's. Whoever changes the moment deceives nobody: the id_token says when the person has signed in.
/// </summary>
internal static class FreshSignIn
{
    public const string Since = "signed_in_since";

    /// <summary>Null where the address leads elsewhere, or none is wanted.</summary>
    public static DateTimeOffset? WantedBy(string? returnUrl) =>
        returnUrl?.StartsWith(ConnectController.AuthorizePage + "?", StringComparison.Ordinal) is true
            ? Read(QueryHelpers.ParseQuery(returnUrl[ConnectController.AuthorizePage.Length..]).GetValueOrDefault(Since)) : null;

    public static DateTimeOffset? Read(string? milliseconds) =>
        long.TryParse(milliseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(number) : null;
}
