using System.Text;
using RiskReport.Reports.Xlsx;

namespace RiskReport.Tests.Unit.Xlsx;

[TestClass]
public sealed class XmlTokensTests
{
    private const string Part = """
        <?xml version="1.0"?><!-- <c> --><x:a xmlns:x="urn:x" xmlns:r="urn:r" q='>"' ><b r:id = "1" id2="&lt;&#x4E2D;"/>文字<![CDATA[<d>]]></x:a >
        """;

    [TestMethod]
    [DataRow(1)]
    [DataRow(7)]
    [DataRow(100_000)]
    public void The_tokens_together_are_the_part_however_it_arrives(int atOnce)
    {
        var part = Part.Replace("文字", new string('长', 50_000), StringComparison.Ordinal);
        using var tokens = new XmlTokens(new Drops(Encoding.UTF8.GetBytes(part), atOnce));
        var copy = new MemoryStream();
        var kinds = new List<string>();
        while (tokens.Next())
        {
            copy.Write(tokens.Raw);
            kinds.Add($"{tokens.Kind} {tokens.Depth}");
        }

        Assert.AreEqual(part, Encoding.UTF8.GetString(copy.ToArray()));
        Assert.AreEqual("Other 0, Other 0, Start 0, Empty 1, Other 1, Other 1, End 0", string.Join(", ", kinds));
    }

    [TestMethod]
    public void Attributes_are_found_without_their_prefix_but_declarations_are_none()
    {
        using var tokens = At("b");

        Assert.AreEqual("1", tokens.Attribute("id"u8));
        Assert.AreEqual("<中", tokens.Attribute("id2"u8));
        Assert.IsNull(tokens.Attribute("r"u8));
        Assert.AreEqual("", Encoding.UTF8.GetString(tokens.Prefix));
    }

    [TestMethod]
    public void A_tag_knows_its_namespace_and_what_stands_in_quotes_does_not_end_it()
    {
        using var tokens = At("a");

        Assert.AreEqual("urn:x", tokens.Tag.Namespace(tokens.Prefix));
        Assert.AreEqual(">\"", tokens.Attribute("q"u8));
        Assert.IsNull(tokens.Attribute("r"u8));
    }

    [TestMethod]
    [DataRow("id", "2", false, """<b id="2" id2="&lt;&#x4E2D;"/>""")]
    [DataRow("id2", "", false, """<b r:id = "1"/>""")]
    [DataRow("id2", "", true, """<b r:id = "1">""")]
    [DataRow("s", "5", true, """<b s="5" r:id = "1" id2="&lt;&#x4E2D;">""")]
    public void A_tag_is_written_with_one_attribute_changed(string name, string value, bool opened, string expected)
    {
        using var tokens = At("b");
        var written = new MemoryStream();
        var output = new Utf8Xml(written);

        tokens.Tag.Write(output, Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(value), opened);
        output.Flush();

        Assert.AreEqual(expected, Encoding.UTF8.GetString(written.ToArray()));
    }

    [TestMethod]
    [DataRow("<a", "CORRUPT")]
    [DataRow("<", "CORRUPT")]
    [DataRow("<a b='>", "CORRUPT")]
    [DataRow("< >", "CORRUPT")]
    [DataRow("<!-- a", "CORRUPT")]
    [DataRow("\uFEFF<a b=>", "CORRUPT")]
    [DataRow("<!DOCTYPE a>", "UNSAFE_XML")]
    public void What_is_no_markup_is_refused(string part, string code)
    {
        using var tokens = new XmlTokens(new MemoryStream(Encoding.UTF8.GetBytes(part)));

        var refusal = Assert.ThrowsExactly<WorkbookException>(() =>
        {
            while (tokens.Next())
                tokens.Attribute("b"u8);
        });

        Assert.AreEqual(code, refusal.Code);
    }

    [TestMethod]
    public void A_part_in_another_encoding_is_refused() => Assert.AreEqual("CORRUPT", Assert.ThrowsExactly<WorkbookException>(
        () => new XmlTokens(new MemoryStream([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("<a/>")])).Next()).Code);

    private static XmlTokens At(string name)
    {
        var tokens = new XmlTokens(new MemoryStream(Encoding.UTF8.GetBytes(Part)));
        while (tokens.Next() && !tokens.Opening(Encoding.UTF8.GetBytes(name)))
        {
        }

        return tokens;
    }

    private sealed class Drops(byte[] bytes, int atOnce) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, atOnce));
    }
}
