using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using RiskReport.Domain.Accounts;
using RiskReport.Web.Identity;

namespace RiskReport.Tests.Support;

/// <summary>The whole program over HTTP on its own database, as in Production but for demonstration, clock and hash cost.</summary>
public sealed class TestApp : IAsyncDisposable
{
    public const string Password = "Correct-horse-9";
    public const string Kunshan = "320583";
    public const string KunshanTownship = "320583100";

    private readonly Factory factory;
    private readonly bool listen;
    private readonly bool isSecond;
    private readonly Action<IServiceCollection>? configure;
    private int accounts;

    private TestApp(TestDatabase database, bool listen, Action<IServiceCollection>? configure, Dictionary<string, string>? settings = null, bool isSecond = false)
    {
        Database = database;
        this.isSecond = isSecond;
        this.configure = configure;
        this.listen = listen;
        factory = new Factory(this, configure, settings ?? []);
        if (listen)
            factory.UseKestrel(0);
        factory.StartServer();
    }

    public TestDatabase Database { get; }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 24, 2, 0, 0, TimeSpan.Zero));

    public IServiceProvider Services => factory.Services;

    /// <summary>Where the server really listens, with listen: true; for a browser.</summary>
    public Uri Address => factory.ClientOptions.BaseAddress;

    /// <summary>What stands between a client and the server, cookies included; null as usual.</summary>
    public Func<DelegatingHandler[]>? Between { get; set; }

    /// <summary>listen: a real Kestrel on a free port, for browser tests; otherwise no socket at all.</summary>
    public static async Task<TestApp> StartAsync(
        bool listen = false, Action<IServiceCollection>? configure = null, Dictionary<string, string>? settings = null) =>
        new(await TestDatabase.CreateAsync(), listen, configure, settings);

    /// <summary>On a database that is there already; whose it is disposes of it.</summary>
    public static TestApp On(TestDatabase database) => new(database, listen: false, configure: null, isSecond: true);

    /// <summary>A second instance on the same database, with a clock of its own; end it before this one.</summary>
    public TestApp Second(Dictionary<string, string>? settings = null) => new(Database, listen: false, configure, settings, isSecond: true);

    /// <summary>A browser without its screen: keeps cookies, does not follow redirects.</summary>
    public HttpClient Anonymous() => listen
        ? new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = Address }
        : Between is not null ? factory.CreateDefaultClient(Address, Between())
        : factory.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, BaseAddress = Address });

    public async Task<string> AddAccountAsync(Role role, string? region = null, long? enterpriseId = null, bool mustChangePassword = false, string? name = null, Capacity capacity = Capacity.OwnStaff)
    {
        await using var scope = Services.CreateAsyncScope();
        name ??= $"{role.Code()}-{Interlocked.Increment(ref accounts)}";
        var problems = await scope.ServiceProvider.GetRequiredService<AccountMaker>().MakeAsync(new NewAccount
        {
            UserName = name,
            Role = role,
            RegionCode = region ?? UsualRegion(role),
            EnterpriseId = enterpriseId,
            Capacity = capacity,
            Password = Password,
            MustChangePassword = mustChangePassword,
            By = new Actor("test", "", "test"),
        });
        Assert.IsEmpty(problems!, string.Join(" ", problems!));
        return name;
    }

    /// <summary>A client that has signed in through the page. An enterprise without an id gets one on the roll.</summary>
    public async Task<HttpClient> SignedInAsync(Role role, string? region = null, long? enterpriseId = null)
    {
        if (role == Role.Enterprise)
            enterpriseId ??= await Enterprises.AddAsync(Database, region ?? KunshanTownship);
        var client = Anonymous();
        await client.SignInAsync(await AddAccountAsync(role, region, enterpriseId));
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await factory.DisposeAsync();
        if (!isSecond)
            await Database.DisposeAsync();
    }

    private static string UsualRegion(Role role) => role switch
    {
        Role.Enterprise or Role.Township => KunshanTownship,
        Role.County => Kunshan,
        _ => "3205",
    };

    private sealed class Factory(TestApp app, Action<IServiceCollection>? configure, Dictionary<string, string> settings) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Testing");
            builder.UseSetting("ConnectionStrings:RiskReport", app.Database.Database.ConnectionString);
            builder.UseSetting("Database:Provider", app.Database.Database.Dialect.Name);
            builder.UseSetting("Database:Migrate", "false");
            builder.UseSetting("Storage:Folder", app.Database.Folder);
            builder.UseSetting("SecondFactor:Required", "");
            foreach (var (key, value) in settings)
                builder.UseSetting(key, value);
            builder.ConfigureLogging(l => l.ClearProviders());
            builder.ConfigureServices(services =>
            {
                services.Replace(ServiceDescriptor.Singleton<TimeProvider>(app.Clock));
                services.Configure<PasswordHasherOptions>(o => o.IterationCount = 1);
                configure?.Invoke(services);
            });
        }
    }
}

/// <summary>What a person does with a page.</summary>
public static class BrowserExtensions
{
    public static async Task<IHtmlDocument> PageAsync(this HttpClient client, string address, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var response = await client.GetAsync(address);
        return await response.PageAsync(expected);
    }

    public static async Task<IHtmlDocument> PageAsync(this HttpResponseMessage response, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.AreEqual(expected, response.StatusCode, text);
        var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(text);
        foreach (var source in new[] { "=>", ".Contains(", "\">" })
            Assert.IsFalse(page.QuerySelector("main")?.TextContent.Contains(source, StringComparison.Ordinal) ?? false, $"{source} stands on the page as text: {page.Title}");
        return page;
    }

    /// <summary>Gets the page, takes the antiforgery token of its form, posts to the address.</summary>
    public static async Task<HttpResponseMessage> SubmitAsync(
        this HttpClient client, string page, string address, params (string Name, string? Value)[] fields)
    {
        var token = await client.TokenAsync(page);
        return await client.PostAsync(address, new FormUrlEncodedContent(
            fields.Append(("__RequestVerificationToken", token)).Select(f => KeyValuePair.Create(f.Item1, f.Item2 ?? ""))));
    }

    public static Task<HttpResponseMessage> SubmitAsync(this HttpClient client, string page, params (string Name, string? Value)[] fields) =>
        client.SubmitAsync(page, page, fields);

    public static async Task<string> TokenAsync(this HttpClient client, string page)
    {
        var document = await client.PageAsync(page);
        return document.QuerySelector("input[name=__RequestVerificationToken]")?.GetAttribute("value")
            ?? throw new AssertFailedException($"{page} has no form with an antiforgery token.");
    }

    public static async Task SignInAsync(this HttpClient client, string name, string password = TestApp.Password)
    {
        using var response = await client.SubmitAsync("/signin", ("UserName", name), ("Password", password));
        Assert.AreEqual(HttpStatusCode.Redirect, response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
