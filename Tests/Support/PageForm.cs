using AngleSharp.Html.Dom;

namespace RiskReport.Tests.Support;

/// <summary>One form of one page as a browser holds it: its answers, and what is typed over them.</summary>
internal sealed class PageForm
{
    private readonly HashSet<string> names;

    private PageForm(Dictionary<string, string> answers, HashSet<string> names)
    {
        Answers = answers;
        this.names = names;
    }

    /// <summary>What a browser would post: the hidden inputs and the typed ones, not what is left unchecked.</summary>
    public IReadOnlyDictionary<string, string> Answers { get; }

    public string this[string name] => Answers.GetValueOrDefault(name, "");

    /// <summary>Whether the page has the question, answered or not.</summary>
    public bool Asks(string name) => names.Contains(name);

    public static PageForm On(IHtmlDocument page)
    {
        var form = page.QuerySelector("form.report") ?? throw new AssertFailedException("The page has no report form: " + page.Body!.TextContent);
        var answers = new Dictionary<string, string>();
        var names = new HashSet<string>();
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
            names.Add(control.GetAttribute("name")!);
            if (counts)
                answers[control.GetAttribute("name")!] = value;
        }

        return new PageForm(answers, names);
    }

    public PageForm With(params (string Name, string Value)[] typed)
    {
        var all = new Dictionary<string, string>(Answers);
        foreach (var (name, value) in typed)
            all[name] = value;
        return new PageForm(all, names);
    }
}

internal static class PageFormExtensions
{
    /// <summary>Posts a page as it was opened.</summary>
    public static Task<HttpResponseMessage> SendAsync(this Filer filer, string address, PageForm form) =>
        filer.Client.PostAsync(address, new FormUrlEncodedContent(form.Answers));

    /// <summary>Opens the page, types over some of its answers and posts it.</summary>
    public static async Task<HttpResponseMessage> TypeAsync(this Filer filer, string address, params (string Name, string Value)[] typed) =>
        await filer.SendAsync(address, PageForm.On(await filer.Client.PageAsync(address)).With(typed));
}
