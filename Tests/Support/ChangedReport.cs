namespace RiskReport.Tests.Support;

/// <summary>An accepted report and its change, as the enterprise and its office go about it.</summary>
internal static class ChangedReport
{
    public static string Address(Filer filer) => $"/enterprises/{filer.EnterpriseId}/declarations/2026";

    public static async Task<Filer> AcceptedAsync(TestApp app)
    {
        var filer = await Filer.SignedInAsync(app);
        await (await ReportForm.OpenAsync(filer.Client)).Filled(true, Risk.Lec("3", "6", "15")).SubmitAsync(filer.Client);
        await app.AcceptAsync(filer);
        return filer;
    }

    public static async Task BeginChangeAsync(this Filer filer)
    {
        using var response = await filer.PressAsync(ReportForm.Result, "/change");
        Assert.AreEqual(ReportForm.Address, response.Headers.Location!.OriginalString);
    }

    public static async Task<HttpResponseMessage> PressAsync(this Filer filer, string page, string deed)
    {
        var version = (await filer.Client.PageAsync(page)).QuerySelector($"form[action='{ReportForm.Address}{deed}'] input[name=version]")!.GetAttribute("value");
        return await filer.Client.SubmitAsync(page, ReportForm.Address + deed, ("version", version));
    }

    public static async Task<HttpResponseMessage> DecideAsync(this HttpClient office, Filer filer, string deed, params (string, string?)[] fields)
    {
        var version = (await office.PageAsync(Address(filer))).QuerySelector("input[name=version]")!.GetAttribute("value");
        return await office.SubmitAsync(Address(filer), Address(filer) + "/" + deed, [.. fields, ("version", version)]);
    }

    /// <summary>Status, colour and highest score of what is in force.</summary>
    public static Task<string> ChangedStateAsync(this TestApp app) =>
        app.Database.ScalarAsync<string>("SELECT CONCAT(Status, ' ', Colour, ' ', CAST(TopScore AS INT)) FROM Declaration");

    /// <summary>What the public page says of a receipt.</summary>
    public static async Task<string> VerifiedAsync(this TestApp app, int number)
    {
        var code = await app.Database.ScalarAsync<string>("SELECT Code FROM DeclarationVersion WHERE Number = @Number", new { Number = number });
        return (await app.Anonymous().PageAsync($"/verify/{code}")).QuerySelector(".verdict strong")!.TextContent;
    }
}
