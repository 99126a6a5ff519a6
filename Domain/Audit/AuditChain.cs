namespace RiskReport.Domain.Audit;

public enum AuditFaultKind
{
    /// <summary>Not what was entered.</summary>
    Changed,

    /// <summary>Taken out of the middle.</summary>
    Missing,

    /// <summary>Not in the place where it was entered.</summary>
    Reordered,

    /// <summary>Cut off at the end.</summary>
    Truncated,

    /// <summary>In itself in order, but not what an anchor signed.</summary>
    NotAnchored,

    /// <summary>The trail is in order as far as anything tells; but anchors that have been counted are not there any more.</summary>
    AnchorsGone,
}

/// <summary>The first entry that is not in order, and why.</summary>
public sealed record AuditFault(long Number, AuditFaultKind Kind, string Why);

/// <summary>Walks along the trail from its first entry, one by one, and knows nothing but the entry before.</summary>
public sealed class AuditChain(IReadOnlyList<AuditAnchor> anchors)
{
    private readonly ILookup<long, AuditAnchor> byNumber = anchors.ToLookup(a => a.Number);
    private AuditEntry? last;

    public long Number => last?.Number ?? 0;

    public string Hash => last?.Hash ?? AuditEntry.Beginning;

    /// <param name="isThere">Whether an entry of this hash stands anywhere; asked only where the chain is broken.</param>
    public AuditFault? Next(AuditEntry entry, Func<string, bool> isThere)
    {
        if (entry.Number != Number + 1)
            return new AuditFault(Number + 1, AuditFaultKind.Missing, $"第 {Number + 1} 条缺失，其后是第 {entry.Number} 条。");
        var isWhole = entry.ComputeHash() == entry.Hash;
        if (entry.PreviousHash != Hash)
            return Broken(entry, isWhole, isThere);
        if (!isWhole)
            return new AuditFault(entry.Number, AuditFaultKind.Changed, $"第 {entry.Number} 条被改动：内容与它的散列值不符。");
        if (byNumber[entry.Number].FirstOrDefault(a => a.Hash != entry.Hash) is { } anchor)
            return new AuditFault(entry.Number, AuditFaultKind.NotAnchored, $"第 {entry.Number} 条与 {Time(anchor)} 签名的锚点不符：它或它以前的记录被整段改写。");
        last = entry;
        return null;
    }

    /// <summary>When there is no further entry.</summary>
    public AuditFault? End() => anchors.Where(a => a.Number > Number).MinBy(a => a.Number) is { } beyond
        ? new AuditFault(Number + 1, AuditFaultKind.Truncated, $"第 {Number + 1} 条起被截去：{Time(beyond)} 时已有 {beyond.Number} 条。")
        : null;

    private AuditFault Broken(AuditEntry entry, bool isWhole, Func<string, bool> isThere)
    {
        if (isWhole && last is not null)
            return new AuditFault(last.Number, AuditFaultKind.Changed, $"第 {last.Number} 条被改写：第 {entry.Number} 条接续的不是它现在的散列值。");
        return isThere(entry.PreviousHash)
            ? new AuditFault(entry.Number, AuditFaultKind.Reordered, $"第 {entry.Number} 条的次序被调换：它接续的记录在别处。")
            : new AuditFault(entry.Number, AuditFaultKind.Missing, $"第 {entry.Number} 条被删去，其后的记录改了编号：它接续的记录已不存在。");
    }

    private static string Time(AuditAnchor anchor) => $"{ChinaTime.FromUtc(anchor.At):yyyy-MM-dd HH:mm}";
}
