using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using RiskReport.Web.Features.Accounts;
using RiskReport.Web.Features.Api;

namespace RiskReport.Web.Features.Kept;

/// <summary>What somebody gets who is not, or no longer, signed in.</summary>
internal static class ExpiredSession
{
    public static async Task AnswerAsync(RedirectContext<CookieAuthenticationOptions> context)
    {
        var http = context.HttpContext;
        if (ApiProblems.Concerns(http.Request.Path))
        {
            // every call there is asks for a token by itself: this is an address that is none
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (http.Request.Headers.ContainsKey("HX-Request"))
        {
            // a redirect would put the sign-in page into a corner of the page; this leaves the page with all that is typed
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var forms = http.RequestServices.GetRequiredService<KeptForms>();
        if (await forms.TicketOfAsync(http.Request, isStranger: true, http.RequestAborted) is { } ticket)
            await ShowAsync(http, new SignInForm { Kept = forms.Seal(ticket, http.Request) });
        else
            http.Response.Redirect(context.RedirectUri[$"{http.Request.Scheme}://{http.Request.Host}".Length..]);   // never to a host that the request names
    }

    private static Task ShowAsync(HttpContext http, SignInForm form)
    {
        http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        var page = new ViewResult
        {
            ViewName = "~/Features/Accounts/SignIn.cshtml",
            ViewData = new ViewDataDictionary<SignInForm>(http.RequestServices.GetRequiredService<IModelMetadataProvider>(), new ModelStateDictionary()) { Model = form },
        };
        return page.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), new ActionDescriptor()));
    }
}
