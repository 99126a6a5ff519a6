using System.Data.Common;
using Dapper;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Inbox;

namespace RiskReport.Data.Inbox;

/// <summary>Tells enterprises what an office did with their reports, in the transaction that does it.</summary>
public sealed class ReportNotices(Database database, InboxStore inbox)
{
    private const string SelectReports = "SELECT d.EnterpriseId, d.Year, d.TownshipCode FROM Declaration d WHERE d.Id IN @Ids";

    internal async Task AddAsync(ReportAnswer answer, IReadOnlyCollection<long> ids, Actor actor, DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        if (ids.Count == 0)
            return;
        var reports = await connection.QueryAsync<(long EnterpriseId, int Year, string TownshipCode)>(database.Command(SelectReports, new { Ids = ids }, transaction, ct));
        await inbox.AddAsync([.. reports.Select(r => new NewNotice
        {
            Kind = NoticeKind.ReportAnswered,
            Office = new Office(Role.Enterprise, r.TownshipCode),
            EnterpriseId = r.EnterpriseId,
            Title = answer.Title(r.Year),
            Body = answer.Body,
            Link = $"/declarations/{r.Year}",
            CreatedBy = actor.Name,
        })], connection, transaction, ct);
    }
}
