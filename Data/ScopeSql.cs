using Dapper;
using RiskReport.Domain.Accounts;

namespace RiskReport.Data;

/// <summary>The caller's scope as SQL: its region as a range of township codes and, for an enterprise, its own rows only.</summary>
internal static class ScopeSql
{
    public const string OfEnterprise =
        "e.TownshipCode BETWEEN @RegionFrom AND @RegionTo AND (@OwnEnterpriseId IS NULL OR e.Id = @OwnEnterpriseId)";

    public const string OfDeclaration =
        "d.TownshipCode BETWEEN @RegionFrom AND @RegionTo AND (@OwnEnterpriseId IS NULL OR d.EnterpriseId = @OwnEnterpriseId)";

    /// <summary>Where reports are named: SQLite would enter an index by the townships beside a year, and go through a whole region for every few of them.</summary>
    public const string OfNamedDeclaration = $"CASE WHEN {OfDeclaration} THEN 1 END = 1";

    /// <summary>For UPDATE, which knows no alias on both databases.</summary>
    public const string OfThisDeclaration =
        "TownshipCode BETWEEN @RegionFrom AND @RegionTo AND (@OwnEnterpriseId IS NULL OR EnterpriseId = @OwnEnterpriseId)";

    public const string OfThisEnterprise =
        "TownshipCode BETWEEN @RegionFrom AND @RegionTo AND (@OwnEnterpriseId IS NULL OR Id = @OwnEnterpriseId)";

    public static DynamicParameters Parameters(this Scope scope, object others)
    {
        var all = new DynamicParameters(others);
        all.AddDynamicParams(new { scope.RegionFrom, scope.RegionTo, OwnEnterpriseId = scope.EnterpriseId });
        return all;
    }
}
