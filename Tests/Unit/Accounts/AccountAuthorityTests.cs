using RiskReport.Domain.Accounts;

namespace RiskReport.Tests.Unit.Accounts;

[TestClass]
public sealed class AccountAuthorityTests
{
    private const string City = "3205", Kunshan = "320583", Taicang = "320585", Yushan = "320583100";

    private static readonly Role[] Roles = Enum.GetValues<Role>();

    /// <summary>Role by role, in the order of AccountDeed: what of an active, a waiting and an ended account of the own region.</summary>
    [TestMethod]
    [DataRow(Role.Enterprise, "", "")]
    [DataRow(Role.Township, "", "End Restore Password Unlock Sessions Factor Link Unlink")]
    [DataRow(Role.County, "", "End Restore Password Unlock Sessions Factor Link Unlink")]
    [DataRow(Role.City, "", "End Restore Password Unlock Sessions Factor Link Unlink")]
    [DataRow(Role.Auditor, "", "")]
    [DataRow(Role.Admin, "Make End Restore Password Link Unlink", "End Restore Password Link Unlink")]
    [DataRow(Role.Security, "Agree Refuse Move Unlock Sessions Factor", "Agree Refuse Unlock Sessions Factor")]
    public void Each_role_does_its_own_part_and_no_other(Role role, string toOffices, string toEnterprises)
    {
        var who = Who(role, City);

        Assert.AreEqual(toOffices, Deeds(who, Role.Township, Yushan));
        Assert.AreEqual(toEnterprises, Deeds(who, Role.Enterprise, Yushan));
    }

    [TestMethod]
    public void Nobody_reaches_beyond_his_region_or_upon_himself()
    {
        foreach (var role in Roles)
        {
            foreach (var whom in Roles)
            {
                Assert.AreEqual("", Deeds(Who(role, Kunshan), whom, City), $"{role} of a county, {whom} of the city");
                Assert.AreEqual("", Deeds(Who(role, Kunshan), whom, Taicang), $"{role} of a county, {whom} of another");
                foreach (var state in Enum.GetValues<AccountState>())
                    Assert.IsEmpty(AccountAuthority.Deeds(Who(role, City), new AccountStanding(1, whom, City, state)), $"{role} upon himself");
            }
        }
    }

    [TestMethod]
    public void No_role_alone_gives_rights_and_opens_the_account_that_has_them()
    {
        foreach (var role in Roles)
        {
            var deeds = Deeds(Who(role, City), Role.City, City).Split(' ');
            Assert.IsFalse(deeds.Contains("Make") && (deeds.Contains("Agree") || deeds.Contains("Move")), $"{role}");
            Assert.IsFalse((deeds.Contains("Password") || deeds.Contains("Link")) && (deeds.Contains("Factor") || deeds.Contains("Move")), $"{role}");
        }

        foreach (var deed in new[] { "Password", "Link" })
            Assert.DoesNotContain(deed, Deeds(Who(Role.Admin, City), Role.Security, City).Split(' '));
    }

    [TestMethod]
    [DataRow(City, Role.City, City, true)]
    [DataRow(City, Role.Admin, Kunshan, true)]
    [DataRow(City, Role.Township, Yushan, true)]
    [DataRow(City, Role.Township, Kunshan, false)]
    [DataRow(City, Role.County, City, false)]
    [DataRow(City, Role.Enterprise, Yushan, false)]
    [DataRow(Kunshan, Role.County, Kunshan, true)]
    [DataRow(Kunshan, Role.City, City, false)]
    [DataRow(City, Role.Security, City, false)]
    [DataRow(Kunshan, Role.County, Taicang, false)]
    public void An_account_stands_where_its_role_can_and_within_the_region_of_whoever_puts_it_there(string region, Role role, string place, bool may) =>
        Assert.AreEqual(may, AccountAuthority.MayStand(Who(Role.Security, region), role, place));

    [TestMethod]
    public void What_comes_back_waits_for_a_yes_unless_its_rights_come_with_an_enterprise()
    {
        Assert.AreEqual(AccountState.Waiting, AccountAuthority.AfterRestoring(Role.City));
        Assert.AreEqual(AccountState.Active, AccountAuthority.AfterRestoring(Role.Enterprise));
        Assert.IsTrue(AccountAuthority.IsKeeper(new AccountStanding(2, Role.Admin, City, AccountState.Active)));
        Assert.IsFalse(AccountAuthority.IsKeeper(new AccountStanding(2, Role.Admin, Kunshan, AccountState.Active)));
        Assert.IsFalse(AccountAuthority.IsKeeper(new AccountStanding(2, Role.City, City, AccountState.Active)));
    }

    private static OfficeMember Who(Role role, string region) => new(1, "who", new Office(role, region));

    private static string Deeds(OfficeMember who, Role role, string region) => string.Join(' ', Enum.GetValues<AccountState>()
        .SelectMany(s => AccountAuthority.Deeds(who, new AccountStanding(2, role, region, s))).Distinct().Order());
}
