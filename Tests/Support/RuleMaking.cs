using System.Net;
using AngleSharp.Html.Dom;

namespace RiskReport.Tests.Support;

/// <summary>Rule sets copied, edited and put in force through the pages, as the administrator does it.</summary>
internal static class RuleMaking
{
    public static async Task CopyRulesAsync(this HttpClient admin, string from, string name)
    {
        using var response = await admin.SubmitAsync($"/rules/{from}", $"/rules/{from}/copy", ("copyName", name));
        Assert.AreEqual($"/rules/{name}/edit", response.Headers.Location?.OriginalString, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Opens the draft, types over its answers and presses save.</summary>
    public static async Task<HttpResponseMessage> EditRulesAsync(this HttpClient admin, string name, params (string Name, string Value)[] typed) =>
        await admin.SaveRulesAsync(name, PageForm.On(await admin.PageAsync($"/rules/{name}/edit")).With(typed));

    public static Task<HttpResponseMessage> SaveRulesAsync(this HttpClient admin, string name, PageForm form) =>
        admin.PostAsync($"/rules/{name}/edit", new FormUrlEncodedContent(form.Answers));

    /// <summary>A draft by that name, like the rules in force but for what is typed.</summary>
    public static async Task DraftRulesAsync(this HttpClient admin, string name, params (string Name, string Value)[] typed)
    {
        await admin.CopyRulesAsync("2021-A", name);
        using var response = await admin.EditRulesAsync(name, typed);
        Assert.AreEqual($"/rules/{name}", response.Headers.Location?.OriginalString, await response.Content.ReadAsStringAsync());
    }

    /// <summary>version: the one that the page shows, unless given.</summary>
    public static async Task<HttpResponseMessage> DecideRulesAsync(
        this HttpClient admin, string name, string effectiveFrom, string reason = "苏应急〔2026〕9号", string regradeFromYear = "", string? version = null) =>
        await admin.SubmitAsync($"/rules/{name}", $"/rules/{name}/decide",
            ("version", version ?? VersionOn(await admin.PageAsync($"/rules/{name}"))),
            ("effectiveFrom", effectiveFrom), ("regradeFromYear", regradeFromYear), ("reason", reason));

    public static async Task PutInForceAsync(this HttpClient admin, string name, string effectiveFrom)
    {
        using var response = await admin.DecideRulesAsync(name, effectiveFrom);
        Assert.AreEqual(HttpStatusCode.Redirect, response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Presses a button that asks for nothing else: withdraw or delete.</summary>
    public static async Task<HttpResponseMessage> PressAsync(this HttpClient admin, string name, string deed) =>
        await admin.SubmitAsync($"/rules/{name}", $"/rules/{name}/{deed}", ("version", VersionOn(await admin.PageAsync($"/rules/{name}"))));

    /// <summary>What the form of the decision carries; a set that is decided has none.</summary>
    public static string VersionOn(IHtmlDocument page) => page.QuerySelector("input[name=version]")?.GetAttribute("value") ?? "0";
}
