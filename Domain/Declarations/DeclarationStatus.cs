namespace RiskReport.Domain.Declarations;

/// <summary>Where the yearly report of an enterprise stands. The numbers are stored.</summary>
public enum DeclarationStatus
{
    NotFiled = 0,
    Draft = 1,
    Submitted = 2,
    Returned = 3,
    Accepted = 4,
    WrittenOff = 5,
}

public static class DeclarationStatusWords
{
    /// <summary>All but those that owe nothing any more.</summary>
    public static readonly IReadOnlyList<DeclarationStatus> Owing = [.. Enum.GetValues<DeclarationStatus>().Where(s => s != DeclarationStatus.WrittenOff)];

    public static string Word(this DeclarationStatus status) => status switch
    {
        DeclarationStatus.NotFiled => "未报告",
        DeclarationStatus.Draft => "草稿",
        DeclarationStatus.Submitted => "已提交",
        DeclarationStatus.Returned => "退回",
        DeclarationStatus.Accepted => "已接受",
        DeclarationStatus.WrittenOff => "核销",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    /// <summary>The name in commands, addresses and JSON.</summary>
    public static string Code(this DeclarationStatus status) => status switch
    {
        DeclarationStatus.NotFiled => "notFiled",
        DeclarationStatus.Draft => "draft",
        DeclarationStatus.Submitted => "submitted",
        DeclarationStatus.Returned => "returned",
        DeclarationStatus.Accepted => "accepted",
        DeclarationStatus.WrittenOff => "writtenOff",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    /// <summary>Reads the code or the Chinese word.</summary>
    public static DeclarationStatus? Parse(string? text) =>
        Enum.GetValues<DeclarationStatus>()
            .Where(s => string.Equals(s.Code(), text, StringComparison.OrdinalIgnoreCase) || s.Word() == text)
            .Select(s => (DeclarationStatus?)s)
            .FirstOrDefault();
}
