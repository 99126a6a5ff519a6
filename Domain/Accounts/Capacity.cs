namespace RiskReport.Domain.Accounts;

/// <summary>As what a person acts for an enterprise. The numbers are stored; the codes stand in forms.</summary>
public enum Capacity
{
    OwnStaff = 1,
    Agent = 2,
}

public static class CapacityWords
{
    /// <summary>Stands behind an agent's name in every record.</summary>
    public const string AgentMark = "（托管）";

    public static string Word(this Capacity capacity) => capacity switch
    {
        Capacity.OwnStaff => "本企业人员",
        Capacity.Agent => "托管",
        _ => throw new ArgumentOutOfRangeException(nameof(capacity), capacity, null),
    };

    public static string Code(this Capacity capacity) => capacity switch
    {
        Capacity.OwnStaff => "staff",
        Capacity.Agent => "agent",
        _ => throw new ArgumentOutOfRangeException(nameof(capacity), capacity, null),
    };

    public static Capacity? Parse(string? code) =>
        Enum.GetValues<Capacity>().Where(c => c.Code() == code).Select(c => (Capacity?)c).FirstOrDefault();
}
