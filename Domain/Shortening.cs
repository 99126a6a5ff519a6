namespace RiskReport.Domain;

public static class Shortening
{
    /// <summary>Cut with a sign of it, and never in the middle of a character.</summary>
    public static string ShortenedTo(this string text, int longest) => text.Length <= longest ? text
        : text[..(char.IsHighSurrogate(text[longest - 2]) ? longest - 2 : longest - 1)] + "…";
}
