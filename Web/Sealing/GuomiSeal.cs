using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Paddings;
using Org.BouncyCastle.Crypto.Parameters;

namespace RiskReport.Web.Sealing;

/// <summary>
/// Seals with SM4 in CBC mode and HMAC-SM3 over what came of it: salt, initial vector, ciphertext, MAC. As in the framework's own seal both keys are of one
/// message alone: derived from the master key by the counter mode of NIST SP 800-108, with HMAC-SM3, from the purpose and the salt.
/// </summary>
public sealed class GuomiSeal(ISecret master) : IAuthenticatedEncryptor
{
    private const int BlockSize = 16;
    private const int SaltSize = 16;
    private const int KeySize = 16;
    private const int MacSize = 32;
    private const int Smallest = SaltSize + BlockSize + BlockSize + MacSize;

    /// <summary>Of the number that the derivation counts its blocks by.</summary>
    private const int CounterBits = 32;

    public byte[] Encrypt(ArraySegment<byte> plaintext, ArraySegment<byte> additionalAuthenticatedData)
    {
        var head = RandomNumberGenerator.GetBytes(SaltSize + BlockSize);
        var keys = Keys(head.AsSpan(0, SaltSize), additionalAuthenticatedData);
        try
        {
            byte[] body = [.. head, .. Cipher(true, keys, head.AsSpan(SaltSize)).DoFinal(plaintext.Array!, plaintext.Offset, plaintext.Count)];
            return [.. body, .. Mac(keys, body)];
        }
        finally
        {
            CryptographicOperations.ZeroMemory(keys);
        }
    }

    /// <summary>Nothing is deciphered before the MAC is known to be right.</summary>
    public byte[] Decrypt(ArraySegment<byte> ciphertext, ArraySegment<byte> additionalAuthenticatedData)
    {
        if (ciphertext.Count < Smallest)
            throw new CryptographicException("What is sealed is longer than this.");
        var body = ciphertext[..^MacSize];
        var keys = Keys(body.AsSpan(0, SaltSize), additionalAuthenticatedData);
        try
        {
            if (!CryptographicOperations.FixedTimeEquals(Mac(keys, body), ciphertext[^MacSize..]))
                throw new CryptographicException("It was not sealed so, or has been changed.");
            var text = body[(SaltSize + BlockSize)..];
            return Cipher(false, keys, body.AsSpan(SaltSize, BlockSize)).DoFinal(text.Array!, text.Offset, text.Count);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(keys);
        }
    }

    /// <summary>That of SM4 and then that of the MAC.</summary>
    private byte[] Keys(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> purpose)
    {
        var secret = new byte[master.Length];
        try
        {
            master.WriteSecretIntoBuffer(new ArraySegment<byte>(secret));
            var generator = new KdfCounterBytesGenerator(new HMac(new SM3Digest()));
            // the salt has one length only: no purpose and salt pass for another pair
            generator.Init(new KdfCounterParameters(secret, [.. purpose, .. salt], CounterBits));
            var keys = new byte[KeySize + MacSize];
            generator.GenerateBytes(keys, 0, keys.Length);
            return keys;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    private static PaddedBufferedBlockCipher Cipher(bool forEncryption, byte[] keys, ReadOnlySpan<byte> vector)
    {
        var cipher = new PaddedBufferedBlockCipher(new CbcBlockCipher(new SM4Engine()), new Pkcs7Padding());
        cipher.Init(forEncryption, new ParametersWithIV(new KeyParameter(keys, 0, KeySize), vector));
        return cipher;
    }

    private static byte[] Mac(byte[] keys, ReadOnlySpan<byte> body)
    {
        var mac = new HMac(new SM3Digest());
        mac.Init(new KeyParameter(keys, KeySize, MacSize));
        mac.BlockUpdate(body);
        var value = new byte[MacSize];
        mac.DoFinal(value, 0);
        return value;
    }
}
