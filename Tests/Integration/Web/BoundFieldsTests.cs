using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RiskReport.Tests.Support;

namespace RiskReport.Tests.Integration.Web;

/// <summary>What a form can be bound to at all: <see cref="ForgedFieldsTests"/> then posts it.</summary>
[TestClass]
public sealed partial class BoundFieldsTests
{
    /// <summary>By what rows are told apart, placed, graded, dated or signed.</summary>
    [GeneratedRegex("^(?i:id|enterprise.*|township.*|regions?|regionCode|county|role|capacity|year|status|state|stage|colour|score|grade|level|ruleSet|edition|version|number|source|kind|type|origin"
        + "|owner.*|scope|secret|redirect|owed.*|mustChange.*|replaces|issuer)$|^[Ii]s[A-Z]|(Id|By|At|From|Hash|Stamp|Secret|Key)$")]
    private static partial Regex Telling();

    /// <summary>Why a form may ask for one of these all the same.</summary>
    private static readonly (string Why, string[] Bound)[] Reviewed =
    [
        ("the version that was looked at: a conditional update compares it and never writes it",
        [
            "/campaigns Version", "/campaigns/{id:long} Version", "/campaigns/{id:long}/withdraw Version", "/declarations/{year:int}/change version",
            "/declarations/{year:int}/withdraw version", "/declarations/{year:int}/write-off version", "/enterprises/{id:long}/declarations/{year:int}/accept version",
            "/enterprises/{id:long}/declarations/{year:int}/management version", "/enterprises/{id:long}/declarations/{year:int}/restore version",
            "/enterprises/{id:long}/declarations/{year:int}/write-off version", "/enterprises/{id:long}/declarations/{year:int}/write-off/refuse version",
            "/reminders/texts/{kind} version", "/rules/{name}/decide version", "/rules/{name}/delete version", "/rules/{name}/withdraw version",
        ]),
        ("which account or client is made, moved or linked: AccountAuthority and ApiClientDesk hold it against the caller's own role and region",
            ["/accounts/new Region", "/accounts/new Role", "/accounts/{id:long}/{deed} issuer", "/accounts/{id:long}/{deed} region", "/accounts/{id:long}/{deed} role",
            "/clients ClientId", "/clients PublicKey", "/clients Redirect", "/clients Region", "/clients Scope", "/clients/{id}/key publicKey"]),
        ("own staff or an agent, of the caller's enterprise or region", ["/account/invite capacity", "/invitations/one capacity"]),
        ("sealed by the program when the page was opened", ["/account/second-factor secret"]),
        ("what the phase is, checked against lists and the calendar; a phase that has begun keeps it",
            ["/campaigns Regions", "/campaigns Year", "/campaigns/{id:long} Regions", "/campaigns/{id:long} Year", "/campaigns/{id:long}/withdraw Regions", "/campaigns/{id:long}/withdraw Year"]),
        ("what the administrator of the city decides", ["/catalogue Edition", "/catalogue EffectiveFrom", "/catalogue/withdraw edition", "/map/boundaries Source", "/rules/{name}/decide effectiveFrom"]),
        ("why an enterprise or an office asks for a write-off", ["/declarations/{year:int}/write-off kind", "/enterprises/{id:long}/declarations/{year:int}/write-off kind"]),
        ("what an office found: 管理评价 is not the colour", ["/enterprises/{id:long}/declarations/{year:int}/management score"]),
        ("which of the files that were handed in", ["/imports/{id:long}/file number"]),
        ("a year that is open", ["/imports Year", "/simulations year"]),
        ("rules to try out, which change no report", ["/simulations ruleSet"]),
        ("a part of the caller's region, another is not found", ["/invitations region"]),
        ("a filter, within the caller's region", [.. new[] { "/roster/columns", "/roster/export.{format}" }.SelectMany(r => new[] { "Colour", "From", "Region", "Status", "Type", "Year" }.Select(n => $"{r} {n}"))]),
        ("a view of the caller's own", ["/roster/views Replaces"]),
    ];

    [TestMethod]
    public async Task No_form_is_bound_to_what_the_program_decides_but_for_a_reason_that_stands_here()
    {
        await using var app = await TestApp.StartAsync();
        var models = app.Services.GetRequiredService<IModelMetadataProvider>();

        var bound = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is not ["GET", ..])
            .SelectMany(e => (e.Metadata.GetMetadata<ControllerActionDescriptor>()?.Parameters ?? [])
                .SelectMany(p => Names(p.Name, models.GetMetadataForType(p.ParameterType), p.BindingInfo?.BindingSource))
                .Where(n => Telling().IsMatch(n) && e.RoutePattern.GetParameter(n) is null)
                .Select(n => $"/{e.RoutePattern.RawText} {n}"))
            .Order(StringComparer.Ordinal);

        Assert.AreEqual(string.Join('\n', Reviewed.SelectMany(r => r.Bound).Order(StringComparer.Ordinal)), string.Join('\n', bound));
    }

    /// <summary>By which names a parameter takes something from what is posted.</summary>
    internal static IEnumerable<string> Names(string name, ModelMetadata model, BindingSource? source) =>
        source is { IsFromRequest: false } || model.BindingSource is { IsFromRequest: false } ? []
        : model.IsComplexType && !model.IsEnumerableType && model.BindingSource != BindingSource.FormFile
            ? model.Properties.Where(p => !p.IsReadOnly).SelectMany(p => Names(p.PropertyName!, p, p.BindingSource))
            : [name];
}
