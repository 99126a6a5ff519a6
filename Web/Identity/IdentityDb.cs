using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpenIddict.EntityFrameworkCore;

namespace RiskReport.Web.Identity;

/// <summary>
/// The tables that ASP.NET Core Identity and OpenIddict own, and no others; their text stands in database/migrations.
/// A test holds this model against it.
/// </summary>
public sealed class IdentityDb(DbContextOptions<IdentityDb> options) : IdentityUserContext<Account, long>(options)
{
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<Account>(Describe);
        builder.Entity<IdentityUserClaim<long>>(claim =>
        {
            claim.ToTable("AccountClaim");
            claim.Property(c => c.ClaimType).HasMaxLength(400);
            claim.Property(c => c.ClaimValue).HasMaxLength(400);
        });
        builder.Entity<IdentityUserLogin<long>>(login =>
        {
            login.ToTable("AccountLogin");
            login.Property(l => l.LoginProvider).HasMaxLength(128);
            login.Property(l => l.ProviderKey).HasMaxLength(128);
            login.Property(l => l.ProviderDisplayName).HasMaxLength(200);
        });
        builder.Entity<IdentityUserToken<long>>(token =>
        {
            token.ToTable("AccountToken");
            token.Property(t => t.LoginProvider).HasMaxLength(128);
            token.Property(t => t.Name).HasMaxLength(128);
        });

        // without the scopes: those of the API are fixed, see ApiScopes
        builder.ApplyConfiguration(new OpenIddictEntityFrameworkCoreApplicationConfiguration<ApiClient, ApiAuthorization, ApiToken, long>());
        builder.ApplyConfiguration(new OpenIddictEntityFrameworkCoreAuthorizationConfiguration<ApiAuthorization, ApiClient, ApiToken, long>());
        builder.ApplyConfiguration(new OpenIddictEntityFrameworkCoreTokenConfiguration<ApiToken, ApiClient, ApiAuthorization, long>());
        builder.Entity<ApiClient>(Describe);
        builder.Entity<ApiAuthorization>(authorization =>
        {
            authorization.ToTable("ApiAuthorization");
            authorization.Property(a => a.CreationDate).HasPrecision(3);
        });
        builder.Entity<ApiToken>(token =>
        {
            token.ToTable("ApiToken");
            token.Property(t => t.CreationDate).HasPrecision(3);
            token.Property(t => t.ExpirationDate).HasPrecision(3);
            token.Property(t => t.RedemptionDate).HasPrecision(3);
        });
    }

    private static void Describe(EntityTypeBuilder<ApiClient> client)
    {
        client.ToTable("ApiClient");
        client.Property(c => c.ClientId).IsRequired();
        client.Property(c => c.RegionCode).HasMaxLength(9);
        client.Property(c => c.PreviousSecret).HasMaxLength(400);
        client.Property(c => c.PreviousSecretUntil).HasPrecision(3);
        client.Property(c => c.EndedAt).HasPrecision(3);
        client.Property(c => c.ChangedAt).HasPrecision(3);
        client.Property(c => c.ChangedBy).HasMaxLength(100);
        client.Property(c => c.ChangedFrom).HasMaxLength(100);
        client.Property(c => c.ChangeReason).HasMaxLength(400);
    }

    private static void Describe(EntityTypeBuilder<Account> account)
    {
        account.ToTable("Account");
        account.Property(a => a.UserName).IsRequired();
        account.Property(a => a.NormalizedUserName).IsRequired();
        account.Property(a => a.PasswordHash).HasMaxLength(400);
        account.Property(a => a.SecurityStamp).HasMaxLength(100);
        account.Property(a => a.ConcurrencyStamp).HasMaxLength(100);
        account.Property(a => a.PhoneNumber).HasMaxLength(30);
        account.Property(a => a.RegionCode).HasMaxLength(9);
        account.Property(a => a.CreatedBy).HasMaxLength(100);
        account.Property(a => a.CreatedAt).HasPrecision(3);
        account.Property(a => a.PasswordSetAt).HasPrecision(3);
    }
}
