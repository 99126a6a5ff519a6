namespace RiskReport.Domain.Audit;

/// <summary>What is not in order with a filed version.</summary>
public enum VersionFaultKind
{
    /// <summary>Its content is not what its hash says.</summary>
    ContentChanged,

    /// <summary>Its hash alone: the content is what the trail says.</summary>
    HashChanged,

    /// <summary>Content and hash go together, but the trail says something else.</summary>
    BothChanged,

    /// <summary>The trail knows nothing of it, though it has entered what was filed before.</summary>
    NotEntered,

    /// <summary>It is as it was filed and in force, but roster and map show another grade.</summary>
    GradeChanged,
}

/// <summary>Holds a version against its hash and against what the trail says of it.</summary>
public static class VersionCheck
{
    /// <param name="stored">The hash that stands beside the content.</param>
    /// <param name="found">Of the content; empty where it cannot even be unpacked.</param>
    /// <param name="entered">What the trail says; null where it says nothing.</param>
    /// <param name="isKept">Whether the trail had begun when it was filed.</param>
    public static VersionFaultKind? Fault(string stored, string found, string? entered, bool isKept) =>
        found != stored ? found == entered ? VersionFaultKind.HashChanged : VersionFaultKind.ContentChanged
        : entered is null ? isKept ? VersionFaultKind.NotEntered : null
        : entered == stored ? null : VersionFaultKind.BothChanged;

    public static string Word(this VersionFaultKind kind) => kind switch
    {
        VersionFaultKind.ContentChanged => "内容与它的散列值不符",
        VersionFaultKind.HashChanged => "散列值被改动，内容与审计记录相符",
        VersionFaultKind.BothChanged => "内容和散列值一起被改动，与审计记录中的提交不符",
        VersionFaultKind.NotEntered => "审计记录中没有它的提交",
        VersionFaultKind.GradeChanged => "它没有被改动，但名册和地图显示的等级、分值或风险数与它不符",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
