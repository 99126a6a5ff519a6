using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace RiskReport.Domain.Accounts;

/// <summary>Six digits by the clock (RFC 6238: SHA-1, steps of thirty seconds), as every authenticator makes them.</summary>
public static class TimeCode
{
    public const int Digits = 6;
    public const int SecretBytes = 20;

    private const int StepSeconds = 30;
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static long StepAt(DateTimeOffset now) => now.ToUnixTimeSeconds() / StepSeconds;

    public static string At(ReadOnlySpan<byte> secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // RFC 6238 names SHA-1; a keyed hash does not suffer from its collisions
        HMACSHA1.HashData(secret, counter, hash);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 0xF)..]) & 0x7FFFFFFF;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>The step whose code was typed: now, the one before or the one behind, and never one that was taken already.</summary>
    public static long? Match(ReadOnlySpan<byte> secret, string code, DateTimeOffset now, long lastStep)
    {
        for (var step = StepAt(now) - 1; step <= StepAt(now) + 1; step++)
        {
            if (step > lastStep && At(secret, step) == code)
                return step;
        }

        return null;
    }

    /// <summary>The secret as it is typed into an authenticator that cannot read the picture (RFC 4648, base32).</summary>
    public static string Base32(ReadOnlySpan<byte> secret)
    {
        var text = new char[(secret.Length * 8 + 4) / 5];
        int bits = 0, held = 0, at = 0;
        foreach (var octet in secret)
        {
            held = ((held << 8) | octet) & 0xFFFF;
            for (bits += 8; bits >= 5; bits -= 5)
                text[at++] = Alphabet[(held >> (bits - 5)) & 31];
        }

        if (bits > 0)
            text[at] = Alphabet[(held << (5 - bits)) & 31];
        return new string(text);
    }

    public static string Address(string product, string userName, ReadOnlySpan<byte> secret) =>
        $"otpauth://totp/{Uri.EscapeDataString(product)}:{Uri.EscapeDataString(userName)}?secret={Base32(secret)}&issuer={Uri.EscapeDataString(product)}";
}
