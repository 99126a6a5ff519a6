using RiskReport.Domain.Accounts;
using RiskReport.Domain.Privacy;
using RiskReport.Domain.Roster;
using RiskReport.Reports;

namespace RiskReport.Web.Features.Roster;

/// <summary>A roster to be written to a file: what it lists, for whom, and what that person may see of it.</summary>
public sealed record ExportOrder
{
    public const int LongestReason = 400;

    /// <summary>One of <see cref="RosterExport.ContentTypes"/>.</summary>
    public required string Format { get; init; }
    public required RosterRequest Request { get; init; }
    public required Scope Scope { get; init; }
    public required Actor Actor { get; init; }

    /// <summary>What that person may see of others.</summary>
    public required Sight Sight { get; init; }

    /// <summary>The site's own address, for the QR code; null where it is not known.</summary>
    public string? Site { get; init; }

    /// <summary>Why telephone numbers are to stand there whole, from somebody who may see them; null masks them for everybody.</summary>
    public string? PhonesFor { get; init; }

    /// <summary>Is told the verification code before the first byte.</summary>
    public Action<string>? Coded { get; init; }

    /// <summary>Is told how many rows are written.</summary>
    public IProgress<long>? Progress { get; init; }

    /// <summary>A sentence for everything that keeps it from being written.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = ProblemsOf(Format, Request).ToList();
        if (PhonesFor is { } reason && ProblemOf(reason) is { } problem)
            problems.Add(problem);
        return problems;
    }

    /// <summary>Why it is no reason for which telephone numbers may leave whole; null where it is one.</summary>
    public static string? ProblemOf(string reason) =>
        string.IsNullOrWhiteSpace(reason) ? "导出完整电话号码须填写用途，用途会随导出一并记录。"
        : reason.Length > LongestReason ? $"导出完整电话号码的用途最多 {LongestReason} 个字。"
        : null;

    /// <summary>What of it no file of that format can show.</summary>
    public static IEnumerable<string> ProblemsOf(string format, RosterRequest request)
    {
        var unknown = request.Columns.Except(RosterColumns.Headings(request.Kind).Keys).ToList();
        if (unknown.Count > 0)
            yield return $"没有这样的列：{string.Join("、", unknown.Select(k => $"“{k}”"))}，请从列表中选择。";
        else if (format == "pdf" && RosterPdfColumns.Problem(request) is { } problem)
            yield return problem;
    }
}
