using RiskReport.Domain.Fields;
using RiskReport.Domain.Grading;

namespace RiskReport.Domain.Declarations;

/// <summary>Why an enterprise no longer reports. The numbers are stored.</summary>
public enum WriteOffKind
{
    Closed = 1,
    Moved = 2,
    Merged = 3,
}

public static class WriteOffKindWords
{
    public static string Word(this WriteOffKind kind) => kind switch
    {
        WriteOffKind.Closed => "关闭或停产",
        WriteOffKind.Moved => "搬迁",
        WriteOffKind.Merged => "合并",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}

/// <summary>A change as it stood when the application came, with what had been filed of it.</summary>
public sealed record InterruptedChange(DeclarationStatus Status, RiskColour? Colour, DateTime? At, string? Filed)
{
    public static InterruptedChange? Of(Declaration declaration) =>
        declaration is { IsChange: true, PendingStatus: { } status } ? new(status, declaration.PendingColour, declaration.PendingAt, declaration.Pending) : null;
}

/// <summary>An application to be taken off the duty to report (核销).</summary>
public sealed record WriteOff(WriteOffKind Kind, DateOnly On, string Detail, string? Successor)
{
    public const int LongestDetail = 300;

    /// <summary>What goes on where the application comes to nothing.</summary>
    public InterruptedChange? Interrupted { get; init; }

    public string Text => $"{Kind.Word()}，{On:yyyy-MM-dd}{(Successor is null ? "" : $"，并入 {Successor}")}：{Detail}";

    /// <summary>What is typed, checked; every problem by the name of its input.</summary>
    public static (WriteOff? WriteOff, IReadOnlyList<(string Name, string Message)> Problems) Read(string? kind, string? on, string? detail, string? successor, string ownCode, DateOnly today)
    {
        var problems = new List<(string, string)>();
        var chosen = Enum.GetValues<WriteOffKind>().Where(k => k.Word() == kind).Select(k => (WriteOffKind?)k).FirstOrDefault();
        if (chosen is null)
            problems.Add(("Kind", "请选择核销原因：关闭或停产、搬迁或合并。"));
        if (!DateOnly.TryParseExact(Normal.Text(on ?? ""), "yyyy-MM-dd", out var day) || day > today || day.Year < 2000)
            problems.Add(("On", $"请填写发生日期，例如 {today:yyyy-MM-dd}，不能晚于今天。"));
        var text = Normal.Text(detail ?? "");
        if (text.Length is 0 or > LongestDetail)
            problems.Add(("Detail", $"请说明情况（不超过 {LongestDetail} 个字），搬迁的写明新地址。"));
        var code = Normal.Code(successor ?? "");
        if (chosen == WriteOffKind.Merged && (!CreditCode.IsValid(code) || code == ownCode))
            problems.Add(("Successor", "合并的，请填写合并后企业的 18 位统一社会信用代码，校验位应正确，且不是本企业的代码。"));
        return problems.Count > 0 ? (null, problems) : (new WriteOff(chosen!.Value, day, text, chosen == WriteOffKind.Merged ? code : null), problems);
    }
}
