using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.Extensions.DependencyInjection;
using RiskReport.Data.Enterprises;
using RiskReport.Domain.Accounts;

namespace RiskReport.Tests.Support;

/// <summary>The report form as a browser holds it: every answer of its page, and what is typed over them.</summary>
internal sealed class ReportForm
{
    public const int Year = 2026;
    public const string Address = "/declarations/2026";
    public const string Result = "/declarations/2026/result";

    private readonly Dictionary<string, string> answers;

    private ReportForm(Dictionary<string, string> answers) => this.answers = answers;

    /// <summary>What a browser would post: the hidden inputs and the typed ones, not what is left unchecked.</summary>
    public IReadOnlyDictionary<string, string> Answers => answers;

    public string this[string name] => answers.GetValueOrDefault(name, "");

    public static async Task<ReportForm> OpenAsync(HttpClient client) => On(await client.PageAsync(Address));

    public static ReportForm On(IHtmlDocument page)
    {
        var form = page.QuerySelector("form.report") ?? throw new AssertFailedException("The page has no report form: " + page.Body!.TextContent);
        var answers = new Dictionary<string, string>();
        foreach (var control in form.QuerySelectorAll("input[name], textarea[name], select[name]"))
        {
            var (value, counts) = control switch
            {
                IHtmlInputElement { Type: "radio" or "checkbox" } box => (box.Value, box.IsChecked),
                IHtmlInputElement input => (input.Value, true),
                IHtmlTextAreaElement area => (area.Value, true),
                IHtmlSelectElement select => (select.Value ?? "", true),
                _ => ("", false),
            };
            if (counts)
                answers[control.GetAttribute("name")!] = value;
        }

        return new ReportForm(answers);
    }

    public ReportForm With(params (string Name, string Value)[] typed)
    {
        var all = new Dictionary<string, string>(answers);
        foreach (var (name, value) in typed)
            all[name] = value;
        return new ReportForm(all);
    }

    /// <summary>What must be answered of the enterprise as a whole, where it is not: nothing that would raise its colour.</summary>
    public ReportForm Harmless() => With([.. new[] { ("HazardPlacePeople", "0"), ("MajorHazard", "否"), ("SeriousViolation", "否"), ("AccidentConditions", "否") }
        .Where(a => this[$"Basics.{a.Item1}"].Length == 0).Select(a => ($"Basics.{a.Item1}", a.Item2))]);

    /// <summary>Committed, and nothing to report.</summary>
    public ReportForm Nil() => Harmless().With(("Basics.HasMajorRisk", "无"), ("Committed", "true"));

    /// <summary>Committed, with these risks behind those of the page.</summary>
    public ReportForm Filled(bool hasMajorRisk, params Risk[] risks)
    {
        var first = answers.Keys.Count(k => k.EndsWith("].Name", StringComparison.Ordinal));
        return Harmless().With([
            ("Basics.HasMajorRisk", hasMajorRisk ? "有" : "无"), ("Committed", "true"),
            .. risks.SelectMany((r, i) => r.Answers.Select(a => ($"Items[{first + i}].{a.Key}", a.Value))),
        ]);
    }

    /// <summary>path: the button that is pressed, such as /draft.</summary>
    public async Task<HttpResponseMessage> PostAsync(HttpClient client, string path = "", bool htmx = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Address + path) { Content = new FormUrlEncodedContent(answers) };
        if (htmx)
            request.Headers.Add("HX-Request", "true");
        return await client.SendAsync(request);
    }

    /// <summary>Submits, and expects to be sent to the result.</summary>
    public async Task SubmitAsync(HttpClient client)
    {
        using var response = await PostAsync(client);
        Assert.AreEqual(HttpStatusCode.Redirect, response.StatusCode, await response.Content.ReadAsStringAsync());
        Assert.AreEqual(Result, response.Headers.Location!.OriginalString);
    }

    /// <summary>Presses the button and expects the form again.</summary>
    public async Task<IHtmlDocument> RefusedAsync(HttpClient client, string path = "")
    {
        using var response = await PostAsync(client, path);
        return await response.PageAsync(HttpStatusCode.UnprocessableEntity);
    }
}

/// <summary>One risk as it is typed, with valid answers; a test changes only what it is about.</summary>
internal sealed record Risk(IReadOnlyDictionary<string, string> Answers)
{
    public static Risk Lec(string l, string e, string c, string name = "行车吊物坠落") =>
        Of("LEC", name, ("LEC.L", l), ("LEC.E", e), ("LEC.C", c));

    public static Risk Ls(string l, string s, string name = "叉车碰撞") => Of("LS", name, ("LS.L", l), ("LS.S", s));

    public static Risk Direct(string code, string name = "危险化学品储存") => Of("直接判定", name, ("CatalogueCode", code));

    public static Risk Unit(string people, string substances, string name = "危险化学品储罐区") =>
        Of("GB18218", name, ("People", people), ("Substances", substances));

    public static Risk Diagnosis(string score, string directRed = "", string name = "危险化学品生产装置") =>
        Of("危化企业分级", name, ("ChemicalScore", score), ("DirectRed", directRed));

    public Risk With(string key, string value) => new(new Dictionary<string, string>(Answers) { [key] = value });

    private static Risk Of(string method, string name, params (string Key, string Value)[] factors) => new(new Dictionary<string, string>
    {
        ["Name"] = name,
        ["RiskPoint"] = "",
        ["Location"] = "1号车间",
        ["AccidentType"] = "机械伤害",
        ["Consequence"] = "人员受伤",
        ["Method"] = method,
        ["Controls"] = "定期检查\n持证上岗",
        ["Emergency"] = "立即停机，报告负责人",
        ["Department"] = "生产部",
        ["Owner"] = "王强",
        ["Phone"] = "",
    }.Concat(factors.Select(f => KeyValuePair.Create(f.Key, f.Value))).ToDictionary());
}

/// <summary>An enterprise on the roll that owes this year's report, and the person who files it.</summary>
internal sealed record Filer(long EnterpriseId, HttpClient Client)
{
    public static async Task<Filer> SignedInAsync(TestApp app, string township = TestApp.KunshanTownship, string? creditCode = null)
    {
        var id = await Enterprises.AddAsync(app.Database, township, creditCode);
        await app.Services.GetRequiredService<EnterpriseStore>().OpenYearAsync(ReportForm.Year, new Actor("test", "test", "test"), CancellationToken.None);
        return new Filer(id, await app.SignedInAsync(Role.Enterprise, township, id));
    }
}
