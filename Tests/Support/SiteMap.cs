using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace RiskReport.Tests.Support;

/// <summary>One way in with an address and fields that are good, or could be.</summary>
internal sealed record Entry(HttpClient Client, Route Route, string Path, IReadOnlyDictionary<string, string> Fields);

/// <summary>Where links and forms lead somebody from the pages there are, each route once.</summary>
internal sealed partial class SiteMap(IReadOnlyList<Route> routes, HttpClient client)
{
    private readonly Dictionary<Route, Entry> entries = [];

    private readonly IReadOnlyList<(Route Route, Regex Path)> shapes = routes.OrderBy(r => r.Pattern.Count(c => c == '{'))
        .Select(r => (r, new Regex($"^{string.Join("[^/?]+", Parameter().Split(r.Pattern).Select(Regex.Escape))}$"))).ToList();

    public IReadOnlyDictionary<Route, Entry> Entries => entries;

    public async Task<SiteMap> WalkAsync()
    {
        var queue = new Queue<string>(routes.Where(r => r.Method == "GET" && !Parameter().IsMatch(r.Pattern)).Select(r => r.Pattern));
        for (var seen = new HashSet<Route>(); queue.TryDequeue(out var address);)
        {
            var (path, fields) = Split(address);
            if (Of("GET", path) is not { } route || route.Pattern == "/signout" || !(seen.Add(route) | Add(route, path, fields)))
                continue;
            using var response = await client.GetAsync(address);
            if (!response.IsSuccessStatusCode || response.Content.Headers.ContentType?.MediaType != "text/html")
                continue;
            var page = await new HtmlParser().ParseDocumentAsync(await response.Content.ReadAsStringAsync());
            foreach (var link in page.QuerySelectorAll("a[href^='/']"))
                queue.Enqueue(link.GetAttribute("href")!.Split('#')[0]);
            foreach (var form in page.QuerySelectorAll("form").Cast<IHtmlFormElement>())
                Take(form, path);
        }

        return this;
    }

    private void Take(IHtmlFormElement form, string page)
    {
        foreach (var action in form.QuerySelectorAll("[formaction]").Select(b => b.GetAttribute("formaction")!).Append(form.GetAttribute("action") ?? page))
        {
            var (path, fields) = Split(action);
            foreach (var control in form.QuerySelectorAll("input[name], textarea[name], select[name], button[name]"))
                fields[control.GetAttribute("name")!] = control is IHtmlSelectElement select ? select.Value ?? "" : control is IHtmlTextAreaElement area ? area.Value : control.GetAttribute("value") ?? "";
            fields.Remove("__RequestVerificationToken");
            if (Of(form.GetAttribute("method") is { } method && method.Equals("post", StringComparison.OrdinalIgnoreCase) ? "POST" : "GET", path) is { } route)
                Add(route, path, fields);
        }
    }

    /// <summary>Whether it tells anything new.</summary>
    private bool Add(Route route, string path, Dictionary<string, string> fields)
    {
        var known = entries.GetValueOrDefault(route);
        if (known is not null && fields.Keys.All(known.Fields.ContainsKey))
            return false;
        entries[route] = new Entry(client, route, known?.Path ?? path, (known?.Fields ?? fields).Concat(fields).DistinctBy(f => f.Key).ToDictionary());
        return true;
    }

    private Route? Of(string method, string path) => shapes.FirstOrDefault(s => s.Route.Method == method && s.Path.IsMatch(path)).Route;

    private static (string Path, Dictionary<string, string> Fields) Split(string address)
    {
        var parts = address.Split('?', 2);
        return (parts[0], parts.Length < 2 ? [] : Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(parts[1]).ToDictionary(q => q.Key, q => q.Value.ToString()));
    }

    [GeneratedRegex(@"\{[^}]*\}")]
    public static partial Regex Parameter();
}
