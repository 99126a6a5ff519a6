using System.Globalization;
using AngleSharp.Html.Dom;
using RiskReport.Domain.Accounts;

namespace RiskReport.Tests.Support;

/// <summary>An authenticator, and what a person does with it.</summary>
internal static class Factors
{
    public const string Page = "/account/second-factor";

    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static async Task<(byte[] Secret, List<string> Codes)> AddFactorAsync(this HttpClient client, TestApp app)
    {
        var page = await client.PageAsync(Page);
        var secret = FromBase32(page.QuerySelector(".secret")!.TextContent.Replace(" ", "", StringComparison.Ordinal));
        Assert.IsNotNull(page.QuerySelector("svg.qr path"));
        using var added = await client.SubmitAsync(Page, ("secret", ((IHtmlInputElement)page.QuerySelector("[name=secret]")!).Value), ("password", TestApp.Password), ("code", Code(app, secret)));
        return (secret, (await added.PageAsync()).QuerySelectorAll(".codes code").Select(c => c.TextContent).ToList());
    }

    public static string Code(TestApp app, byte[] secret, int steps = 0) => TimeCode.At(secret, TimeCode.StepAt(app.Clock.GetUtcNow()) + steps);

    internal static string ToBase32(byte[] bytes)
    {
        var bits = string.Concat(bytes.Select(b => b.ToString("B8", CultureInfo.InvariantCulture)));
        return string.Concat(bits.Chunk(5).Select(five => Letters[Convert.ToInt32(new string(five).PadRight(5, '0'), 2)]));
    }

    internal static byte[] FromBase32(string text)
    {
        var bytes = new List<byte>();
        int held = 0, bits = 0;
        foreach (var c in text)
        {
            held = ((held << 5) | Letters.IndexOf(c, StringComparison.Ordinal)) & 0xFFFF;
            if ((bits += 5) >= 8)
                bytes.Add((byte)(held >> (bits -= 8)));
        }

        return [.. bytes];
    }
}
