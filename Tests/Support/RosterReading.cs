using RiskReport.Data.Roster;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Roster;

namespace RiskReport.Tests.Support;

/// <summary>Reads a roster to its end.</summary>
internal static class RosterReading
{
    public static async Task<List<RosterRow>> ListAsync(this RosterQueries roster, RosterRequest request, Scope scope)
    {
        var list = new List<RosterRow>();
        await foreach (var row in roster.AllAsync(request, scope, CancellationToken.None))
            list.Add(row);
        return list;
    }

    /// <summary>Page by page, forwards and then backwards, which has to be the same.</summary>
    public static async Task<List<(long, int)>> PagedAsync(this RiskRosterQueries risks, RosterRequest request, Scope scope, int pageSize)
    {
        var listed = new List<(long EnterpriseId, int Position)>();
        var page = await risks.PageAsync(request, scope, new RiskPlace(IsBackwards: false), pageSize, CancellationToken.None);
        while (page.Count > 0)
        {
            listed.AddRange(page.Select(r => (r.EnterpriseId, r.Position)));
            page = await risks.PageAsync(request, scope, new RiskPlace(IsBackwards: false, listed[^1].EnterpriseId, listed[^1].Position), pageSize, CancellationToken.None);
        }

        // and from the end back to the beginning
        var back = new List<(long EnterpriseId, int Position)>();
        page = await risks.PageAsync(request, scope, new RiskPlace(IsBackwards: true), pageSize, CancellationToken.None);
        while (page.Count > 0)
        {
            back.InsertRange(0, page.Select(r => (r.EnterpriseId, r.Position)));
            page = await risks.PageAsync(request, scope, new RiskPlace(IsBackwards: true, back[0].EnterpriseId, back[0].Position), pageSize, CancellationToken.None);
        }

        CollectionAssert.AreEqual(listed, back);
        return listed;
    }
}
