using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OpenIddict.Validation.AspNetCore;
using RiskReport.Data;
using RiskReport.Web.Features.Api;
using RiskReport.Web.Features.Kept;
using RiskReport.Web.Identity;
using RiskReport.Web.Sealing;

namespace RiskReport.Web.Startup;

internal static class Accounts
{
    public static void AddAccounts(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.AddDbContext<IdentityDb>((provider, options) =>
        {
            var database = provider.GetRequiredService<Database>();
            if (database.IsSqlite)
                options.UseSqlite(database.ConnectionString);
            else
                options.UseSqlServer(database.ConnectionString, o => o.MaxBatchSize(1)); // EF would batch identity inserts with MERGE
        });

        // before AddIdentityCore, which adds its own only where there is none
        services.AddSingleton<ILookupNormalizer, AccountNames>();
        services.AddSingleton(PasswordRules.Configured(configuration));
        services.AddSingleton<PasswordRules>();
        services.AddSingleton<IPasswordValidator<Account>>(p => p.GetRequiredService<PasswordRules>());
        services.AddSingleton<IPasswordHasher<Account>>(p => new SuiteHasher(Cryptography.Suite(configuration), p.GetRequiredService<IOptions<PasswordHasherOptions>>()));
        services.AddScoped<IUserClaimsPrincipalFactory<Account>, AccountClaims>();
        services.AddIdentityCore<Account>(o => o.User.AllowedUserNameCharacters = "") // AccountNames decides
            .AddEntityFrameworkStores<IdentityDb>()
            .AddSignInManager();
        services.AddScoped<AccountMaker>();
        services.AddScoped<AccountAudit>();
        services.AddHttpContextAccessor();
        services.AddSingleton<AttemptGuard>();
        services.AddSingleton(new RequiredFactors(configuration));
        services.AddSingleton<SecondFactors>();
        services.AddScoped<SecondStep>();
        services.AddScoped<PasswordSignIn>();
        services.AddScoped<PersonProof>();
        services.AddScoped<PasswordChange>();
        services.AddScoped<PasswordReset>();
        services.AddScoped<CurrentEnterprise>();
        services.AddSingleton<KeptForms>();

        services.AddAuthentication(IdentityConstants.ApplicationScheme)
            .AddCookie(IdentityConstants.ApplicationScheme, o => Configure(o, configuration, environment));
        var external = ExternalSignIn.Read(configuration);
        services.AddSingleton(external);
        if (external.IsConfigured)
            ExternalScheme.Add(services.AddAuthentication(), external, configuration, environment);
        Policies.Add(services.AddAuthorizationBuilder());
    }

    private static void Configure(CookieAuthenticationOptions options, IConfiguration configuration, IHostEnvironment environment)
    {
        options.Cookie = new SafeCookie("riskreport", configuration, environment);
        options.ExpireTimeSpan = SessionGuard.Idle;
        options.SlidingExpiration = true;
        // a call that there is, by another verb, has no policy of its own: it is for whoever has a token, and refused as 405
        options.ForwardDefaultSelector = context => context.GetEndpoint() is not null && ApiProblems.Concerns(context.Request.Path)
            ? OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme : null;
        options.LoginPath = "/signin";
        options.ReturnUrlParameter = "returnUrl";
        options.Events.OnSigningIn = SessionGuard.SigningInAsync;
        options.Events.OnValidatePrincipal = SessionGuard.ValidateAsync;
        // else who was idle in the first half of the time would be out after the second
        options.Events.OnCheckSlidingExpiration = context =>
        {
            context.ShouldRenew |= context.ElapsedTime > SessionGuard.Renewed;
            return Task.CompletedTask;
        };
        options.Events.OnRedirectToLogin = ExpiredSession.AnswerAsync;
        options.Events.OnRedirectToAccessDenied = context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden; // the error page of this very address, not another one
            return Task.CompletedTask;
        };
    }
}
