using System.Text;
using System.Xml;

namespace RiskReport.Reports.Xlsx;

/// <summary>
/// Reads one XML part forward. Names are compared without their namespace, so prefixed and strict workbooks read
/// like any other, and every fault of the XML or the zip beneath comes out as a <see cref="WorkbookException"/>.
/// </summary>
internal sealed class PartReader : IDisposable
{
    private const int DeepestElement = 64;

    private readonly StreamReader text;
    private readonly XmlReader xml;
    private XmlNodeType node;
    private char[] buffer = new char[1024];

    public PartReader(Stream part, long length)
    {
        // decoded here: an encoding other than UTF-8 would let '<' hide from InflatedStream
        text = new StreamReader(part, new UTF8Encoding(true, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: false, 16 * 1024);
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = length,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            IgnoreWhitespace = true,
            NameTable = new CappedNames(),
        };

        // creating it reads the first bytes already
        xml = Sound(() => XmlReader.Create(text, settings));
    }

    public int Depth { get; private set; }

    public bool IsEmptyElement => xml.IsEmptyElement;

    public string LocalName => xml.LocalName;

    public string Value => xml.Value;

    public bool Read()
    {
        try
        {
            if (!xml.Read())
                return false;
        }
        catch (Exception e) when (IsFault(e))
        {
            throw Translated(e);
        }

        // asked for several times a node, millions of nodes long
        node = xml.NodeType;
        Depth = xml.Depth;
        return Depth <= DeepestElement ? true : throw WorkbookException.Corrupt();
    }

    public bool IsStart(string name) => node == XmlNodeType.Element && xml.LocalName == name;

    public bool IsStart() => node == XmlNodeType.Element;

    public bool IsEnd(string name) => node == XmlNodeType.EndElement && xml.LocalName == name;

    public bool NextAttribute() => xml.MoveToNextAttribute();

    public void LeaveAttributes() => xml.MoveToElement();

    public string? Attribute(string name)
    {
        string? value = null;
        while (value is null && xml.MoveToNextAttribute())
        {
            if (xml.LocalName == name)
                value = xml.Value;
        }

        xml.MoveToElement();
        return value;
    }

    public void Skip()
    {
        if (xml.IsEmptyElement)
            return;
        var depth = Depth;
        while (Read() && Depth > depth)
        {
        }
    }

    /// <summary>
    /// The text of the current element, which the reader then has behind it. Texts longer than
    /// <paramref name="limit"/> are cut one character after it, never held in memory.
    /// </summary>
    public ReadOnlySpan<char> ReadText(int limit)
    {
        var length = 0;
        if (!xml.IsEmptyElement)
        {
            var depth = Depth;
            while (Read() && Depth > depth)
            {
                if (node is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace)
                    length = Append(length, limit + 1);
            }
        }

        return buffer.AsSpan(0, length);
    }

    private int Append(int length, int limit)
    {
        try
        {
            while (length < limit)
            {
                if (length == buffer.Length)
                    Array.Resize(ref buffer, buffer.Length * 2);
                var read = xml.ReadValueChunk(buffer, length, Math.Min(buffer.Length, limit) - length);
                if (read == 0)
                    break;
                length += read;
            }

            return length;
        }
        catch (Exception e) when (IsFault(e))
        {
            throw Translated(e);
        }
    }

    private static T Sound<T>(Func<T> step)
    {
        try
        {
            return step();
        }
        catch (Exception e) when (IsFault(e))
        {
            throw Translated(e);
        }
    }

    private static bool IsFault(Exception e) => e is XmlException or InvalidDataException or IOException or DecoderFallbackException;

    private static WorkbookException Translated(Exception e) =>
        // the reader has no code for it; a test holds the runtime to this word
        e is XmlException && e.Message.Contains("DTD", StringComparison.Ordinal)
            ? WorkbookException.UnsafeXml(e)
            : WorkbookException.Corrupt(e);

    public void Dispose()
    {
        xml.Dispose();
        text.Dispose();
    }
}
