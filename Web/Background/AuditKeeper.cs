using RiskReport.Data.Audit;
using RiskReport.Data.Declarations;
using RiskReport.Domain;
using RiskReport.Domain.Audit;

namespace RiskReport.Web.Background;

/// <summary>
/// Every night after three: walks along the audit trail and, where all is in order, signs where it stands; hashes anew whatever was filed and holds it
/// against the trail. Keeps what it found; a report that is not what was filed is entered the first time.
/// </summary>
public sealed class AuditKeeper(
    AuditVerifier verifier, VersionVerifier versions, AuditAnchors anchors, AuditCheckStore checks, TimeProvider clock, ILogger<AuditKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await logger.TryAsync("The walk along the audit trail", RunDueAsync, stoppingToken);
            await Task.Delay(Idle, clock, stoppingToken);
        }
    }

    /// <summary>Tests call this directly instead of waiting for the night.</summary>
    public async Task RunOneAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var verdict = await verifier.RunAsync(anchors, now, ct);
        if (verdict.Fault is { } fault)
            logger.LogCritical("The audit trail is broken at entry {Number}: {Kind}", fault.Number, fault.Kind);
        else if (verdict.Entries > 0)
            anchors.Write(now, verdict.Entries, verdict.Hash);
        var filed = await versions.RunAsync(ct);
        if (filed.First is { } damaged)
            logger.LogCritical("{Count} versions of reports are not what was filed, first {Id}: {Kind}", filed.Faults, damaged.Id, damaged.Kind);
        var isKnown = filed.First?.Id == (await checks.LatestAsync(ct))?.VersionFaultId;
        await checks.AddAsync(new AuditCheck
        {
            At = now,
            Entries = verdict.Entries,
            Anchors = verdict.Anchors,
            FaultNumber = verdict.Fault?.Number,
            Fault = verdict.Fault?.Why,
            Versions = filed.Versions,
            VersionFaults = filed.Faults,
            VersionFaultId = filed.First?.Id,
        }, isKnown ? null : Deed(filed.First), ct);
    }

    private static AuditDeed? Deed(VersionFault? fault) => fault is null ? null
        : new AuditDeed(AuditAction.ReportDamaged, $"{fault.CreditCode}/{fault.Year}/{fault.Number}", fault.TownshipCode)
        {
            HashBefore = fault.EnteredSha256 ?? fault.ContentSha256,
            HashAfter = fault.FoundSha256,
        };

    private async Task<bool> RunDueAsync(CancellationToken ct)
    {
        if (!await IsDueAsync(ct))
            return false;
        await RunOneAsync(ct);
        return true;
    }

    private async Task<bool> IsDueAsync(CancellationToken ct)
    {
        var now = ChinaTime.Now(clock);
        var night = now.TimeOfDay >= Hour ? now.Date + Hour : now.Date.AddDays(-1) + Hour;
        return (await checks.LatestAsync(ct) is not { } last || last.At < ChinaTime.ToUtc(night)) && await checks.AnyEntryAsync(ct);
    }
}
