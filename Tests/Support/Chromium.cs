using Microsoft.Playwright;

namespace RiskReport.Tests.Support;

/// <summary>The browser of the machine, started once for the whole run.</summary>
[TestClass]
public static class Chromium
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private static readonly string[] Arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];

    private static readonly Lazy<Task<(IPlaywright Playwright, IBrowser Browser)>> Running = new(StartAsync);

    private static string? Executable =>
        Places.Prepend(Environment.GetEnvironmentVariable("CHROMIUM")).FirstOrDefault(p => !string.IsNullOrEmpty(p) && File.Exists(p));

    /// <summary>Skips the test, and says so, where there is no browser; fails it where one is required.</summary>
    public static async Task<IBrowser> BrowserAsync()
    {
        if (Executable is null)
        {
            const string Advice = "No Chromium found: install it (apt-get install chromium) or name it in CHROMIUM.";
            if (Environment.GetEnvironmentVariable("RISKREPORT_REQUIRE_BROWSER") == "1")
                Assert.Fail(Advice);
            Assert.Inconclusive(Advice);
        }

        return (await Running.Value).Browser;
    }

    [AssemblyCleanup]
    public static async Task CloseAsync()
    {
        if (!Running.IsValueCreated)
            return;
        var (playwright, browser) = await Running.Value;
        await browser.DisposeAsync();
        playwright.Dispose();
    }

    private static async Task<(IPlaywright, IBrowser)> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();
        return (playwright, await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Executable, Args = Arguments }));
    }
}
