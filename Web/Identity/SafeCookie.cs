namespace RiskReport.Web.Identity;

/// <summary>
/// Secure always, but for plain http to this very machine (so that a first start can be looked at without a certificate)
/// and for Development. It goes by the host the browser asked for: behind a proxy on the same machine every
/// connection comes from loopback.
/// </summary>
internal sealed class SafeCookie(IHostEnvironment environment) : CookieBuilder
{
    private static readonly string[] ThisMachine = ["localhost", "127.0.0.1", "[::1]"];

    public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom)
    {
        var options = base.Build(context, expiresFrom);
        options.Secure = context.Request.IsHttps || !MayBePlain(context, environment);
        return options;
    }

    public static bool MayBePlain(HttpContext context, IHostEnvironment environment) =>
        environment.IsDevelopment() || ThisMachine.Contains(context.Request.Host.Host, StringComparer.OrdinalIgnoreCase);
}
