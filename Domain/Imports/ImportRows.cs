using RiskReport.Domain.Fields;

namespace RiskReport.Domain.Imports;

/// <summary>An enterprise of the workbook and its risks, each with its place among them.</summary>
/// <param name="RepeatedAt">The row where its code stands again.</param>
public sealed record ImportGroup(ImportRow Enterprise, string? Key, int? RepeatedAt, IReadOnlyList<ImportRow> Risks);

/// <summary>The rows of both sheets, brought together by credit code wherever they stand.</summary>
public sealed class ImportRows
{
    private readonly Dictionary<string, int> byKey = new(StringComparer.Ordinal);
    private readonly List<Entry> entries = [];
    private readonly List<int> nextRisk = [];
    private readonly List<(int Row, int First)> repeated = [];
    private readonly List<int> orphans = [];
    private PackedRows? enterprises;
    private PackedRows? risks;

    public int Enterprises => entries.Count;

    public int Risks => risks?.Count ?? 0;

    /// <summary>A repeated code: the row, and the row where it stands first.</summary>
    public IEnumerable<(ImportRow Row, int First)> Repeated => repeated.Select(r => (enterprises![r.Row], enterprises[entries[r.First].Row].Number));

    /// <summary>Risks whose enterprise is not in the workbook.</summary>
    public IEnumerable<ImportRow> Orphans => orphans.Select(r => risks![r]);

    public static ImportRows Read(IEnumerable<ImportRow> enterprises, IEnumerable<ImportRow> risks, CancellationToken ct)
    {
        var rows = new ImportRows();
        foreach (var row in enterprises.Where(r => !r.IsBlank))
        {
            ct.ThrowIfCancellationRequested();
            rows.AddEnterprise(row);
        }

        foreach (var row in risks.Where(r => !r.IsBlank))
        {
            ct.ThrowIfCancellationRequested();
            rows.AddRisk(row);
        }

        return rows;
    }

    /// <summary>Rows belong together by the code as it stands, also where it is not a good one; a numeric cell by its digits.</summary>
    public static string? KeyOf(ImportRow row) => Normal.Code(row[EnterpriseFields.CreditCode].Text) is { Length: > 0 } key ? key : null;

    public ImportGroup this[int index]
    {
        get
        {
            var entry = entries[index];
            var row = enterprises![entry.Row];
            var own = new List<ImportRow>(entry.Count);
            for (var risk = entry.FirstRisk; own.Count < entry.Count; risk = nextRisk[risk])
                own.Add(risks![risk]);
            return new ImportGroup(row, KeyOf(row), entry.RepeatedAt, own);
        }
    }

    private void AddEnterprise(ImportRow row)
    {
        enterprises ??= new PackedRows(row.Headings);
        enterprises.Add(row);
        var key = KeyOf(row);
        if (key is not null && !byKey.TryAdd(key, entries.Count))
        {
            var first = byKey[key];
            entries[first] = entries[first] with { RepeatedAt = entries[first].RepeatedAt ?? row.Number };
            repeated.Add((enterprises.Count - 1, first));
            return;
        }

        entries.Add(new Entry(enterprises.Count - 1, null, -1, -1, 0));
    }

    private void AddRisk(ImportRow row)
    {
        risks ??= new PackedRows(row.Headings);
        risks.Add(row);
        var risk = risks.Count - 1;
        nextRisk.Add(-1);
        if (KeyOf(row) is not { } key || !byKey.TryGetValue(key, out var owner))
        {
            orphans.Add(risk);
            return;
        }

        var entry = entries[owner];
        if (entry.Count > 0)
            nextRisk[entry.LastRisk] = risk;
        entries[owner] = entry with { FirstRisk = entry.Count == 0 ? risk : entry.FirstRisk, LastRisk = risk, Count = entry.Count + 1 };
    }

    private readonly record struct Entry(int Row, int? RepeatedAt, int FirstRisk, int LastRisk, int Count);
}
