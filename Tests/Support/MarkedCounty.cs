using System.Net;
using System.Text;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Grading;
using RiskReport.Tests.Unit.Pdf;

namespace RiskReport.Tests.Support;

/// <summary>A county of which another must learn nothing: all that it holds is marked.</summary>
internal static class MarkedCounty
{
    public const string Marker = "常熟标记";
    public const string Member = "changshu-marked";
    public const string County = "320581";
    public const string Township = "320581001";
    public const string Simulation = "/simulations/1";

    /// <summary>A marked enterprise of the other county, with a filed report, the import it came by, and a simulation that changes it.</summary>
    public static async Task<(string Code, long Enterprise, string Import)> AddAsync(TestApp app)
    {
        const string First17 = "91320581MA8888888";
        var code = First17 + CreditCode.CheckCharacter(First17);
        var office = await app.SignedInAsync(Role.County, County);
        var file = new ImportFile()
            .Enterprise(code, Township, ("企业名称", Marker + "有限公司"), ("安全负责人", Marker), ("经度", 120.75m), ("纬度", 31.65m), ("有无较大以上风险", "有"))
            .Risk(code, ("风险名称", Marker + "风险"), ("C", 100));
        var import = await office.ImportAsync(app, file.Bytes(), Marker + ".xlsx");
        Assert.AreEqual(1, await app.Database.ScalarAsync<int>("SELECT COUNT(*) FROM Declaration WHERE CreditCode = @Code AND Colour = 4", new { Code = code }));
        await office.AskForRosterAsync("?q=" + Marker);
        using var view = await office.SaveViewAsync(Marker, "?q=" + Marker, ("shared", "true"));
        await app.MakeRostersAsync();
        var id = await app.Database.ScalarAsync<long>("SELECT Id FROM Enterprise WHERE CreditCode = @Code", new { Code = code });
        var member = app.Anonymous();
        await member.SignInAsync(await app.AddAccountAsync(Role.Enterprise, Township, id, name: Member));
        using var plan = await member.UploadPlanAsync(TestPicture.Png(), Marker);
        Assert.AreEqual(HttpStatusCode.Redirect, plan.StatusCode);
        using var asked = await app.Anonymous().SubmitAsync("/register", ("CreditCode", code), ("PersonName", Marker), ("Phone", "13812345678"),
            ("UserName", Member + "-2"), ("Password", TestApp.Password), ("Repeated", TestApp.Password), ("Note", Marker));
        Assert.AreEqual(HttpStatusCode.Redirect, asked.StatusCode);
        await app.AddAccountAsync(Role.Township, Township, name: Member + "-3");
        await RegradingInstance.Of(app).DraftAsync("DRAFT", r => r.Method(GradingMethod.Lec, m => m.From(5000, 200, 100)));
        Assert.AreEqual(Simulation, await office.SimulateAsync(app, "DRAFT"));
        Assert.Contains(Marker, await office.GetStringAsync(Simulation));
        return (code, id, import);
    }

    /// <summary>A file as what a person reads in it; a packed one is unpacked first.</summary>
    public static IEnumerable<string> Readings(byte[] bytes)
    {
        if (bytes.AsSpan().StartsWith("PK"u8))
        {
            using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(bytes));
            foreach (var entry in zip.Entries)
            {
                using var reader = new StreamReader(entry.Open());
                yield return reader.ReadToEnd();
            }
        }
        else if (bytes.AsSpan().StartsWith("%PDF"u8))
        {
            yield return new PdfFile(bytes).AllText;
        }
        else
        {
            yield return Encoding.UTF8.GetString(bytes);
        }
    }
}
