using System.Data;
using System.Data.Common;
using Dapper;
using RiskReport.Data.Declarations;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Declarations;

namespace RiskReport.Data.Imports;

/// <summary>
/// Puts a report back as it was before an import, inside the transaction that has found it untouched and within the region. What does not
/// go through after that throws, so that nothing is ever restored by half.
/// </summary>
public sealed class RestoreReport(Database database, DeclarationStore declarations, RemoveImported remove, TimeProvider clock)
{
    private const string UpdateEmptied = $"""
        UPDATE Declaration
        SET Status = @Status, Draft = @Draft, SubmittedAt = NULL, FiledOn = NULL, Type = NULL, Source = NULL, HasMajorRisk = NULL, Colour = NULL, TopScore = NULL,
            RedItems = 0, OrangeItems = 0, YellowItems = 0, BlueItems = 0, Methods = 0, AccidentTypes = 0, MainRisk = NULL, RuleSet = NULL, CatalogueEdition = NULL, HazardPlacePeople = NULL,
            MajorHazard = NULL, SeriousViolation = NULL, AccidentConditions = NULL, Reasons = NULL, Basics = NULL, CommittedBy = NULL, CommittedRole = NULL,
            CommittedVia = NULL, PreparedBy = NULL, Confirmations = NULL, Version = Version + 1, ChangedAt = @Now, ChangedBy = @By, ChangedFrom = @From, ChangeReason = @Reason
        WHERE Id = @Id AND Version = @Version AND {ScopeSql.OfThisDeclaration}
        """;

    private const string UpdateReturned = $"""
        UPDATE Declaration
        SET Status = 3, Draft = @Draft, ReturnDueOn = @ReturnDueOn, Version = Version + 1, ChangedAt = @Now, ChangedBy = @By, ChangedFrom = @From, ChangeReason = @Reason
        WHERE Id = @Id AND Status = 2 AND {ScopeSql.OfThisDeclaration}
        """;

    // the reasons were given for the version before the import, which has been filed again as the newest
    private const string CopyReasons = """
        INSERT INTO ReturnReason (DeclarationId, VersionNumber, Position, Item, FieldKey, Message)
        SELECT r.DeclarationId, r.VersionNumber + 2, r.Position, r.Item, r.FieldKey, r.Message
        FROM ReturnReason r
        WHERE r.DeclarationId = @Id AND r.VersionNumber = (SELECT MAX(v.Number) - 2 FROM DeclarationVersion v WHERE v.DeclarationId = @Id)
        """;

    private const string DeleteItems = "DELETE FROM RiskItem WHERE DeclarationId = @Id";

    internal async Task RunAsync(
        Declaration report, ReportBefore before, Scope region, Actor actor, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        Must(await declarations.ChangeRollAsync(report, before.Facts, region, actor, connection, transaction, ct));
        switch (before)
        {
            case { Status: null }:
                await remove.ReportsAsync([report.Id], region, connection, transaction, ct);
                break;
            case { Status: DeclarationStatus.Submitted, Filed: { } submitted }:
                Must(await declarations.FileAsync(report, submitted, region, actor, connection, transaction, ct));
                break;
            case { Status: DeclarationStatus.Returned, Filed: { } returned }:
                // returned first: only then what the enterprise itself had filed may be filed again
                await StepAsync(UpdateReturned, DeclarationStatus.Returned);
                Must(await declarations.FileAsync(report with { Version = report.Version + 1 }, returned, region, actor, connection, transaction, ct));
                await connection.ExecuteAsync(database.Command(CopyReasons, new { report.Id }, transaction, ct));
                await StepAsync(UpdateReturned, DeclarationStatus.Returned);
                break;
            case { Status: { } status }:
                await connection.ExecuteAsync(database.Command(DeleteItems, new { report.Id }, transaction, ct));
                await StepAsync(UpdateEmptied, status);
                break;
        }

        void Must(bool changed)
        {
            if (!changed)
                throw new DBConcurrencyException($"Report {report.Id} changed inside the transaction that read it.");
        }

        async Task StepAsync(string update, DeclarationStatus status)
        {
            var parameters = region.Parameters(new
            {
                report.Id,
                report.Version,
                Status = status,
                before.Draft,
                before.ReturnDueOn,
                Colour = status == DeclarationStatus.Returned ? before.Filed?.Grade.Colour : null,
                Now = clock.GetUtcNow().UtcDateTime,
                By = actor.Name,
                actor.From,
                actor.Reason,
            });
            Must(await connection.ExecuteAsync(database.Command(update, parameters, transaction, ct)) == 1);
            await connection.ExecuteAsync(database.Command(DeclarationStore.InsertEvent, parameters, transaction, ct));
        }
    }
}
