using Dapper;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using RiskReport.Data;

namespace RiskReport.Web.Startup;

/// <summary>Ready means reachable and migrated. Scripts do not vanish, so once migrated is asked only once.</summary>
internal sealed class DatabaseReady(Database database) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private volatile bool migrated;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        await using var connection = await database.OpenAsync(patience.Token);
        await connection.ExecuteScalarAsync<int>(database.Command("SELECT 1", ct: patience.Token));
        migrated = migrated || Migrations.IsCurrent(database);
        return migrated ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy();
    }
}
