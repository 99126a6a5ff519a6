namespace RiskReport.Domain.Accounts;

/// <summary>
/// The rows a caller may see: those of its region and, for an enterprise, its own only.
/// Every query carries it as parameters; a township code has nine digits, so a region is a range of them.
/// </summary>
public sealed record Scope(string RegionCode, long? EnterpriseId = null)
{
    /// <summary>The whole of what an installation holds, for what the program does by itself and the operator on the command line.</summary>
    public static readonly Scope City = new("3205");

    public string RegionFrom => RegionCode.PadRight(9, '0');

    public string RegionTo => RegionCode.PadRight(9, '9');

    public bool Covers(string regionCode) => regionCode.StartsWith(RegionCode, StringComparison.Ordinal);

    /// <summary>What is left of it within a region; null where nothing is.</summary>
    public Scope? Within(string regionCode) =>
        regionCode.StartsWith(RegionCode, StringComparison.Ordinal) ? this with { RegionCode = regionCode }
        : RegionCode.StartsWith(regionCode, StringComparison.Ordinal) ? this
        : null;
}

/// <summary>Who makes a change, from where and why; every write stores it.</summary>
public sealed record Actor(string Name, string From, string Reason)
{
    /// <summary>As what: the code of a role, or "client" for another system; nothing for the program itself and for the operator.</summary>
    public string Role { get; init; } = "";

    /// <summary>The region of the account, with as many digits as it has.</summary>
    public string RegionCode { get; init; } = "";
}
