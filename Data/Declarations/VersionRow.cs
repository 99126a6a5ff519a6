using System.IO.Compression;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Declarations;
using RiskReport.Domain.Grading;

namespace RiskReport.Data.Declarations;

/// <summary>A version as a table row, with its receipt code, the canonical form and its hash.</summary>
internal sealed record VersionRow
{
    private const int CodeLength = 16;

    public long DeclarationId { get; init; }
    public required int Number { get; init; }
    public required string Code { get; init; }
    public required DeclarationType Type { get; init; }
    public required FilingSource Source { get; init; }
    public required RiskColour Colour { get; init; }
    public required byte[] Content { get; init; }
    public required string ContentSha256 { get; init; }
    public required DateTime FiledAt { get; init; }
    public required string FiledBy { get; init; }
    public required string FiledFrom { get; init; }

    public static VersionRow Of(Filing filing, int year, int number, DeclarationType type, DateTime filedAt, Actor actor)
    {
        var content = CanonicalReport.Write(filing, year, number, filedAt, type);
        return new VersionRow
        {
            Number = number,
            Code = VerificationCode.New(CodeLength),
            Type = type,
            Source = filing.Source,
            Colour = filing.Grade.Colour,
            Content = Pack(content),
            ContentSha256 = CanonicalReport.Hash(content),
            FiledAt = filedAt,
            FiledBy = actor.Name,
            FiledFrom = actor.From,
        };
    }

    private static byte[] Pack(byte[] content)
    {
        using var packed = new MemoryStream(content.Length / 2);
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest))
            zlib.Write(content);
        return packed.ToArray();
    }
}
