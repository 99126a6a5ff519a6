using System.Text;

namespace RiskReport.Reports.Xlsx;

/// <summary>Which comments of a sheet go, which stay and which come.</summary>
internal sealed class AnnotatedCommentPlan
{
    /// <summary>Excel takes minutes to open a sheet with many more.</summary>
    private const int Most = 5_000;

    // the box of a comment shows less
    private const int Longest = 2_000;

    /// <summary>Cells, by row and column, whose comments are ours from an earlier time.</summary>
    public HashSet<(int Row, int Column)> Old { get; } = [];

    /// <summary>Cells that somebody else has commented on.</summary>
    public HashSet<(int Row, int Column)> Kept { get; } = [];

    /// <summary>Whether there is anything of ours, be it below the comment of somebody else.</summary>
    public bool HasOurs { get; set; }

    /// <summary>The texts to be written.</summary>
    public Dictionary<(int Row, int Column), string> New { get; } = [];

    /// <summary>Of those the cells that have no comment yet.</summary>
    public IReadOnlyList<(int Row, int Column)> Fresh { get; private set; } = [];

    public bool ChangesAnything => HasOurs || New.Count > 0;

    public void Take(AnnotatedSheetPlan sheet)
    {
        var fresh = new List<(int, int)>();
        foreach (var row in sheet.NotedRows)
        {
            foreach (var note in sheet.CellsOf(row))
            {
                var cell = (row, note.Column);
                if (!Kept.Contains(cell))
                {
                    if (Kept.Count + fresh.Count >= Most)
                        continue;
                    fresh.Add(cell);
                }

                New[cell] = AnnotatedComments.Mark + Clean(note.Text);
            }
        }

        Fresh = fresh;
    }

    private static string Clean(string text)
    {
        var clean = new StringBuilder();
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            if (clean.Length >= Longest)
                return clean.Append('…').ToString();
            clean.Append(rune.Value is '\n' or '\t' or (>= ' ' and not (0xFFFE or 0xFFFF)) ? rune : Rune.ReplacementChar);
        }

        return clean.ToString();
    }
}
