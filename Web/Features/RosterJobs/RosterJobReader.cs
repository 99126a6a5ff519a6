using RiskReport.Data.Roster;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Privacy;
using RiskReport.Domain.Reference;
using RiskReport.Domain.Roster;
using RiskReport.Web.Features.Roster;
using RiskReport.Web.Identity;
using RiskReport.Web.Startup;

namespace RiskReport.Web.Features.RosterJobs;

/// <summary>A job as it is to be done now.</summary>
public sealed record RosterJobOrder(RosterRequest Request, Scope Scope, Sight Sight, Actor Actor, ReferenceData Reference)
{
    /// <summary>How many lines it will have; unknown of statistics, which are a page.</summary>
    public long? Total { get; init; }

    public string Words => RosterAddress.Words(Request, Reference);
}

/// <summary>Between asking and making, an account may have ended or moved on and a filter may have lost its meaning; then nothing is made.</summary>
public sealed class RosterJobReader(OfficeAccounts accounts, RosterQueries roster, RiskRosterQueries risks, ReferenceHolder references, TimeProvider clock)
{
    public async Task<(RosterJobOrder? Order, string? Problem)> ReadAsync(RosterJob job, CancellationToken ct)
    {
        if (await accounts.FindAsync(job.OwnerId) is not { } owner || owner.Office != job.Office)
            return (null, $"账户“{job.CreatedBy}”已停用或不再属于本办公室，没有生成文件。");

        var reference = references.Current;
        var scope = owner.Office.Scope;
        var (request, problems) = RosterSearch.FromQuery(job.Query).Read(scope, reference, ChinaTime.Today(clock));
        if (request is null)
            return (null, $"筛选条件已不能使用：{string.Concat(problems)}请在名册中重新筛选后导出。");
        if (ExportOrder.ProblemsOf(job.Format, request).FirstOrDefault() is { } problem)
            return (null, problem);
        return (new RosterJobOrder(request, scope, Sight.Of(owner.Office.Role), new Actor(owner.Name, job.CreatedFrom, "后台导出名册"), reference) { Total = await TotalAsync(request, scope, ct) }, null);
    }

    private async Task<long?> TotalAsync(RosterRequest request, Scope scope, CancellationToken ct) => request.Kind switch
    {
        RosterKind.Enterprises => (await roster.CountAsync(request.Filter, scope, ct)).Matching(request.Filter),
        RosterKind.Items => (await risks.CountAsync(request.Filter, scope, ct)).Matching(request.Filter),
        _ => null,
    };
}
