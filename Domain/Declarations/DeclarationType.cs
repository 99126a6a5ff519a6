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

    /// <summary>The name in commands, addresses and JSON.</summary>
    public static string Code(this DeclarationType type) => type switch
    {
        DeclarationType.First => "first",
        DeclarationType.Periodic => "periodic",
        DeclarationType.Change => "change",
        DeclarationType.NilConfirmation => "nil",
        DeclarationType.WriteOff => "writeOff",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    /// <summary>Reads the code or the Chinese word.</summary>
    public static DeclarationType? Parse(string? text) => Enum.GetValues<DeclarationType>()
        .Where(t => string.Equals(t.Code(), text, StringComparison.OrdinalIgnoreCase) || t.Word() == text)
        .Select(t => (DeclarationType?)t)
        .FirstOrDefault();
}
