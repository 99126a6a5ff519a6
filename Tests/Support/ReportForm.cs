using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.Extensions.DependencyInjection;
using RiskReport.Data.Enterprises;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Fields;

namespace RiskReport.Tests.Support;

/// <summary>
/// The report as a person fills it in, over all its pages: what stands there, what is typed over it, and the way from the
/// first page to the receipt. Answers are named as on the pages, those of the n-th risk Items[n].…
/// </summary>
internal sealed class ReportForm
{
    public const int Year = 2026;
    public const string Address = "/declarations/2026";
    public const string Check = Address + "/check";
    public const string Risks = Address + "/risks";
    public const string Result = Address + "/result";

    private readonly Dictionary<string, string> opened;
    private readonly Dictionary<string, string> answers;
    private readonly IReadOnlyList<string> risks;

    private ReportForm(Dictionary<string, string> opened, Dictionary<string, string> answers, IReadOnlyList<string> risks)
    {
        this.opened = opened;
        this.answers = answers;
        this.risks = risks;
    }

    public IReadOnlyDictionary<string, string> Answers => answers;

    /// <summary>The address of each risk's page.</summary>
    public IReadOnlyList<string> RiskPages => risks;

    public string this[string name] => answers.GetValueOrDefault(name, "");

    public static string Part(string slug) => $"{Address}/parts/{slug}";

    public static async Task<ReportForm> OpenAsync(HttpClient client)
    {
        var tasks = await client.PageAsync(Address);
        var answers = new Dictionary<string, string>();
        foreach (var link in Links(tasks, ".tasks a").Where(l => l.Contains("/parts/", StringComparison.Ordinal)))
            Add(PageForm.On(await client.PageAsync(link)).Answers, answers, "Basics.", "Basics.");
        var list = await client.PageAsync(Risks);
        Add(PageForm.On(list).Answers, answers, "Basics.", "Basics.");
        var risks = Links(list, ".risk-list a").ToList();
        for (var i = 0; i < risks.Count; i++)
            Add(PageForm.On(await client.PageAsync(risks[i])).Answers, answers, "Item.", $"Items[{i}].");
        return new ReportForm(new Dictionary<string, string>(answers), answers, risks);
    }

    public ReportForm With(params (string Name, string Value)[] typed)
    {
        var all = new Dictionary<string, string>(answers);
        foreach (var (name, value) in typed)
            all[name] = value;
        return new ReportForm(opened, all, risks);
    }

    /// <summary>What must be answered of the enterprise as a whole, where it is not: nothing that would raise its colour.</summary>
    public ReportForm Harmless() => With([.. SheetFields.Questions.Select(q => (q.Key, "否"))
        .Concat([("HazardPlacePeople", "0"), ("MajorHazard", "否"), ("SeriousViolation", "否"), ("AccidentConditions", "否")])
        .Where(a => this[$"Basics.{a.Item1}"].Length == 0).Select(a => ($"Basics.{a.Item1}", a.Item2))]);

    /// <summary>Committed, and nothing to report.</summary>
    public ReportForm Nil() => Harmless().With(("Basics.HasMajorRisk", "无"), ("Committed", "true"));

    /// <summary>Committed, with these risks behind those of the page.</summary>
    public ReportForm Filled(bool hasMajorRisk, params Risk[] added)
    {
        var first = answers.Keys.Count(k => k.EndsWith("].Name", StringComparison.Ordinal));
        return Harmless().With([
            ("Basics.HasMajorRisk", hasMajorRisk ? "有" : "无"), ("Committed", "true"),
            .. added.SelectMany((r, i) => r.Answers.Select(a => ($"Items[{first + i}].{a.Key}", a.Value))),
        ]);
    }

    /// <summary>Saves every page on which something was typed, right or wrong.</summary>
    public async Task<ReportForm> SaveAsync(HttpClient client)
    {
        foreach (var part in new[] { "industry", "basics", "safety", "whole" })
            await SavePartAsync(client, part);
        foreach (var sheet in SheetFields.Sheets.Where(s => this[$"Basics.{s.Code}"] == "是"))
            await SavePartAsync(client, sheet.Code);
        var pages = risks.ToList();
        for (var i = 0; answers.ContainsKey($"Items[{i}].Name"); i++)
        {
            if (i >= pages.Count)
                pages.Add(await AddRiskAsync(client));
            var typed = Typed($"Items[{i}].", "Item.");
            if (typed.Any(t => i >= risks.Count || t.Value != opened.GetValueOrDefault($"Items[{i}].{t.Key["Item.".Length..]}", "")))
                await PostPageAsync(client, pages[i], typed);
        }

        await PostPageAsync(client, Risks, [new("Basics.HasMajorRisk", this["Basics.HasMajorRisk"])]);
        return new ReportForm(new Dictionary<string, string>(answers), answers, pages);
    }

    /// <summary>Presses the button of the last page, all other pages being saved; a doubt that no reason was given for gets one.</summary>
    public async Task<HttpResponseMessage> PressAsync(HttpClient client, string button = "")
    {
        var page = PageForm.On(await client.PageAsync(Check));
        return await client.PostAsync(Check + button, new FormUrlEncodedContent(Commitment(page)));
    }

    /// <summary>Presses it many times at once, from one and the same page.</summary>
    public async Task<HttpResponseMessage[]> PressAsync(HttpClient client, int times)
    {
        var posted = Commitment(PageForm.On(await client.PageAsync(Check)));
        return await Task.WhenAll(Enumerable.Range(0, times).Select(_ => client.PostAsync(Check, new FormUrlEncodedContent(posted))));
    }

    /// <summary>Fills in every page and submits, and expects to be sent to the result.</summary>
    public async Task SubmitAsync(HttpClient client)
    {
        using var response = await (await SaveAsync(client)).PressAsync(client);
        Assert.AreEqual(HttpStatusCode.Redirect, response.StatusCode, await response.Content.ReadAsStringAsync());
        Assert.AreEqual(Result, response.Headers.Location!.OriginalString);
    }

    /// <summary>Fills in every page, presses the button and expects the last page again.</summary>
    public async Task<IHtmlDocument> RefusedAsync(HttpClient client)
    {
        using var response = await (await SaveAsync(client)).PressAsync(client);
        return await response.PageAsync(HttpStatusCode.UnprocessableEntity);
    }

    /// <summary>The page that the only problem of a refused report leads to, and the control it is about.</summary>
    public static async Task<(IHtmlDocument Page, AngleSharp.Dom.IElement Control)> FollowAsync(HttpClient client, IHtmlDocument refused)
    {
        var target = refused.QuerySelectorAll(".error-summary a").Single().GetAttribute("href")!.Split('#');
        var page = await client.PageAsync(target[0]);
        return (page, page.GetElementById(target[1]) ?? throw new AssertFailedException($"{target[0]} has no #{target[1]}."));
    }

    private async Task SavePartAsync(HttpClient client, string slug)
    {
        var page = PageForm.On(await client.PageAsync(Part(slug)));
        var typed = answers.Where(a => a.Key.StartsWith("Basics.", StringComparison.Ordinal) && (page.Answers.ContainsKey(a.Key) || page.Asks(a.Key))).ToList();
        if (typed.Exists(t => t.Value != page[t.Key]))
            await PostPageAsync(client, page, Part(slug), typed);
    }

    private static async Task<string> AddRiskAsync(HttpClient client)
    {
        using var response = await client.SubmitAsync(Risks, Risks + "/add");
        Assert.AreEqual(HttpStatusCode.Redirect, response.StatusCode, await response.Content.ReadAsStringAsync());
        return response.Headers.Location!.OriginalString;
    }

    private static async Task PostPageAsync(HttpClient client, string address, IEnumerable<KeyValuePair<string, string>> typed) =>
        await PostPageAsync(client, PageForm.On(await client.PageAsync(address)), address, typed);

    private static async Task PostPageAsync(HttpClient client, PageForm page, string address, IEnumerable<KeyValuePair<string, string>> typed)
    {
        using var response = await client.PostAsync(address, new FormUrlEncodedContent(page.With([.. typed.Select(t => (t.Key, t.Value))]).Answers));
        Assert.IsTrue(response.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.UnprocessableEntity, $"{address}: {response.StatusCode}");
    }

    private List<KeyValuePair<string, string>> Typed(string from, string to) =>
        [.. answers.Where(a => a.Key.StartsWith(from, StringComparison.Ordinal)).Select(a => KeyValuePair.Create(to + a.Key[from.Length..], a.Value))];

    private Dictionary<string, string> Commitment(PageForm page)
    {
        var posted = new Dictionary<string, string>(page.Answers);
        foreach (var name in posted.Keys.Where(k => k.StartsWith("Reasons.", StringComparison.Ordinal) && posted[k].Trim().Length == 0).ToList())
            posted[name] = "已现场核实，情况属实";
        foreach (var (name, value) in answers.Where(a => a.Key is "Committed" or "CommittedBy" or "CommittedRole" || a.Key.StartsWith("Reasons.", StringComparison.Ordinal)))
            posted[name] = value;
        return posted;
    }

    private static IEnumerable<string> Links(IHtmlDocument page, string selector) => page.QuerySelectorAll(selector).Select(a => a.GetAttribute("href")!);

    private static void Add(IReadOnlyDictionary<string, string> from, Dictionary<string, string> to, string was, string becomes)
    {
        foreach (var (name, value) in from.Where(a => a.Key.StartsWith(was, StringComparison.Ordinal)))
            to[becomes + name[was.Length..]] = value;
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
        await app.Services.GetRequiredService<YearStore>().OpenAsync(ReportForm.Year, new Actor("test", "test", "test"), CancellationToken.None);
        return new Filer(id, await app.SignedInAsync(Role.Enterprise, township, id));
    }
}

internal static class ReviewExtensions
{
    /// <summary>The township accepts whatever waits of this enterprise.</summary>
    public static async Task AcceptAsync(this TestApp app, Filer filer)
    {
        var office = await app.SignedInAsync(Role.Township);
        var address = $"/enterprises/{filer.EnterpriseId}/declarations/{ReportForm.Year}";
        var version = (await office.PageAsync(address)).QuerySelector($"form[action='{address}/accept'] input[name=version]")!.GetAttribute("value");
        using var response = await office.SubmitAsync(address, address + "/accept", ("version", version));
        Assert.AreEqual(HttpStatusCode.Redirect, response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
