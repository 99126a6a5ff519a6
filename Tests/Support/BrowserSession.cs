using System.Text;
using Microsoft.Playwright;
using RiskReport.Domain.Fields;

namespace RiskReport.Tests.Support;

/// <summary>One person at one screen. What the console says beyond a refused request is kept, for the test to fail on.</summary>
internal sealed class BrowserSession : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly List<string> complaints = [];

    private BrowserSession(IBrowserContext context, IPage page)
    {
        this.context = context;
        Page = page;
        page.PageError += (_, error) => complaints.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.Contains("the server responded with a status of 4", StringComparison.Ordinal))
                complaints.Add(message.Text);
        };
    }

    public IPage Page { get; }

    public static async Task<BrowserSession> OpenAsync(TestApp app, int width = 1280, bool script = true, bool bypassCsp = false)
    {
        var browser = await Chromium.BrowserAsync();
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = app.Address.ToString(),
            Locale = "zh-CN",
            JavaScriptEnabled = script,
            BypassCSP = bypassCsp,
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
        });
        context.SetDefaultTimeout(30_000);
        return new BrowserSession(context, await context.NewPageAsync());
    }

    public async Task SignInAsync(string name)
    {
        await Page.GotoAsync("/signin");
        await Page.FillAsync("[name=UserName]", name);
        await Page.FillAsync("[name=Password]", TestApp.Password);
        await Page.ClickAsync("main button[type=submit]");
        await Page.WaitForURLAsync(u => !u.Contains("signin", StringComparison.Ordinal));
    }

    /// <summary>Answers what is asked of the enterprise as a whole so that nothing makes it red and no special sheet is asked for.</summary>
    public async Task AnswerHarmlesslyAsync()
    {
        await Page.GotoAsync(ReportForm.Part("industry"));
        foreach (var question in SheetFields.Questions)
            await Page.CheckAsync($"[name='Basics.{question.Key}'][value='否']");
        await Page.ClickAsync(".form-foot button");
        await Page.GotoAsync(ReportForm.Part("whole"));
        await Page.FillAsync("[name='Basics.HazardPlacePeople']", "0");
        foreach (var question in new[] { "MajorHazard", "SeriousViolation", "AccidentConditions" })
            await Page.CheckAsync($"[name='Basics.{question}'][value='否']");
        await Page.ClickAsync(".form-foot button");
        await Page.WaitForURLAsync("**/risks");
    }

    /// <summary>How many different colours a canvas shows; a blank one shows one.</summary>
    public Task<int> ColoursAsync(string canvas) => Page.Locator(canvas).First.EvaluateAsync<int>("""
        c => new Set(new Uint32Array(c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer)).size
        """);

    /// <summary>On paper the picture of a chart is there, within the page.</summary>
    public async Task AssertPrintsAsync(string chart)
    {
        await Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        var box = (await Page.Locator(chart + " canvas").First.BoundingBoxAsync())!;
        Assert.IsTrue(box is { Width: > 200, Height: > 100 } && box.X + box.Width <= Page.ViewportSize!.Width, $"{chart}: {box.X} {box.Width} x {box.Height}");
        Assert.Contains("/Subtype /Image", Encoding.Latin1.GetString(await Page.PdfAsync()));
        await Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Screen });
    }

    public void AssertQuiet() => Assert.IsEmpty(complaints, string.Join('\n', complaints));

    public ValueTask DisposeAsync() => context.DisposeAsync();
}
