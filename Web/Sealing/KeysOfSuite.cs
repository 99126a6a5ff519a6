using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.KeyManagement.Internal;
using RiskReport.Domain;

namespace RiskReport.Web.Sealing;

/// <summary>
/// Lets the ring seal by keys of the configured suite alone, and so make one where there is none yet: else the key in use would go on sealing
/// for up to ninety days after a change of the suite. All keys stay in the ring to open with.
/// </summary>
internal sealed class KeysOfSuite(IDefaultKeyResolver framework, CryptographySuite suite) : IDefaultKeyResolver
{
    public DefaultKeyResolution ResolveDefaultKeyPolicy(DateTimeOffset now, IEnumerable<IKey> allKeys) => framework.ResolveDefaultKeyPolicy(now, allKeys.Where(IsOfSuite));

    /// <summary>A key that cannot be read is left to the framework, which knows what to do without it.</summary>
    private bool IsOfSuite(IKey key)
    {
        try
        {
            return key.Descriptor is GuomiSealDescriptor == suite is CryptographySuite.Guomi;
        }
        catch (Exception)
        {
            return true;
        }
    }
}
