using RiskReport.Domain.Declarations;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Imports;
using RiskReport.Domain.Privacy;

namespace RiskReport.Domain.Api;

/// <summary>
/// A report is read with its telephone numbers and names of persons masked. One that comes back as it was read means what there is; whatever it
/// is must be plain, or it is left to be refused.
/// </summary>
internal static class MaskedAnswers
{
    private static readonly Field[] OfEnterprise = [.. EnterpriseFields.All.Where(Sight.IsOfPerson)];
    private static readonly Field[] OfRisk = [.. RiskFields.All.Where(Sight.IsOfPerson)];

    public static ImportGroup Kept(ImportGroup group, KnownEnterprise known) => group with
    {
        Enterprise = With(group.Enterprise, OfEnterprise, field => Whole(field, [ReportText.Of(known.Facts, null)], group.Enterprise)),
        Risks = [.. group.Risks.Select((risk, place) => With(risk, OfRisk, field => WholeOfRisk(field, known, place, risk)))],
    };

    /// <summary>That of the risk in the same place, else of those of the same name.</summary>
    private static string? WholeOfRisk(Field field, KnownEnterprise known, int place, ImportRow risk)
    {
        var name = Normal.Text(risk[RiskFields.Name].Text);
        var named = known.Risks.Select((r, i) => (r.Facts, Place: i)).Where(r => r.Facts.Name == name).ToList();
        return Whole(field, named.Where(r => r.Place == place).Select(r => ReportText.Of(r.Facts)), risk)
            ?? Whole(field, named.Select(r => ReportText.Of(r.Facts)), risk);
    }

    private static string? Whole(Field field, IEnumerable<IReadOnlyDictionary<Field, string>> known, ImportRow row) =>
        known.Select(k => k[field]).Where(t => Sight.Masked.Of(field, t) == row[field].Text).Distinct().ToList() is [var one] ? one : null;

    private static ImportRow With(ImportRow row, IEnumerable<Field> fields, Func<Field, string?> whole) => fields.Aggregate(row, (kept, field) =>
        kept.ColumnOf(field) is { } column && row[field].Text.Contains(NameMask.Hidden, StringComparison.Ordinal) && whole(field) is { } text
            ? new ImportRow(kept.Number, [.. Enumerable.Range(0, kept.Headings.Width).Select(i => i == column ? Cell.Typed(text) : kept[i])], kept.Headings)
            : kept);
}
