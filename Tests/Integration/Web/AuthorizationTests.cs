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

        var open = Open(app)
            .Select(e => e.Metadata.GetMetadata<ControllerActionDescriptor>()?.DisplayName?.Split(' ')[0].Split('.')[^2..] is [var type, var action]
                ? $"{type}.{action}"
                : e.RoutePattern.RawText!)
            .Distinct().Order(StringComparer.Ordinal);

        Assert.AreEqual("/health/live /health/ready AccountsController.Code AccountsController.External AccountsController.ExternalDone AccountsController.SignIn ActivationController.Activate ActivationController.Index CommitmentsController.Commit CommitmentsController.Read ConnectController.Authorize ConnectController.AuthorizeByForm ConnectController.Token ErrorsController.Index ForgottenController.Ask ForgottenController.Code ForgottenController.Index OpenApiController.Describe PrivacyController.Index"
            + " RegistrationController.Ask RegistrationController.Index RegistrationController.Received VerifyController.Index VerifyController.Show", string.Join(' ', open));
    }

    /// <summary>Of a place where there is much to tell. Only the link to commit by shows the whole report, to whom it was handed.</summary>
    [TestMethod]
    public async Task No_page_open_to_strangers_tells_a_telephone_or_an_identity_number()
    {
        await using var app = await TestApp.StartAsync();
        var code = Enterprises.NewCreditCode();
        var filer = await Filer.SignedInAsync(app, creditCode: code);
        await (await ReportForm.OpenAsync(filer.Client)).Filled(true, Risk.Lec("3", "6", "15").With("Phone", "13812345678").With("Controls", "持证人 320583199001011234")).SubmitAsync(filer.Client);
        var preparer = await Filer.SignedInAsync(app);
        using var asked = await (await (await ReportForm.OpenAsync(preparer.Client)).Nil().SaveAsync(preparer.Client)).PressAsync(preparer.Client, "/link");
        var link = new Uri((await asked.PageAsync()).GetElementById("link")!.GetAttribute("value")!).AbsolutePath;
        using (await (await app.SignedInAsync(Role.County)).GetAsync("/roster/export.csv?year=2026")) { }
        var codes = new[] { "SELECT Code FROM DeclarationVersion", "SELECT Code FROM RosterExport", "SELECT 'NOSUCHCODE'" };
        (string, string?)[] fields = [("CreditCode", code), ("PersonName", "李四"), ("UserName", "enterprise-1"), ("Password", "x"), ("Code", "AAAA"), ("Mailbox", "a@example.com")];
        Assert.IsTrue(Personal().IsMatch(await app.Anonymous().GetStringAsync(link)), "there is something to tell");

        var (told, answered) = (new List<string>(), 0);
        foreach (var endpoint in Open(app))
        {
            var pattern = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
            foreach (var method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"])
                foreach (var sql in pattern.Contains("{code}", StringComparison.Ordinal) ? codes : codes[2..])
                {
                    var address = pattern.Replace("{code}", await app.Database.ScalarAsync<string>(sql), StringComparison.Ordinal)
                        .Replace("{token}", "NOSUCHTOKEN", StringComparison.Ordinal).Replace("{status:int}", "404", StringComparison.Ordinal);
                    using var answer = method is "GET" or "HEAD" ? await app.Anonymous().GetAsync(address) : await app.Anonymous().SubmitAsync("/signin", address, fields);
                    answered += (int)answer.StatusCode is 200 or 422 ? 1 : 0;
                    told.AddRange(Personal().Matches($"{answer.Headers}{await answer.Content.ReadAsStringAsync()}")
                        .Where(m => !(m.Value == InventedPhone && pattern.StartsWith("/openapi/", StringComparison.Ordinal)))
                        .Select(m => $"{method} {address} {m.Value}"));
                }
        }

        Assert.IsEmpty(told, string.Join('\n', told));
        Assert.IsGreaterThan(15, answered);
    }

    /// <summary>In the example of how a report is filed; those on the roll are written without a dash here.</summary>
    private const string InventedPhone = "0512-57301234";

    private static IEnumerable<RouteEndpoint> Open(TestApp app) => app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is not null);

    /// <summary>A mobile or a line of a town, as it is written; eighteen digits that may be of an identity card. Hashes and codes have letters beside their digits.</summary>
    [GeneratedRegex(@"(?<![0-9A-Za-z.+/=_-])(1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|[1-9]\d{5}(19|20)\d{9}[\dXx])(?![0-9A-Za-z+/=_-])")]
    private static partial Regex Personal();

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
