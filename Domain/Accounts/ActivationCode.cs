using System.Security.Cryptography;
using System.Text;
using RiskReport.Domain.Fields;

namespace RiskReport.Domain.Accounts;

/// <summary>The code on paper by which an enterprise comes to its account: sixteen characters, some eighty bits.</summary>
public static class ActivationCode
{
    public const int Length = 16;

    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(60);

    /// <summary>As it is typed from paper: small letters, blanks, dashes, full-width characters.</summary>
    public static string Plain(string? typed) => string.Concat(Normal.Code(typed ?? "").Where(char.IsAsciiLetterOrDigit));

    /// <summary>ABCD-EFGH-JKMN-PQRS.</summary>
    public static string Grouped(string code) => string.Join('-', code.Chunk(4).Select(part => new string(part)));

    /// <summary>What is kept of it. Nothing can be guessed from it, since the code is random and long.</summary>
    public static string Hash(string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(code)));
}

/// <summary>A code at the one moment at which it is known, for the list that is handed out.</summary>
public sealed record IssuedCode
{
    public required string Name { get; init; }
    public required string CreditCode { get; init; }
    public required string Place { get; init; }
    public required Capacity Capacity { get; init; }
    public required string Code { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime ExpiresAt { get; init; }
}

/// <summary>What stands around a list of codes.</summary>
public sealed record IssuedCodesCover
{
    public required string Region { get; init; }

    /// <summary>Where the codes are entered.</summary>
    public required string Address { get; init; }
    public required string MadeBy { get; init; }
    public required DateTimeOffset MadeAt { get; init; }

    public const string Title = "企业账户激活码";
    public const string OnceOnly = "激活码只在生成时显示一次，系统不保存原文。遗失的可以重新生成，原来的激活码随即失效；每个激活码只能使用一次。";
}
