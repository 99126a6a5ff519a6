using System.Globalization;

namespace RiskReport.Domain.Audit;

/// <summary>Where the trail stood at a moment, signed and kept outside the database: nobody can cut off or rewrite what it covers unnoticed.</summary>
public sealed record AuditAnchor
{
    private const string Format = "RiskReport-anchor/1";

    /// <summary>The signature covers this line too: no anchor passes for one of the other suite.</summary>
    private const string GuomiFormat = "RiskReport-anchor-sm2/1";

    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>The newest entry at that moment.</summary>
    public required long Number { get; init; }
    public required string Hash { get; init; }

    /// <summary>By which it is signed, told by its first line.</summary>
    public CryptographySuite Suite { get; init; }

    /// <summary>Over <see cref="Content"/>, in Base64.</summary>
    public string Signature { get; init; } = "";

    public string Content() => string.Create(CultureInfo.InvariantCulture, $"""
        {(Suite is CryptographySuite.Guomi ? GuomiFormat : Format)}
        time={At.ToString(TimeFormat, CultureInfo.InvariantCulture)}
        number={Number}
        hash={Hash}

        """);

    public string Write() => $"{Content()}signature={Signature}\n";

    /// <summary>Null for what is no anchor.</summary>
    public static AuditAnchor? Read(string text)
    {
        var lines = text.TrimEnd('\n').Split('\n');
        if (lines.Length != 5 || lines[0] is not (Format or GuomiFormat)
            || !DateTime.TryParseExact(Value(1, "time"), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var at)
            || !long.TryParse(Value(2, "number"), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return null;
        return new AuditAnchor
        {
            At = at,
            Number = number,
            Hash = Value(3, "hash"),
            Suite = lines[0] == GuomiFormat ? CryptographySuite.Guomi : CryptographySuite.International,
            Signature = Value(4, "signature"),
        };

        string Value(int line, string name) => lines[line].StartsWith(name + "=", StringComparison.Ordinal) ? lines[line][(name.Length + 1)..] : "";
    }
}
