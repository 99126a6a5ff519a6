namespace RiskReport.Web.Startup;

/// <summary>A sign-in that may be printed, because it exists in Development only.</summary>
internal sealed record DemonstrationSignIn(string Role, string UserName, string Password);

/// <summary>
/// The hook for the demonstration city. It is called once, after preparation and before serving, and only in
/// Development; nothing else may call it, so that Production never has demonstration data or a known password.
/// </summary>
internal static class Demonstration
{
    public static Task<IReadOnlyList<DemonstrationSignIn>> SeedAsync(IServiceProvider services, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(services);
        ct.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<DemonstrationSignIn>>([]);
    }
}
