using RiskReport.Domain.Fields;
using RiskReport.Domain.Imports;

namespace RiskReport.Domain.Api;

/// <summary>
/// A report is read with its telephone numbers masked. One that comes back as it was read means the number there is; whichever number it is
/// must be plain, or it is left to be refused.
/// </summary>
internal static class MaskedPhones
{
    public static ImportGroup Kept(ImportGroup group, KnownEnterprise known) => group with
    {
        Enterprise = With(group.Enterprise, EnterpriseFields.Phone, text => Whole([known.Facts.Phone], text)),
        Risks = [.. group.Risks.Select((risk, i) => With(risk, RiskFields.Phone, text => OfRisk(known, i, Normal.Text(risk[RiskFields.Name].Text), text)))],
    };

    /// <summary>That of the risk in the same place, else of those of the same name.</summary>
    private static string? OfRisk(KnownEnterprise known, int place, string name, string text)
    {
        var named = known.Risks.Select((r, i) => (r.Facts, Place: i)).Where(r => r.Facts.Name == name).ToList();
        return Whole(named.Where(r => r.Place == place).Select(r => r.Facts.Phone), text) ?? Whole(named.Select(r => r.Facts.Phone), text);
    }

    private static string? Whole(IEnumerable<string?> numbers, string text) =>
        numbers.Where(n => PhoneMask.Of(n) == text).Distinct().ToList() is [{ } one] ? one : null;

    private static ImportRow With(ImportRow row, Field field, Func<string, string?> whole) =>
        row.ColumnOf(field) is { } column && row[field].Text.Contains('*', StringComparison.Ordinal) && whole(row[field].Text) is { } phone
            ? new ImportRow(row.Number, [.. Enumerable.Range(0, row.Headings.Width).Select(i => i == column ? Cell.Typed(phone) : row[i])], row.Headings)
            : row;
}
