using System.Net;
using System.Net.Http.Headers;

namespace RiskReport.Tests.Support;

/// <summary>Floor plans handed in and drawn on through the pages.</summary>
internal static class FloorPlans
{
    public const string Address = "/outputs/2026";

    public static Task<HttpResponseMessage> UploadPlanAsync(this HttpClient client, byte[] picture, string name = "1号厂房一层", string file = "plan.png", string contentType = "image/png") =>
        client.UploadPlanAsync(new ByteArrayContent(picture), name, file, contentType);

    public static async Task<HttpResponseMessage> UploadPlanAsync(this HttpClient client, HttpContent? picture, string name, string file = "plan.png", string contentType = "image/png")
    {
        using var form = new MultipartFormDataContent();
        if (picture is not null)
        {
            picture.Headers.ContentType = new MediaTypeHeaderValue(contentType);
            form.Add(picture, "File", file);
        }

        form.Add(new StringContent(name), "PlanName");
        form.Add(new StringContent(await client.TokenAsync("/account/password")), "__RequestVerificationToken");
        return await client.PostAsync(Address + "/plans", form);
    }

    /// <summary>Uploads a good picture; answers the address of its editor.</summary>
    public static async Task<string> AddPlanAsync(this HttpClient client, TestApp app, byte[]? picture = null)
    {
        using var response = await client.UploadPlanAsync(picture ?? TestPicture.Png());
        Assert.AreEqual(HttpStatusCode.Redirect, response.StatusCode, await response.Content.ReadAsStringAsync());
        return $"{Address}/plans/{await app.Database.ScalarAsync<long>("SELECT MAX(Id) FROM FloorPlan")}";
    }

    /// <summary>Types the shapes into the rows, as without script.</summary>
    public static Task<HttpResponseMessage> DrawAsync(this HttpClient client, string plan, int version, int reportVersion, params (string Risk, string Others, string Points)[] shapes) =>
        client.SubmitAsync(plan, plan,
        [
            ("Version", $"{version}"), ("ReportVersion", $"{reportVersion}"),
            .. shapes.SelectMany((s, i) => new (string, string?)[] { ($"Shapes[{i}].Risk", s.Risk), ($"Shapes[{i}].Others", s.Others), ($"Shapes[{i}].Points", s.Points) }),
        ]);

    /// <summary>An enterprise that has filed a red risk, an orange and a blue one.</summary>
    public static async Task<Filer> FiledAsync(TestApp app, string township = TestApp.KunshanTownship)
    {
        var filer = await Filer.SignedInAsync(app, township);
        await (await ReportForm.OpenAsync(filer.Client))
            .Filled(true, Risk.Lec("6", "6", "40", "液氨泄漏"), Risk.Lec("3", "6", "15", "喷漆房火灾"), Risk.Ls("1", "2", "=叉车碰撞"))
            .SubmitAsync(filer.Client);
        return filer;
    }
}
