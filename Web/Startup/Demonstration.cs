using Microsoft.AspNetCore.Identity;
using RiskReport.Data.Accounts;
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

    /// <summary>What the agent serves besides the enterprise that is still to report: the first of the city in each of these regions.</summary>
    private static readonly string[] AlsoServed = ["320583100", "320581"];

    private static readonly Actor Seeder = new("示例数据", "示例数据", "示例数据");

    private static readonly (string Name, Role Role, string Region)[] Offices =
    [
        ("demo-township", Role.Township, "320583100"),
        ("demo-county", Role.County, "320583"),
        ("demo-city", Role.City, "3205"),
        ("demo-auditor", Role.Auditor, "3205"),
        ("demo-admin", Role.Admin, "3205"),
        ("demo-security", Role.Security, "3205"),
    ];

    /// <summary>Only the accounts made now are answered outside Development: the other passwords are not known.</summary>
    public static async Task<IReadOnlyList<DemonstrationSignIn>> SeedAsync(IServiceProvider services, CancellationToken ct)
    {
        var city = services.GetRequiredService<CitySeed>();
        var year = ChinaTime.Today(services.GetRequiredService<TimeProvider>()).Year;
        await city.AddAsync(DemonstrationCity.Enterprises, DemonstrationCity.RisksPerEnterprise, year, DemonstrationCity.Seed, _ => { }, ct);
        var enterprise = await city.AddUnfiledAsync(DemonstrationCity.Unfiled, DemonstrationCity.LastYear, year, ct);

        var signIns = new List<DemonstrationSignIn>();
        var place = DemonstrationCity.Unfiled.TownshipCode;
        await AddAsync("demo-enterprise", Role.Enterprise, place, enterprise);
        await AddAsync("demo-agent", Role.Enterprise, place, enterprise, Capacity.Agent);
        foreach (var (name, role, region) in Offices)
            await AddAsync(name, role, region, null);
        await ServeAsync(services, "demo-agent", enterprise, ct);
        return signIns;

        async Task AddAsync(string name, Role role, string region, long? enterpriseId, Capacity capacity = Capacity.OwnStaff)
        {
            if (await MakeAsync(services, name, role, region, enterpriseId, capacity) is { } password)
                signIns.Add(new DemonstrationSignIn(capacity == Capacity.Agent ? "企业托管人员" : role.Word(), name, password));
        }
    }

    private static async Task ServeAsync(IServiceProvider services, string agent, long first, CancellationToken ct)
    {
        var memberships = services.GetRequiredService<MembershipStore>();
        var roll = services.GetRequiredService<RollLookup>();
        await using var scope = services.CreateAsyncScope();
        var account = await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().FindByNameAsync(agent)
            ?? throw new InvalidOperationException($"{agent} was made just now.");
        foreach (var region in AlsoServed)
        {
            if (await roll.FirstAsync(new Scope(region), first, ct) is { } enterprise && await memberships.FindAsync(account.Id, enterprise.Id, ct) is null)
                await memberships.AddAsync(account.Id, enterprise.Id, Capacity.Agent, Seeder, ct);
        }
    }

    private static async Task<string?> MakeAsync(IServiceProvider services, string name, Role role, string region, long? enterpriseId, Capacity capacity)
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
            Capacity = capacity,
            Password = password,
            MustChangePassword = !development,
            By = Seeder,
        });
        return problems is { Count: 0 } || development ? password : null;
    }
}
