using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using RiskReport.Data.Accounts;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Features.Kept;

/// <summary>A form that belongs to another enterprise than the one the session acts for now.</summary>
public sealed record OtherEnterprisePage(string? Now, string? Then, long ThenId, string Kept);

/// <summary>
/// Whoever serves several enterprises may have a form of one open while switching to another. Posted then, the answers of the
/// first would be saved as the second's; the form's ticket knows whose they are.
/// </summary>
internal sealed class OtherEnterprise(KeptForms forms, MembershipStore memberships) : IAsyncResourceFilter
{
    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var http = context.HttpContext;
        if (http.User.Identity is { IsAuthenticated: true }
            && await forms.TicketOfAsync(http.Request, isStranger: false, http.RequestAborted) is { EnterpriseId: { } then } ticket
            && ticket.AccountId == http.User.AccountId() && then != http.User.Caller().Scope.EnterpriseId)
            context.Result = await AnswerAsync(context, ticket, then);
        else
            await next();
    }

    private async Task<IActionResult> AnswerAsync(ResourceExecutingContext context, KeptTicket ticket, long then)
    {
        var http = context.HttpContext;
        if (http.Request.Headers.ContainsKey("HX-Request"))
            return new StatusCodeResult(StatusCodes.Status409Conflict);

        var other = await memberships.FindAsync(ticket.AccountId, then, http.RequestAborted);
        var page = new OtherEnterprisePage(http.Features.Get<Membership>()?.Name, other?.Name, then, forms.Seal(ticket, http.Request));
        return new ViewResult
        {
            StatusCode = StatusCodes.Status409Conflict,
            ViewName = "~/Features/Kept/Other.cshtml",
            ViewData = new ViewDataDictionary<OtherEnterprisePage>(
                http.RequestServices.GetRequiredService<IModelMetadataProvider>(), new ModelStateDictionary())
            { Model = page },
        };
    }
}
