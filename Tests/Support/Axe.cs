using System.Text.Json;

namespace RiskReport.Tests.Support;

/// <summary>axe-core on a page at hand, which must not need scrolling sideways either.</summary>
internal static class Axe
{
    private const string Run = "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'] }).then(r => JSON.stringify(r.violations"
        + ".filter(v => v.impact === 'serious' || v.impact === 'critical').map(v => v.id + ' ' + v.nodes.map(n => n.target.join(' ')).join(', ') + ' ' + v.helpUrl)))";

    private static readonly Lazy<string> Source =
        new(() => File.ReadAllText(Path.Combine(Sources.Root, "Web", "node_modules", "axe-core", "axe.min.js")));

    public static async Task CheckAsync(BrowserSession browser, string name)
    {
        await browser.Page.EvaluateAsync(Source.Value);
        var found = JsonSerializer.Deserialize<string[]>(await browser.Page.EvaluateAsync<string>(Run))!;
        Assert.IsEmpty(found, $"{name}\n{string.Join('\n', found)}");
        Assert.IsTrue(await browser.Page.EvaluateAsync<bool>("document.scrollingElement.scrollWidth <= window.innerWidth"), $"{name} must be scrolled sideways.");
    }
}
