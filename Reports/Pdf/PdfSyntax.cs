using System.Runtime.CompilerServices;

namespace RiskReport.Reports.Pdf;

/// <summary>Lets <c>buffer.Write($"{x} {y} Td")</c> go straight into the bytes, numbers with the point PDF asks for.</summary>
[InterpolatedStringHandler]
internal readonly ref struct PdfSyntax
{
    private readonly ByteBuffer _target;

    public PdfSyntax(int literalLength, int formattedCount, ByteBuffer target)
    {
        _ = literalLength + formattedCount;
        _target = target;
    }

    public void AppendLiteral(string value) => _target.Write(value);

    public void AppendFormatted(string value) => _target.Write(value);

    public void AppendFormatted(int value) => _target.WriteWhole(value);

    public void AppendFormatted(double value) => _target.WriteDecimal(value);
}
