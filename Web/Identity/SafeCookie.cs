namespace RiskReport.Web.Identity;

/// <summary>
/// Secure always, but for plain http to this very machine (so that a first start can be looked at without a certificate)
/// and for Development. It goes by the host the browser asked for: behind a proxy on the same machine every
/// connection comes from loopback. Where the public address is https the name says __Host-, so that no neighbouring site and
/// nobody on the way can set it.
/// </summary>
internal sealed class SafeCookie : CookieBuilder
{
    private static readonly string[] ThisMachine = ["localhost", "127.0.0.1", "[::1]"];

    private readonly IHostEnvironment environment;
    private readonly bool isHttps;

    public SafeCookie(string name, IConfiguration configuration, IHostEnvironment environment)
    {
        this.environment = environment;
        isHttps = IsHttps(configuration);
        Name = NameOf(name, configuration);
        HttpOnly = true;
        SameSite = SameSiteMode.Lax;
        IsEssential = true;
    }

    public static string NameOf(string name, IConfiguration configuration) => IsHttps(configuration) ? "__Host-" + name : name;

    public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom)
    {
        var options = base.Build(context, expiresFrom);
        options.Path = "/";
        options.Secure = isHttps || context.Request.IsHttps || !MayBePlain(context, environment);
        return options;
    }

    public static bool MayBePlain(HttpContext context, IHostEnvironment environment) =>
        environment.IsDevelopment() || ThisMachine.Contains(context.Request.Host.Host, StringComparer.OrdinalIgnoreCase);

    public static bool IsHttps(IConfiguration configuration) =>
        configuration["PublicAddress"]?.StartsWith("https://", StringComparison.OrdinalIgnoreCase) is true;
}
