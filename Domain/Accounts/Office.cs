namespace RiskReport.Domain.Accounts;

/// <summary>The accounts of one role in one region. What is shared is shared within an office and no further.</summary>
public sealed record Office(Role Role, string RegionCode)
{
    public Scope Scope => new(RegionCode);
}

/// <summary>A person as one of an office, or of those who act for an enterprise.</summary>
public sealed record OfficeMember(long AccountId, string Name, Office Office, long? EnterpriseId = null);
