using System.Security.Cryptography;

namespace RiskReport.Data;

/// <summary>A code that stands on paper and cannot be guessed, without the characters that are taken for one another there.</summary>
internal static class VerificationCode
{
    private const string Alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

    public static string New(int length) => RandomNumberGenerator.GetString(Alphabet, length);
}
