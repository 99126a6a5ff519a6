namespace RiskReport.Domain.Declarations;

/// <summary>Why a report is filed (Order 140; §1.4 of the reporting rules). The numbers are stored.</summary>
public enum DeclarationType
{
    First = 1,
    Periodic = 2,
    Change = 3,
    NilConfirmation = 4,
    WriteOff = 5,
}

public static class DeclarationTypeWords
{
    public static string Word(this DeclarationType type) => type switch
    {
        DeclarationType.First => "首次",
        DeclarationType.Periodic => "定期",
        DeclarationType.Change => "变更",
        DeclarationType.NilConfirmation => "零风险确认",
        DeclarationType.WriteOff => "核销",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };
}
