using RiskReport.Data.Accounts;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Reference;
using RiskReport.Web.TagHelpers;

namespace RiskReport.Web.Features.Invitations;

public sealed record InvitationsPage
{
    /// <summary>The region shown, within the caller's.</summary>
    public required Region Region { get; init; }
    public required IReadOnlyList<Region> Regions { get; init; }
    public required ActivationCounts Counts { get; init; }

    /// <summary>Requests for an account that wait for an answer.</summary>
    public required int Waiting { get; init; }
    public string CreditCode { get; init; } = "";
    public string Capacity { get; init; } = "";

    /// <summary>The code just made, with the address where it is entered.</summary>
    public (IssuedCode Code, string Address)? Made { get; init; }
    public IReadOnlyList<PageProblem> Problems { get; init; } = [];
}
