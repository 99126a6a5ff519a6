using Dapper;
using RiskReport.Domain.Accounts;

namespace RiskReport.Data;

/// <summary>Who asks, as one of an office, as SQL. What is shared is the office's, the rest its own person's; neither leaves the office.</summary>
internal static class OfficeSql
{
    public const string OfJob = "j.OfficeRole = @OfficeRole AND j.RegionCode = @RegionCode AND (j.OwnerId = @AccountId OR j.IsShared = 1)";

    /// <summary>An enterprise's own, or the office's; each is found by an index of its own.</summary>
    public const string OfNotice = """
        (n.EnterpriseId = @EnterpriseId
            OR (n.EnterpriseId IS NULL AND n.OfficeRole = @OfficeRole AND n.RegionCode = @RegionCode AND (n.AccountId = @AccountId OR n.AccountId IS NULL)))
        """;

    public static DynamicParameters Parameters(this OfficeMember member, object others)
    {
        var all = new DynamicParameters(others);
        all.AddDynamicParams(new { member.AccountId, member.EnterpriseId, OfficeRole = member.Office.Role, member.Office.RegionCode });
        return all;
    }
}
