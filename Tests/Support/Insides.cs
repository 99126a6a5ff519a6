using System.Text.RegularExpressions;

namespace RiskReport.Tests.Support;

/// <summary>What only the program itself says, and says to nobody: of exceptions, sources, types, statements and places on the disk.</summary>
internal static partial class Insides
{
    /// <summary>The first of it in an answer, or null.</summary>
    public static string? In(string answer) => Told().Match(answer) is { Success: true } told ? told.Value : null;

    // a hostile value asks for what stands in Account; that it stands on the page again is no answer
    [GeneratedRegex(@"Exception\b|StackTrace|\s+at [A-Z]\w+\.\w+|\b(System|Microsoft|Dapper|RiskReport\.(Web|Data|Domain|Reports))\.[A-Z]\w+|\.cs:line|SQLite|SqlClient|near ""|no such (table|column)"
        + @"|constraint failed|disk (I/O error|is full)|readonly database|/tmp/|\bSELECT [A-Z*]\w*,? .{0,80}\bFROM (?!Account --)")]
    private static partial Regex Told();
}
