using System.Net;
using System.Security.Claims;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RiskReport.Domain.Accounts;
using RiskReport.Tests.Support;
using RiskReport.Web.Identity;

namespace RiskReport.Tests.Integration.Web;

[TestClass]
public sealed partial class AuthorizationTests
{
    [TestMethod]
    [DataRow(Policies.Filing, "enterprise")]
    [DataRow(Policies.Office, "township county city")]
    [DataRow(Policies.Importing, "township county city")]
    [DataRow(Policies.Roster, "township county city auditor")]
    [DataRow(Policies.Rules, "township county city auditor admin")]
    [DataRow(Policies.Simulating, "county city")]
    [DataRow(Policies.Campaigns, "city admin")]
    [DataRow(Policies.Admin, "admin")]
    [DataRow(Policies.Audit, "auditor")]
    [DataRow(Policies.People, "township county city admin security")]
    [DataRow(Policies.NewPeople, "admin")]
    public async Task Each_policy_admits_its_roles_and_no_others(string policy, string roles)
    {
        await using var app = await TestApp.StartAsync();
        var authorization = app.Services.GetRequiredService<IAuthorizationService>();

        foreach (var role in Enum.GetValues<Role>())
        {
            var person = new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.Role, role.Code()), new(AccountClaims.Region, "3205")], "test"));
            var verdict = await authorization.AuthorizeAsync(person, policy);
            Assert.AreEqual(roles.Split(' ').Contains(role.Code()), verdict.Succeeded, role.Code());
        }
    }

    [TestMethod]
    public async Task What_belongs_to_the_whole_city_is_not_for_the_administrator_of_a_county()
    {
        await using var app = await TestApp.StartAsync();
        var county = await app.SignedInAsync(Role.Admin, TestApp.Kunshan);

        var page = await county.PageAsync("/rules/2021-A");
        using var copied = await county.SubmitAsync("/", "/rules/2021-A/copy", ("name", "2027-A"));

        Assert.IsNull(page.QuerySelector("form[action='/rules/2021-A/copy']"));
        Assert.AreEqual(HttpStatusCode.Forbidden, copied.StatusCode);
    }

    [TestMethod]
    public async Task Only_these_pages_are_open_to_strangers()
    {
        await using var app = await TestApp.StartAsync();

        var open = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(e => e.Metadata.GetMetadata<ControllerActionDescriptor>()?.DisplayName?.Split(' ')[0].Split('.')[^2..] is [var type, var action]
                ? $"{type}.{action}"
                : e.RoutePattern.RawText!)
            .Distinct().Order(StringComparer.Ordinal);

        Assert.AreEqual("/health/live /health/ready AccountsController.Code AccountsController.External AccountsController.ExternalDone AccountsController.SignIn ActivationController.Activate ActivationController.Index CommitmentsController.Commit CommitmentsController.Read ConnectController.Authorize ConnectController.Token ErrorsController.Index ForgottenController.Ask ForgottenController.Code ForgottenController.Index OpenApiController.Describe PrivacyController.Index"
            + " RegistrationController.Ask RegistrationController.Index RegistrationController.Received VerifyController.Index VerifyController.Show", string.Join(' ', open));
    }

    [TestMethod]
    [DataRow(Role.Enterprise, "/declarations/2026 /outputs/2026 /inbox")]
    [DataRow(Role.Township, "/reviews /imports /invitations /board /roster /map /analysis /reminders /inbox /rules")]
    [DataRow(Role.County, "/reviews /imports /invitations /board /roster /map /analysis /reminders /inbox /simulations /rules")]
    [DataRow(Role.City, "/reviews /imports /invitations /board /roster /map /analysis /reminders /inbox /campaigns /simulations /rules")]
    [DataRow(Role.Auditor, "/board /roster /map /analysis /reminders /inbox /audit /rules")]
    [DataRow(Role.Admin, "/campaigns /map/boundaries /accounts /rules /clients")]
    [DataRow(Role.Security, "/accounts")]
    [DataRow(Role.Admin, "/accounts /rules", TestApp.Kunshan)]
    public async Task The_navigation_offers_what_the_role_may_do(Role role, string expected, string? region = null)
    {
        await using var app = await TestApp.StartAsync();
        var client = await app.SignedInAsync(role, region);

        var page = await client.PageAsync("/");

        var links = page.QuerySelectorAll("nav a").Select(a => a.GetAttribute("href")).Where(a => a != "/");
        Assert.AreEqual(expected, string.Join(' ', links));
    }

    /// <summary>Two enterprises' pages are one kind of page.</summary>
    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();

    /// <summary>Every link of the home page, and of every page that the home page leads to, for everybody.</summary>
    [TestMethod]
    public async Task Nobody_is_led_to_what_is_refused()
    {
        await using var app = await TestApp.StartAsync();
        var filer = await FloorPlans.FiledAsync(app);
        var office = await app.SignedInAsync(Role.Township);
        await office.ImportAsync(app, ImportFile.OfNil(Enterprises.NewCreditCode()));
        await office.AskForRosterAsync();
        await (await app.SignedInAsync(Role.County)).SimulateAsync(app, "2021-B");
        var places = new (Role, string?)[] { (Role.Admin, TestApp.Kunshan), (Role.Auditor, TestApp.Kunshan), (Role.Security, TestApp.Kunshan) }
            .Concat(Enum.GetValues<Role>().Select(r => (r, (string?)null)));

        var refused = new List<string>();
        foreach (var (role, region) in places)
        {
            var client = await app.SignedInAsync(role, region, role == Role.Enterprise ? filer.EnterpriseId : null);
            var seen = new HashSet<string>();
            var next = new List<string> { "/" };
            for (var depth = 0; depth < 3; depth++)
            {
                var found = new List<string>();
                foreach (var address in next.Where(a => seen.Add(Number().Replace(a.Split('?')[0], "1"))))
                {
                    using var answer = await client.GetAsync(address);
                    if ((int)answer.StatusCode >= 400)
                        refused.Add($"{role} {region} {address} {(int)answer.StatusCode}");
                    if (answer.Content.Headers.ContentType?.MediaType == "text/html")
                        found.AddRange((await answer.PageAsync(answer.StatusCode)).QuerySelectorAll("a[href^='/']").Select(a => a.GetAttribute("href")!.Split('#')[0]));
                }

                next = found;
            }

            Assert.IsGreaterThan(3, seen.Count, $"{role}");
        }

        Assert.IsEmpty(refused, string.Join('\n', refused));
    }
}
