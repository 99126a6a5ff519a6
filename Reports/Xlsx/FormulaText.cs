namespace RiskReport.Reports.Xlsx;

internal static class FormulaText
{
    /// <summary>Whether a spreadsheet that guesses types would calculate this text instead of showing it.</summary>
    public static bool LooksLikeOne(string text) => text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r';
}
