using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace RiskReport.Web.Sealing;

/// <summary>New keys of the ring are for <see cref="GuomiSeal"/>.</summary>
internal sealed class GuomiSealing : AlgorithmConfiguration
{
    private const int MasterBytes = 64;

    public override IAuthenticatedEncryptorDescriptor CreateNewDescriptor() => new GuomiSealDescriptor(Secret.Random(MasterBytes));
}

/// <summary>What a key's file says: which suite it is of, and the master key, marked as what an encryption of the key files is for.</summary>
internal sealed class GuomiSealDescriptor(ISecret master) : IAuthenticatedEncryptorDescriptor
{
    internal const string MasterKey = "masterKey";

    public ISecret Master => master;

    public XmlSerializedDescriptorInfo ExportToXml()
    {
        var secret = new byte[master.Length];
        master.WriteSecretIntoBuffer(new ArraySegment<byte>(secret));
        var key = new XElement(MasterKey, new XElement("value", Convert.ToBase64String(secret)));
        key.MarkAsRequiresEncryption();
        return new XmlSerializedDescriptorInfo(
            new XElement("descriptor", new XElement("encryption", new XAttribute("algorithm", "SM4_CBC")), new XElement("validation", new XAttribute("algorithm", "HMACSM3")), key),
            typeof(GuomiSealReader));
    }
}

/// <summary>Named in the key's file, and made by its name.</summary>
internal sealed class GuomiSealReader : IAuthenticatedEncryptorDescriptorDeserializer
{
    public IAuthenticatedEncryptorDescriptor ImportFromXml(XElement element) =>
        new GuomiSealDescriptor(new Secret(Convert.FromBase64String((string)element.Element(GuomiSealDescriptor.MasterKey)!)));
}

/// <summary>Registered under either suite: what was sealed under this one opens under both.</summary>
internal sealed class GuomiSealFactory : IAuthenticatedEncryptorFactory
{
    public IAuthenticatedEncryptor? CreateEncryptorInstance(IKey key) => key.Descriptor is GuomiSealDescriptor descriptor ? new GuomiSeal(descriptor.Master) : null;
}
