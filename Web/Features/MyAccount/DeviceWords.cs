namespace RiskReport.Web.Features.MyAccount;

/// <summary>A browser's own description, in two words that a person knows.</summary>
public static class DeviceWords
{
    private static readonly (string Mark, string Word)[] Browsers =
        [("MicroMessenger", "微信"), ("DingTalk", "钉钉"), ("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];

    private static readonly (string Mark, string Word)[] Systems =
        [("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux")];

    public static string Of(string device) =>
        (Word(Browsers, device), Word(Systems, device)) switch
        {
            ({ } browser, { } system) => $"{browser}（{system}）",
            ({ } browser, null) => browser,
            (null, { } system) => system,
            _ => "其他设备",
        };

    private static string? Word((string Mark, string Word)[] known, string device) =>
        known.FirstOrDefault(k => device.Contains(k.Mark, StringComparison.Ordinal)).Word;
}
