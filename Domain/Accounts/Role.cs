namespace RiskReport.Domain.Accounts;

/// <summary>What a person may do. The numbers are stored; the codes stand on the command line.</summary>
public enum Role
{
    Enterprise = 1,
    Township = 2,
    County = 3,
    City = 4,
    Auditor = 5,
    Admin = 6,
    Security = 7,
}

public static class RoleWords
{
    public static string Word(this Role role) => role switch
    {
        Role.Enterprise => "企业安全管理人员",
        Role.Township => "镇(街道)办公室",
        Role.County => "县(市、区)应急管理部门",
        Role.City => "市应急管理部门",
        Role.Auditor => "审计员",
        Role.Admin => "系统管理员",
        Role.Security => "安全管理员",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
    };

    /// <summary>How long the code of the role's region is: a city has four digits, a county six, a township nine.</summary>
    public static IReadOnlyList<int> RegionLengths(this Role role) => role switch
    {
        Role.Enterprise or Role.Township => [9],
        Role.County => [6],
        Role.City => [4],
        _ => [4, 6],
    };

    public static string Code(this Role role) => role.ToString().ToLowerInvariant();

    public static Role? Parse(string? code) =>
        Enum.GetValues<Role>().Where(r => r.Code() == code).Select(r => (Role?)r).FirstOrDefault();
}
