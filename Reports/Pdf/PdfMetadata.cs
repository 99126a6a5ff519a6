using System.Globalization;
using System.Text;
using System.Xml;

namespace RiskReport.Reports.Pdf;

/// <summary>What a PDF says about itself once more as XMP, which archives and search engines read; it says the same as the Info dictionary.</summary>
internal static class PdfMetadata
{
    private const string Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    private const string DublinCore = "http://purl.org/dc/elements/1.1/";
    private const string Xmp = "http://ns.adobe.com/xap/1.0/";
    private const string Pdf = "http://ns.adobe.com/pdf/1.3/";
    private const string Xml = "http://www.w3.org/XML/1998/namespace";

    public static byte[] Packet(PdfProperties properties)
    {
        using var packet = new MemoryStream();
        using (var xml = XmlWriter.Create(packet, new XmlWriterSettings { OmitXmlDeclaration = true, Encoding = new UTF8Encoding(false) }))
        {
            // the id is the same in every packet: by it a program finds packets in any file
            xml.WriteProcessingInstruction("xpacket", "begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"");
            xml.WriteStartElement("x", "xmpmeta", "adobe:ns:meta/");
            xml.WriteStartElement("rdf", "RDF", Rdf);
            xml.WriteStartElement("rdf", "Description", Rdf);
            xml.WriteAttributeString("rdf", "about", Rdf, "");
            xml.WriteElementString("dc", "format", DublinCore, "application/pdf");
            WriteList(xml, "language", "Bag", PdfProperties.Language);
            WriteList(xml, "title", "Alt", properties.Title);
            WriteList(xml, "creator", "Seq", properties.Author);
            if (properties.Subject is { } subject)
                WriteList(xml, "description", "Alt", subject);

            var created = properties.CreatedAt.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
            xml.WriteElementString("xmp", "CreateDate", Xmp, created);
            xml.WriteElementString("xmp", "ModifyDate", Xmp, created);
            xml.WriteElementString("xmp", "CreatorTool", Xmp, PdfProperties.Product);
            xml.WriteElementString("pdf", "Producer", Pdf, PdfProperties.Product);
            xml.WriteEndElement();
            xml.WriteEndElement();
            xml.WriteEndElement();
            xml.WriteProcessingInstruction("xpacket", "end=\"r\"");
        }

        return packet.ToArray();
    }

    private static void WriteList(XmlWriter xml, string name, string list, string text)
    {
        xml.WriteStartElement("dc", name, DublinCore);
        xml.WriteStartElement("rdf", list, Rdf);
        xml.WriteStartElement("rdf", "li", Rdf);
        if (list == "Alt")
            xml.WriteAttributeString("xml", "lang", Xml, "x-default");
        xml.WriteString(Allowed(text));
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    /// <summary>Without what XML cannot hold at all.</summary>
    private static string Allowed(string text)
    {
        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!rune.IsBmp || XmlConvert.IsXmlChar((char)rune.Value))
                whole.Append(rune);
        }

        return whole.ToString();
    }
}
