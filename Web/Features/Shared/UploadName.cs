using System.Globalization;
using System.Text;

namespace RiskReport.Web.Features.Shared;

/// <summary>The name of an uploaded file: for show only, never a path, without what does not show or moves the writing around it, and no longer than it is kept.</summary>
public static class UploadName
{
    private const int Longest = 200;

    public static string Of(IFormFile file)
    {
        var name = string.Concat(file.FileName[(file.FileName.LastIndexOfAny(['/', '\\']) + 1)..].EnumerateRunes().Where(Shows)).Trim();
        if (name.Length > Longest)
            name = name[(char.IsLowSurrogate(name[^Longest]) ? ^(Longest - 1) : ^Longest)..];
        return name.Length > 0 ? name : "未命名";
    }

    private static bool Shows(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
