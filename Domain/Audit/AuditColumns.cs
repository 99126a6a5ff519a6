using RiskReport.Domain.Tables;

namespace RiskReport.Domain.Audit;

/// <summary>The trail as a list. It holds all that is hashed, as it is hashed, so that anyone can compute the hashes again.</summary>
public static class AuditColumns
{
    public static readonly IReadOnlyList<TableColumn<AuditEntry>> All =
    [
        new("编号", ValueKind.Whole, 10, e => e.Number),
        new("时间(UTC)", ValueKind.Text, 26, e => e.Time),
        new("操作", ValueKind.Text, 22, e => AuditActionWords.Parse(e.Action)?.Word()),
        new("操作代码", ValueKind.Text, 26, e => e.Action),
        new("结果", ValueKind.Text, 9, e => e.Result),
        new("对象", ValueKind.Text, 34, e => e.Subject),
        new("地区", ValueKind.Text, 11, e => e.Region),
        new("账户", ValueKind.Text, 20, e => e.Account),
        new("角色", ValueKind.Text, 11, e => e.Role),
        new("账户地区", ValueKind.Text, 11, e => e.AccountRegion),
        new("来源", ValueKind.Text, 22, e => e.Source),
        new("此前SHA-256", ValueKind.Text, 66, e => e.HashBefore),
        new("此后SHA-256", ValueKind.Text, 66, e => e.HashAfter),
        new("上一条散列值", ValueKind.Text, 66, e => e.PreviousHash),
        new("散列值", ValueKind.Text, 66, e => e.Hash),
    ];
}
