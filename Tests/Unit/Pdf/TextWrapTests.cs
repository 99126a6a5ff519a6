using RiskReport.Reports.Pdf;

namespace RiskReport.Tests.Unit.Pdf;

[TestClass]
public sealed class TextWrapTests
{
    [TestMethod]
    [DataRow("昆山市黄山风", 4, "昆山市黄|山风", DisplayName = "Chinese breaks anywhere")]
    [DataRow("昆山市黄、山", 4, "昆山市|黄、山", DisplayName = "closing punctuation never begins a line")]
    [DataRow("昆山市黄。山", 4, "昆山市|黄。山", DisplayName = "nor a full stop")]
    [DataRow("昆山市》”山", 4, "昆山|市》”山", DisplayName = "nor several of them")]
    [DataRow("昆山市（黄山", 4, "昆山市|（黄山", DisplayName = "opening punctuation never ends a line")]
    [DataRow("昆山市“黄山", 4, "昆山市|“黄山", DisplayName = "nor an opening quotation mark")]
    [DataRow("昆山市GB33", 4, "昆山市|GB33", DisplayName = "a Latin word holds together")]
    [DataRow("WWWWWWW", 4, "WWWW|WWW", DisplayName = "a word longer than the line is broken")]
    [DataRow("昆山 黄山 ", 2, "昆山|黄山", DisplayName = "blanks hang over the edge")]
    [DataRow("昆山市黄山风险一般", 4, "昆山市黄|山风险…", DisplayName = "what is left over is cut with an ellipsis")]
    [DataRow("昆山\r\n黄山", 4, "昆山|黄山", DisplayName = "a paragraph begins a line")]
    [DataRow("昆山\n\n黄山风险\n一般", 4, "昆山|黄山风…", DisplayName = "and what follows it may be cut")]
    [DataRow("𠮷𠮷𠮷𠮷", 3, "𠮷𠮷𠮷|𠮷", DisplayName = "a surrogate pair is never parted")]
    public void Lines_break_as_Chinese_does(string text, int characters, string expected)
    {
        var lines = new TextLine[2];

        var count = TextWrap.Fill(lines, text, NotoSansSc.Regular, characters * 1000);

        var actual = lines.Take(count).Select(l => l.Of(text).ToString() + (l.IsCut ? TextLine.Ellipsis : ""));
        Assert.AreEqual(expected, string.Join('|', actual));
    }

    [TestMethod]
    public void A_column_too_narrow_for_a_character_still_ends()
    {
        var lines = new TextLine[3];

        Assert.AreEqual(3, TextWrap.Fill(lines, "昆山市", NotoSansSc.Regular, 1));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("  ")]
    public void An_empty_text_has_no_lines(string text) =>
        Assert.AreEqual(0, TextWrap.Fill(new TextLine[2], text, NotoSansSc.Regular, 1000));
}
