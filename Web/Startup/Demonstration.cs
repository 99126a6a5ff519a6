using RiskReport.Data.Seeding;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Startup;

/// <summary>A sign-in of the demonstration, to be printed.</summary>
internal sealed record DemonstrationSignIn(string Role, string UserName, string Password);

/// <summary>
/// The demonstration city with one account per role. Development starts with it; elsewhere it comes only by
/// <c>seed demo</c>, and then with passwords that nobody knows beforehand.
/// </summary>
internal static class Demonstration
{
    private const string KnownPassword = "Suzhou@2026demo";

    private static readonly (string Name, Role Role, string Region)[] Offices =
    [
        ("demo-township", Role.Township, "320583100"),
        ("demo-county", Role.County, "320583"),
        ("demo-city", Role.City, "3205"),
        ("demo-auditor", Role.Auditor, "3205"),
        ("demo-admin", Role.Admin, "3205"),
    ];

    /// <summary>Only the accounts made now are answered outside Development: the other passwords are not known.</summary>
    public static async Task<IReadOnlyList<DemonstrationSignIn>> SeedAsync(IServiceProvider services, CancellationToken ct)
    {
        var city = services.GetRequiredService<CitySeed>();
        var year = ChinaTime.Today(services.GetRequiredService<TimeProvider>()).Year;
        await city.AddAsync(DemonstrationCity.Enterprises, DemonstrationCity.RisksPerEnterprise, year, DemonstrationCity.Seed, _ => { }, ct);
        var enterprise = await city.AddUnfiledAsync(DemonstrationCity.Unfiled, year, ct);

        var signIns = new List<DemonstrationSignIn>();
        foreach (var (name, role, region) in Offices.Prepend(("demo-enterprise", Role.Enterprise, DemonstrationCity.Unfiled.TownshipCode)))
        {
            if (await MakeAsync(services, name, role, region, role == Role.Enterprise ? enterprise : null) is { } password)
                signIns.Add(new DemonstrationSignIn(role.Word(), name, password));
        }

        return signIns;
    }

    private static async Task<string?> MakeAsync(IServiceProvider services, string name, Role role, string region, long? enterpriseId)
    {
        var development = services.GetRequiredService<IHostEnvironment>().IsDevelopment();
        var password = development ? KnownPassword : OneTimePassword.New();
        await using var scope = services.CreateAsyncScope();
        var problems = await scope.ServiceProvider.GetRequiredService<AccountMaker>().MakeAsync(new NewAccount
        {
            UserName = name,
            Role = role,
            RegionCode = region,
            EnterpriseId = enterpriseId,
            Password = password,
            MustChangePassword = !development,
            CreatedBy = "示例数据",
        });
        return problems is { Count: 0 } || development ? password : null;
    }
}
