using Microsoft.Extensions.DependencyInjection;
using RiskReport.Data.Accounts;
using RiskReport.Domain.Accounts;

namespace RiskReport.Tests.Support;

/// <summary>Who acts for which enterprise, as an office or a colleague would have arranged it.</summary>
internal static class Memberships
{
    private static readonly Actor Somebody = new("test", "test", "test");

    public static async Task<long> AccountIdAsync(this TestApp app, string name) =>
        await app.Database.ScalarAsync<long>("SELECT Id FROM Account WHERE UserName = @Name", new { Name = name });

    public static async Task ServesAsync(this TestApp app, string name, long enterpriseId, Capacity capacity = Capacity.Agent) =>
        await app.Services.GetRequiredService<MembershipStore>().AddAsync(await app.AccountIdAsync(name), enterpriseId, capacity, Somebody, CancellationToken.None);

    public static async Task NoLongerServesAsync(this TestApp app, string name, long enterpriseId) => Assert.IsTrue(
        await app.Services.GetRequiredService<MembershipStore>().EndAsync(await app.AccountIdAsync(name), enterpriseId, Somebody, CancellationToken.None));

    /// <summary>A person who acts as an agent for each of these, and is at work for the first.</summary>
    public static async Task<string> AgentAsync(this TestApp app, params long[] enterprises)
    {
        var name = await app.AddAccountAsync(Role.Enterprise, enterpriseId: enterprises[0], capacity: Capacity.Agent);
        foreach (var enterprise in enterprises.Skip(1))
            await app.ServesAsync(name, enterprise);
        return name;
    }
}
