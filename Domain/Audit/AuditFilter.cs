namespace RiskReport.Domain.Audit;

/// <summary>Which entries an auditor asks for. Days are those of Asia/Shanghai, both included.</summary>
public sealed record AuditFilter
{
    public DateOnly? From { get; init; }
    public DateOnly? To { get; init; }
    public string? Account { get; init; }
    public AuditAction? Action { get; init; }
    public bool? IsRefused { get; init; }

    /// <summary>How the subject begins, such as a credit code.</summary>
    public string? Subject { get; init; }

    public string InWords()
    {
        string?[] parts =
        [
            From is { } from ? $"{from:yyyy-MM-dd} 起" : null,
            To is { } to ? $"{to:yyyy-MM-dd} 止" : null,
            Account is { } account ? $"账户 {account}" : null,
            Action is { } action ? $"操作 {action.Word()}" : null,
            IsRefused is { } refused ? refused ? "未成功的" : "成功的" : null,
            Subject is { } subject ? $"对象以“{subject}”开头" : null,
        ];
        return string.Join("，", parts.OfType<string>()) is { Length: > 0 } words ? words : "全部";
    }
}
