using System.Security.Cryptography;
using RiskReport.Domain.Accounts;

namespace RiskReport.Web.Identity;

/// <summary>Twenty characters that are not mistaken for one another when read from paper.</summary>
internal static class OneTimePassword
{
    private const string Alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789";

    public static string New()
    {
        while (true)
        {
            var password = string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Alphabet, 5)));
            if (!PasswordProfile.Dengbao.Broken("", password, _ => false).Any())
                return password;
        }
    }
}
