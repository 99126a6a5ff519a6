using System.Data.Common;
using Microsoft.Extensions.Time.Testing;
using RiskReport.Data.Accounts;
using RiskReport.Data.Audit;
using RiskReport.Data.Enterprises;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration;

/// <summary>What may be a city's is done in pieces: others get in between, and a kill leaves whole pieces only.</summary>
[TestClass]
public sealed class PiecesTests
{
    private const int Some = (YearStore.AtATime * 2) + 1;

    private static readonly FakeTimeProvider Clock = new(new DateTimeOffset(2026, 11, 10, 2, 0, 0, TimeSpan.Zero));

    private static readonly Actor Opener = new("系统", "后台", "年度开始");

    [TestMethod]
    public async Task A_year_that_is_killed_between_two_pieces_goes_on_and_is_opened_once()
    {
        await using var test = await CityAsync();
        await test.ScalarAsync<int>($"""
            CREATE TRIGGER Killed BEFORE INSERT ON Declaration WHEN NEW.CreditCode LIKE '%{YearStore.AtATime + 2}' BEGIN SELECT RAISE(ABORT, 'killed'); END; SELECT 0
            """);

        await Assert.ThrowsAsync<DbException>(() => OpenAsync(test, 2026));
        Assert.AreEqual(YearStore.AtATime, await DutiesAsync(test, 2026));
        Assert.AreEqual("2026 年度 1000 家", await EntriesAsync(test));
        await test.ScalarAsync<int>("DROP TRIGGER Killed; SELECT 0");

        Assert.AreEqual(Some - YearStore.AtATime, await OpenAsync(test, 2026));
        Assert.AreEqual(0, await OpenAsync(test, 2026));
        Assert.AreEqual(Some, await DutiesAsync(test, 2026));
        Assert.AreEqual("2026 年度 1000 家,2026 年度 1000 家,2026 年度 1 家", await EntriesAsync(test));
    }

    [TestMethod]
    public async Task Two_instances_open_a_year_together()
    {
        await using var test = await CityAsync();

        var added = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => OpenAsync(test, 2027))));

        Assert.AreEqual(Some, added.Sum());
        Assert.AreEqual(Some, await DutiesAsync(test, 2027));
    }

    [TestMethod]
    public async Task Attempts_and_sessions_that_are_over_go_in_pieces_and_those_of_one_instant_together()
    {
        await using var test = await TestDatabase.CreateAsync();
        await test.ScalarAsync<int>("""
            INSERT INTO Account (UserName, NormalizedUserName, EmailConfirmed, PhoneNumberConfirmed, TwoFactorEnabled, LockoutEnabled, AccessFailedCount, Role, RegionCode,
                MustChangePassword, CreatedAt, CreatedBy)
            VALUES ('a', 'A', 0, 0, 0, 0, 0, 2, '320583100', 0, '2026-01-01', 'test');
            WITH RECURSIVE n (I) AS (SELECT 1 UNION ALL SELECT I + 1 FROM n WHERE I < 1200)
            INSERT INTO Attempt (Who, Purpose, Network, Failures, LastAt) SELECT I, 'signin', '', 1, datetime('2026-11-01', I || ' seconds') FROM n;
            INSERT INTO Attempt (Who, Purpose, Network, Failures, LastAt) VALUES ('stays', 'signin', '', 1, '2026-11-10 01:59:00');
            WITH RECURSIVE n (I) AS (SELECT 1 UNION ALL SELECT I + 1 FROM n WHERE I < 1200)
            INSERT INTO AccountSession (Id, AccountId, Network, Device, StartedAt, StartedFrom, SeenAt) SELECT I, 1, '', '', '2026-01-01', '', '2026-01-01 00:00:00' FROM n;
            CREATE TRIGGER Killed BEFORE DELETE ON Attempt WHEN OLD.Who = '501' BEGIN SELECT RAISE(ABORT, 'killed'); END;
            SELECT 0
            """);
        var retention = new Retention(test.Database, Clock);

        await Assert.ThrowsAsync<DbException>(() => retention.RunAsync(TimeSpan.FromDays(1095), CancellationToken.None));
        Assert.AreEqual(701, await test.ScalarAsync<int>("SELECT COUNT(*) FROM Attempt"));
        await test.ScalarAsync<int>("DROP TRIGGER Killed; SELECT 0");

        Assert.AreEqual(700 + 1200, await retention.RunAsync(TimeSpan.FromDays(1095), CancellationToken.None));
        Assert.AreEqual("stays", await test.ScalarAsync<string>("SELECT GROUP_CONCAT(Who) FROM Attempt"));
        Assert.AreEqual(0, await test.ScalarAsync<int>("SELECT COUNT(*) FROM AccountSession"));
    }

    private static async Task<TestDatabase> CityAsync()
    {
        var test = await TestDatabase.CreateAsync();
        await test.ScalarAsync<int>($"""
            WITH RECURSIVE n (I) AS (SELECT 1 UNION ALL SELECT I + 1 FROM n WHERE I < {Some})
            INSERT INTO Enterprise (CreditCode, Name, TownshipCode, IndustryCode, DivisionCode, Scale, Address, LegalRepresentative,
                SafetyOfficer, Phone, Employees, Revenue, ChangedAt, ChangedBy, ChangedFrom, ChangeReason)
            SELECT printf('913205830%09d', I), 'x', '320583100', '3360', '33', 1, 'x', 'x', 'x', 'x', 10, 1500, '2026-01-05', 'test', 'test', 'test' FROM n;
            SELECT 0
            """);
        return test;
    }

    private static Task<int> OpenAsync(TestDatabase test, int year) =>
        new YearStore(test.Database, new AuditLog(test.Database, Clock), Clock).OpenAsync(year, Opener, CancellationToken.None);

    private static Task<int> DutiesAsync(TestDatabase test, int year) =>
        test.ScalarAsync<int>("SELECT COUNT(DISTINCT EnterpriseId) FROM Declaration WHERE Year = @Year AND Status = 0", new { Year = year });

    private static Task<string> EntriesAsync(TestDatabase test) =>
        test.ScalarAsync<string>("SELECT GROUP_CONCAT(Subject) FROM (SELECT Subject FROM AuditEntry WHERE Action = 'year.opened' ORDER BY Number)");
}
