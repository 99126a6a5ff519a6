using System.Globalization;

namespace RiskReport.Reports.Xlsx;

/// <summary>Column letters and back; columns count from zero, rows from one as on screen.</summary>
public static class CellReference
{
    // XFD, the last column of Excel, has three letters
    private const int MostLetters = 3;

    /// <summary>The column of a reference such as <c>AB12</c>, or -1 if it is none.</summary>
    public static int Column(string reference)
    {
        var column = 0;
        var letters = 0;
        while (letters < reference.Length && char.IsAsciiLetter(reference[letters]))
        {
            if (letters == MostLetters)
                return -1;
            column = (column * 26) + (reference[letters++] & 0x1F);
        }

        return column - 1;
    }

    public static string Letters(int column)
    {
        var letters = "";
        for (var rest = column + 1; rest > 0; rest = (rest - 1) / 26)
            letters = (char)('A' + ((rest - 1) % 26)) + letters;
        return letters;
    }

    public static string Of(int column, int row) => Letters(column) + row.ToString(CultureInfo.InvariantCulture);
}
