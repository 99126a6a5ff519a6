using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.KeyManagement.Internal;
using RiskReport.Domain;
using RiskReport.Web.Sealing;

namespace RiskReport.Web.Startup;

internal static class Cryptography
{
    /// <summary>A word that is neither ends the start: else whoever is examined for SM4 would go on with AES.</summary>
    public static CryptographySuite Suite(IConfiguration configuration) => configuration["Cryptography:Suite"] switch
    {
        null or "international" => CryptographySuite.International,
        "guomi" => CryptographySuite.Guomi,
        var other => throw new InvalidOperationException($"Cryptography:Suite must be international or guomi, not '{other}'."),
    };

    /// <summary>Of cookies, tickets, secrets and kept forms. The keys are kept, or every restart would end every session and spoil every open form.</summary>
    public static void AddSealing(this IServiceCollection services, CryptographySuite suite, string keyFolder)
    {
        services.AddDataProtection()
            .SetApplicationName("RiskReport")
            .PersistKeysToFileSystem(new DirectoryInfo(keyFolder));
        services.Configure<KeyManagementOptions>(o =>
        {
            o.AuthenticatedEncryptorFactories.Insert(0, new GuomiSealFactory());
            if (suite is CryptographySuite.Guomi)
                o.AuthenticatedEncryptorConfiguration = new GuomiSealing();
        });
        var framework = services.Single(s => s.ServiceType == typeof(IDefaultKeyResolver)).ImplementationType!;
        services.AddSingleton<IDefaultKeyResolver>(p => new KeysOfSuite((IDefaultKeyResolver)ActivatorUtilities.CreateInstance(p, framework), suite));
    }
}
