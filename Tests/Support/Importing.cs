using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using RiskReport.Data.Imports;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Imports;
using RiskReport.Web.Background;
using RiskReport.Web.Features.Imports;

namespace RiskReport.Tests.Support;

/// <summary>Workbooks handed in through the page or with the verb.</summary>
internal static class Importing
{
    public static readonly string Sample = Path.Combine(AppContext.BaseDirectory, "Samples", "kunshan-2026.xlsx");

    public static async Task<HttpResponseMessage> UploadAsync(
        this HttpClient client, HttpContent? file, string name = "企业.xlsx", params (string Name, string Value)[] answers)
    {
        using var form = new MultipartFormDataContent();
        if (file is not null)
        {
            file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            form.Add(file, "File", name);
        }

        foreach (var (key, value) in answers.Prepend(("Year", "2026")).Reverse().DistinctBy(a => a.Item1))
            form.Add(new StringContent(value), key);
        form.Add(new StringContent(await client.TokenAsync("/imports")), "__RequestVerificationToken");
        return await client.PostAsync("/imports", form);
    }

    /// <summary>Uploads a good workbook and has it looked at; answers the address of the import.</summary>
    public static async Task<string> CheckAsync(
        this HttpClient client, TestApp app, byte[] file, string name = "企业.xlsx", params (string Name, string Value)[] answers)
    {
        using var response = await client.UploadAsync(new ByteArrayContent(file), name, answers);
        Assert.AreEqual(HttpStatusCode.Redirect, response.StatusCode, await response.Content.ReadAsStringAsync());
        await app.WorkAsync();
        return response.Headers.Location!.OriginalString;
    }

    /// <summary>Uploads a good workbook, confirms what is to be confirmed and applies it; answers the address of the import.</summary>
    public static async Task<string> ImportAsync(
        this HttpClient client, TestApp app, byte[] file, string name = "企业.xlsx", params (string Name, string Value)[] answers)
    {
        var import = await client.CheckAsync(app, file, name, answers);
        using var response = await client.DecideAsync(import, "apply", ("Confirmed", "true"), ("AllOrNothing", "false"));
        Assert.AreEqual(HttpStatusCode.Redirect, response.StatusCode, await response.Content.ReadAsStringAsync());
        await app.WorkAsync();
        return import;
    }

    public static async Task<HttpResponseMessage> DecideAsync(this HttpClient client, string import, string what, params (string Name, string Value)[] answers)
    {
        var fields = answers.Append(("__RequestVerificationToken", await client.TokenAsync("/imports"))).ToDictionary(a => a.Item1, a => a.Item2);
        return await client.PostAsync($"{import}/{what}", new FormUrlEncodedContent(fields));
    }

    /// <summary>Until nothing is queued or running; the host's own worker may have been quicker to take it.</summary>
    public static async Task WorkAsync(this TestApp app)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await app.Services.GetRequiredService<ImportWorker>().RunOneAsync(patience.Token)
            || await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM ImportJob WHERE Status IN (0, 1)") > 0)
            await Task.Yield();
    }

    /// <summary>To be taken as it is, without anybody looking at it first.</summary>
    public static Task<long> QueueImportAsync(this TestApp app, byte[] file, Actor by) => app.Services.GetRequiredService<ImportDesk>().AddAsync(
        new[] { ImportFiles.Of("企业.xlsx", file) }.ToImport(TestApp.Kunshan, 2026, ImportStage.Apply), by, CancellationToken.None);

    /// <summary>What is queued first, in an app without a worker of its own.</summary>
    public static async Task RunImportAsync(this TestApp app) =>
        Assert.IsTrue(await app.Services.GetRequiredService<ImportWorker>().RunOneAsync(CancellationToken.None));

    public static async Task<CommandRun> ImportAsync(this TestDatabase database, byte[] file, string region, string name = "企业.xlsx", params string[] more)
    {
        var path = Path.Combine(database.Folder, name);
        await File.WriteAllBytesAsync(path, file);
        return await CommandRun.OfAsync(database, ["import", path, "--region", region, "--year", "2026", .. more]);
    }

    /// <summary>The job as the whole city sees it.</summary>
    public static async Task<ImportJob> LatestAsync(this ImportQueries imports) =>
        (await imports.LatestAsync(new Scope("3205"), 0, 1, CancellationToken.None)).Single();
}
