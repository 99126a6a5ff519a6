using System.Buffers.Text;
using System.Globalization;
using System.Text;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Roster;

namespace RiskReport.Web.Features.Api;

/// <summary>Behind which line a page begins: its place in the order, so that the list goes on even when that line has gone.</summary>
internal static class RosterCursor
{
    public static string Behind(RosterRow row) =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{row.TownshipCode}.{row.EnterpriseId}")));

    /// <summary>Without a cursor the very beginning. Null for anything that is none of this region: a forged one must not widen it.</summary>
    public static RosterPlace? Read(string? cursor, string regionCode)
    {
        if (string.IsNullOrEmpty(cursor))
            return new RosterPlace { After = 0, AfterTownship = new Scope(regionCode).RegionFrom };
        Span<byte> text = stackalloc byte[40];
        return cursor.Length <= 40 && Base64Url.IsValid(cursor) && Base64Url.TryDecodeFromChars(cursor, text, out var length)
            && Encoding.ASCII.GetString(text[..length]).Split('.') is [{ Length: 9 } township, var id]
            && township.All(char.IsAsciiDigit) && township.StartsWith(regionCode, StringComparison.Ordinal)
            && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var after)
            ? new RosterPlace { After = after, AfterTownship = township } : null;
    }
}
