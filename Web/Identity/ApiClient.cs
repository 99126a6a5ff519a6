using OpenIddict.EntityFrameworkCore.Models;

namespace RiskReport.Web.Identity;

/// <summary>A system that calls the API, or a program through which persons do. Its region is the scope of every query it makes.</summary>
public sealed class ApiClient : OpenIddictEntityFrameworkCoreApplication<long, ApiAuthorization, ApiToken>
{
    public string RegionCode { get; set; } = "";

    /// <summary>The hash of the secret before the last change, good until the client has been told the new one. A key before stands behind the new one in the set.</summary>
    public string? PreviousSecret { get; set; }
    public DateTime? PreviousSecretUntil { get; set; }

    /// <summary>It shows a signature instead of a secret.</summary>
    public bool HasKey => JsonWebKeySet is not null;
    public DateTime? EndedAt { get; set; }
    public DateTime ChangedAt { get; set; }
    public string ChangedBy { get; set; } = "";
    public string ChangedFrom { get; set; } = "";
    public string ChangeReason { get; set; } = "";
}

public sealed class ApiAuthorization : OpenIddictEntityFrameworkCoreAuthorization<long, ApiClient, ApiToken>;

public sealed class ApiToken : OpenIddictEntityFrameworkCoreToken<long, ApiClient, ApiAuthorization>;
