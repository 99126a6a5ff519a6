using RiskReport.Data.Outputs;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Privacy;
using RiskReport.Domain.Reference;
using RiskReport.Web.Features.Declarations;

namespace RiskReport.Web.Features.Outputs;

public sealed class OutputReader(ReportReader reports, PlanStore plans)
{
    /// <summary>Null when there is no such report for this caller.</summary>
    public async Task<OutputsPage?> LoadAsync(ReferenceData reference, Scope scope, Sight sight, long enterpriseId, int year, CancellationToken ct) =>
        await reports.LoadAsync(reference, scope, enterpriseId, year, ct) is { } report
            ? new OutputsPage { Report = report, Plans = await plans.AllAsync(enterpriseId, scope, ct), Own = scope.EnterpriseId is not null, Sight = sight }
            : null;
}
