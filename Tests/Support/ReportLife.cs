using System.Net;
using RiskReport.Domain.Accounts;

namespace RiskReport.Tests.Support;

/// <summary>A report from filing to write-off, as its enterprise and the county press the buttons.</summary>
internal sealed class ReportLife
{
    private static readonly (string, string?)[] WhyReturned = [("reasons[0].target", "0:Phone"), ("reasons[0].message", "电话打不通"), ("dueOn", "2026-12-10")];

    private ReportLife(HttpClient enterprise, HttpClient county, string address)
    {
        Enterprise = enterprise;
        County = county;
        Address = address;
    }

    public HttpClient Enterprise { get; }
    public HttpClient County { get; }

    /// <summary>Where the offices look at it.</summary>
    public string Address { get; }

    public static async Task<ReportLife> BeginAsync(TestApp app, string creditCode)
    {
        var filer = await Filer.SignedInAsync(app, creditCode: creditCode);
        return new ReportLife(filer.Client, await app.SignedInAsync(Role.County), $"/enterprises/{filer.EnterpriseId}/declarations/2026");
    }

    public async Task FileFirstAsync() => await (await ReportForm.OpenAsync(Enterprise)).Filled(true, Risk.Lec("3", "6", "15")).SubmitAsync(Enterprise);

    /// <summary>Anew, with what tells it from the version before.</summary>
    public async Task FileAsync(string employees) =>
        await (await ReportForm.OpenAsync(Enterprise)).With(("Basics.Employees", employees), ("Committed", "true")).SubmitAsync(Enterprise);

    /// <summary>Into the draft.</summary>
    public async Task TypeAsync(string employees) => await (await ReportForm.OpenAsync(Enterprise)).With(("Basics.Employees", employees)).SaveAsync(Enterprise);

    /// <summary>Adds a red risk as well.</summary>
    public async Task FileWorseAsync() => await (await ReportForm.OpenAsync(Enterprise)).Filled(true, Risk.Lec("10", "10", "15")).SubmitAsync(Enterprise);

    public Task BeginChangeAsync() => StepAsync("change", ReportForm.Result);

    public Task WithdrawAsync() => StepAsync("withdraw", ReportForm.Address);

    public Task WithdrawWriteOffAsync() => StepAsync("withdraw", ReportForm.Result);

    public async Task AskWriteOffAsync()
    {
        const string Page = ReportForm.Address + "/write-off";
        var form = PageForm.On(await Enterprise.PageAsync(Page)).With(("Kind", "搬迁"), ("On", "2026-11-01"), ("Detail", "搬到浙江嘉兴"));
        using var response = await Enterprise.PostAsync(Page, new FormUrlEncodedContent(form.Answers));
        Assert.AreEqual(HttpStatusCode.Redirect, response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public Task AcceptAsync() => DecideAsync("accept");

    public Task ReturnAsync() => DecideAsync("return", WhyReturned);

    public Task ReopenAsync() => DecideAsync("reopen", WhyReturned);

    public Task RefuseWriteOffAsync() => DecideAsync("write-off/refuse", ("why", "仍在生产"));

    public Task RestoreAsync() => DecideAsync("restore", ("why", "误办"));

    private async Task StepAsync(string deed, string page)
    {
        var version = (await Enterprise.PageAsync(page)).QuerySelector($"form[action='{ReportForm.Address}/{deed}'] input[name=version]")!.GetAttribute("value");
        using var response = await Enterprise.SubmitAsync(page, $"{ReportForm.Address}/{deed}", ("version", version));
        Assert.AreEqual(HttpStatusCode.Redirect, response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private async Task DecideAsync(string deed, params (string, string?)[] fields)
    {
        var version = (await County.PageAsync(Address)).QuerySelector("input[name=version]")!.GetAttribute("value");
        using var response = await County.SubmitAsync(Address, $"{Address}/{deed}", [.. fields, ("version", version)]);
        Assert.AreEqual(HttpStatusCode.Redirect, response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
