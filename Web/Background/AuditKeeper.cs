using RiskReport.Data.Audit;
using RiskReport.Data.Declarations;
using RiskReport.Domain;
using RiskReport.Domain.Audit;
using RiskReport.Web.Mail;

namespace RiskReport.Web.Background;

/// <summary>
/// Every night after three: walks along the audit trail and, where all is in order, signs where it stands; hashes anew whatever was filed and holds it
/// against the trail. Keeps what it found; a report that is not what was filed is entered the first time. A folder that takes no anchor keeps nothing from
/// being looked at; an hour later all is done again. Of several instances one walks.
/// </summary>
public sealed class AuditKeeper(
    AuditVerifier verifier, VersionVerifier versions, AuditAnchors anchors, AuditCheckStore checks, AnchorLetters letters, TimeProvider clock, ILogger<AuditKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(3);
    private static readonly TimeSpan AnchorPause = TimeSpan.FromHours(1);

    /// <summary>Of this instance.</summary>
    private readonly string name = Guid.NewGuid().ToString("N");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await logger.TryAsync("The walk along the audit trail", RunDueAsync, stoppingToken);
            await Task.Delay(Idle, clock, stoppingToken);
        }
    }

    /// <summary>Tests call these two directly instead of waiting for the night.</summary>
    public async Task<bool> RunDueAsync(CancellationToken ct)
    {
        if (!await IsDueAsync(ct) || !await checks.ClaimAsync(name, ct))
            return false;
        try
        {
            if (!await IsDueAsync(ct))
                return false;   // another instance came to its end between the two
            await RunOneAsync(ct);
            return true;
        }
        finally
        {
            await checks.ReleaseAsync(name);
        }
    }

    public async Task RunOneAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var verdict = await verifier.RunAsync(anchors, now, areAll: true, ct);
        if (verdict.Fault is { } fault)
            logger.LogCritical("The audit trail is broken at entry {Number}: {Kind}", fault.Number, fault.Kind);
        var isAnchored = verdict is { Fault: { Kind: not AuditFaultKind.AnchorsGone } } or { Entries: 0 } || TryAnchor(now, verdict);
        var filed = await versions.RunAsync(ct);
        if (filed.First is { } damaged)
            logger.LogCritical("{Count} versions of reports are not what was filed, first {Id}: {Kind}", filed.Faults, damaged.Id, damaged.Kind);
        var latest = await checks.LatestAsync(ct);
        var (sentTo, areAllSent) = await letters.SendAsync(latest?.AnchorsSentTo, ct);
        if (!areAllSent)
            logger.LogCritical("The newest anchors could not be sent by mail");
        await checks.AddAsync(new AuditCheck
        {
            At = now,
            Entries = verdict.Entries,
            // with the one just written; what is gone stays counted, so that it is said again until it is back
            Anchors = anchors.Read().Anchors.Count + verdict.AnchorsGone,
            FaultNumber = verdict.Fault?.Number,
            Fault = verdict.Fault?.Why,
            Versions = filed.Versions,
            VersionFaults = filed.Faults,
            VersionFaultId = filed.First?.Id,
            IsAnchorMissing = !isAnchored,
            AnchorsSentTo = sentTo,
            IsAnchorUnsent = !areAllSent,
        }, filed.Found.Select(Deed).ToList(), ct);
    }

    private static AuditDeed Deed(VersionFault fault) => new(AuditAction.ReportDamaged, $"{fault.CreditCode}/{fault.Year}/{fault.Number}", fault.TownshipCode)
    {
        HashBefore = fault.EnteredSha256 ?? fault.ContentSha256,
        HashAfter = fault.FoundSha256,
    };

    private bool TryAnchor(DateTime at, AuditVerdict verdict)
    {
        try
        {
            anchors.Write(at, verdict.Entries, verdict.Hash);
            return true;
        }
        catch (Exception e) // of whatever kind: a folder, a disk, a key that cannot be read or is none
        {
            logger.LogCritical(e, "No anchor could be written to {Folder}: from here on nothing outside the database tells a trail that is cut off or rewritten", anchors.Folder);
            return false;
        }
    }

    private async Task<bool> IsDueAsync(CancellationToken ct)
    {
        var now = ChinaTime.Now(clock);
        var night = now.TimeOfDay >= Hour ? now.Date + Hour : now.Date.AddDays(-1) + Hour;
        return (await checks.LatestAsync(ct) is not { } last || last.At < ChinaTime.ToUtc(night)
            || (last.IsAnchorMissing && last.At + AnchorPause <= clock.GetUtcNow().UtcDateTime)) && await checks.AnyEntryAsync(ct);
    }
}
