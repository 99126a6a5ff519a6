using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;

namespace RiskReport.Tests.Support;

/// <summary>
/// A text that every reader of another kind would do something with: a spreadsheet, a browser, a template, a terminal, a mail server, an eye. It looks at
/// every answer as its reader would, and keeps which have shown the text as text.
/// </summary>
internal sealed partial class HostileText(Action<string> fault) : DelegatingHandler
{
    /// <summary>As somebody types it.</summary>
    public const string Typed = "=cmd|'/C'!A1<script>evil()</script>\"'><img src=x onerror=evil()>{{99460000+729}}\u001B[31m\u202Ex\r\nBcc: h@x.cn";

    /// <summary>As it is kept, without blanks and ends of lines, which paper has elsewhere.</summary>
    public static readonly string Kept = OutputSample.Plain(Typed.Replace("\u001B", "", StringComparison.Ordinal).Replace("\u202E", "", StringComparison.Ordinal));

    private readonly HashSet<string> shown = [];

    /// <summary>The paths that have shown it, numbers as #.</summary>
    public IReadOnlyCollection<string> Shown
    {
        get
        {
            lock (shown)
                return [.. shown];
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        var path = Number().Replace(request.RequestUri!.AbsolutePath, "/#");
        var where = $"{request.Method} {request.RequestUri.PathAndQuery}";
        if (response.Headers.Concat(response.Content.Headers).Any(h => h.Key == "Bcc"))
            fault($"{where}: a header of its own");
        foreach (var text in Read(response.Content.Headers.ContentType?.MediaType ?? "", bytes, what => fault($"{where}: {what}")))
        {
            if (request.Method == HttpMethod.Get && !Own().IsMatch(path) && Unseen().Match(text) is { Success: true } unseen)
                fault($"{where}: U+{(int)unseen.Value[0]:X4} at {text[Math.Max(0, unseen.Index - 60)..Math.Min(text.Length, unseen.Index + 30)]}");
            if (text.Contains(HostileValues.WorkedOut, StringComparison.Ordinal))
                fault($"{where}: worked out");
            if (!OutputSample.Plain(text).Contains(Kept, StringComparison.Ordinal))
                continue;
            lock (shown)
                shown.Add(path);
        }

        return response;
    }

    /// <summary>What a person reads there.</summary>
    private static IEnumerable<string> Read(string type, byte[] bytes, Action<string> fault)
    {
        var text = Encoding.UTF8.GetString(bytes);
        switch (type)
        {
            case "text/html":
                var page = new HtmlParser().ParseDocument(text);
                if (page.QuerySelector("img[src=x], script:not([src]):not([type='application/json'])") is { } element)
                    fault(element.OuterHtml);
                if (page.All.SelectMany(e => e.Attributes).FirstOrDefault(a => a.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase)) is { } handler)
                    fault($"{handler.Name}={handler.Value}");
                return [string.Join('\n', page.All.SelectMany(e => e.Attributes).Select(a => a.Value).Prepend(page.DocumentElement.TextContent))];
            case "text/csv":
                if (Formula().IsMatch(text))
                    fault("a formula");
                return [text.Replace("\"\"", "\"", StringComparison.Ordinal)];
            case "application/json" or "application/problem+json":
                using (var json = JsonDocument.Parse(bytes))
                    return [Strings(json.RootElement)];
            case "application/pdf":
                if (Encoding.Latin1.GetString(bytes) is var pdf && (pdf.Contains("/JavaScript", StringComparison.Ordinal) || pdf.Contains("/Launch", StringComparison.Ordinal)))
                    fault("a deed");
                return MarkedCounty.Readings(bytes);
            default:
                var parts = MarkedCounty.Readings(bytes).ToList();
                if (parts.Exists(p => p.Contains("<f>cmd", StringComparison.Ordinal) || p.Contains("<f>=", StringComparison.Ordinal)))
                    fault("a formula");
                return bytes.AsSpan().StartsWith("PK"u8) ? parts.Append(SheetText.All(bytes)) : parts;
        }
    }

    private static string Strings(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => json.GetString()!,
        JsonValueKind.Array => string.Join('\n', json.EnumerateArray().Select(Strings)),
        JsonValueKind.Object => string.Join('\n', json.EnumerateObject().Select(p => Strings(p.Value))),
        _ => "",
    };

    /// <summary>A draft, and the file that somebody sent: what was typed is given back as it was, and to nobody else.</summary>
    [GeneratedRegex("^/(imports/#/(annotated|file)|declarations/#/(risks|check))")]
    private static partial Regex Own();

    [GeneratedRegex("/[0-9]+(?=/|$|\\.)")]
    private static partial Regex Number();

    [GeneratedRegex("[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]")]
    private static partial Regex Unseen();

    [GeneratedRegex("(^|,)\"?=cmd", RegexOptions.Multiline)]
    private static partial Regex Formula();
}
