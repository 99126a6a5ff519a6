using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RiskReport.Domain.Accounts;

namespace RiskReport.Domain.Audit;

/// <summary>An entry of the audit trail, as it is stored and hashed. Its canonical form is described in the README; it never changes.</summary>
public sealed record AuditEntry
{
    public const string Format = "RiskReport-audit/1";
    public const string Done = "ok";
    public const string Refused = "refused";

    /// <summary>What the first entry follows.</summary>
    public static readonly string Beginning = new('0', 64);

    public required long Number { get; init; }

    /// <summary>UTC, whole milliseconds.</summary>
    public required DateTime At { get; init; }
    public required string Action { get; init; }
    public required string Result { get; init; }
    public required string Subject { get; init; }

    /// <summary>Nine digits: whose auditors may read it.</summary>
    public required string Region { get; init; }
    public required string Account { get; init; }
    public required string Role { get; init; }
    public required string AccountRegion { get; init; }
    public required string Source { get; init; }
    public required string HashBefore { get; init; }
    public required string HashAfter { get; init; }
    public required string PreviousHash { get; init; }
    public string Hash { get; init; } = "";

    public static AuditEntry Of(AuditDeed deed, Actor actor, long number, DateTime at, string previousHash)
    {
        var entry = new AuditEntry
        {
            Number = number,
            At = new DateTime(at.Ticks - at.Ticks % TimeSpan.TicksPerMillisecond, DateTimeKind.Utc),
            Action = deed.Action.Code(),
            Result = deed.IsRefused ? Refused : Done,
            Subject = OneLine(deed.Subject, 200),
            Region = new Scope(deed.RegionCode).RegionFrom,
            Account = OneLine(actor.Name, 100),
            Role = actor.Role,
            AccountRegion = actor.RegionCode,
            Source = OneLine(actor.From, 100),
            HashBefore = deed.HashBefore ?? "",
            HashAfter = deed.HashAfter ?? "",
            PreviousHash = previousHash,
        };
        return entry with { Hash = entry.ComputeHash() };
    }

    public string Time => At.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>One line a field; no value holds the end of a line, so that no value can pass for another field.</summary>
    public string Canonical() => string.Create(CultureInfo.InvariantCulture, $"""
        {Format}
        number={Number}
        time={Time}
        action={Action}
        result={Result}
        subject={Subject}
        region={Region}
        account={Account}
        role={Role}
        account-region={AccountRegion}
        source={Source}
        before={HashBefore}
        after={HashAfter}
        previous={PreviousHash}

        """);

    public string ComputeHash() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Canonical())));

    /// <summary>What does not show, or could move the writing on a screen, is written out as \uXXXX; the rest is cut off.</summary>
    private static string OneLine(string text, int longest)
    {
        var line = new StringBuilder(Math.Min(text.Length, longest));
        foreach (var rune in text.EnumerateRunes())
        {
            var written = Shows(rune) ? rune.ToString() : string.Concat(rune.ToString().Select(c => $"\\u{(int)c:x4}"));
            if (line.Length + written.Length > longest)
                break;
            line.Append(written);
        }

        return line.ToString();
    }

    private static bool Shows(Rune rune) => rune.Value != '\\' && Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
