namespace RiskReport.Domain.Roster;

/// <summary>A list that is about to leave the system, as it is recorded before its first byte.</summary>
public sealed record ExportStart
{
    public required ExportKind Kind { get; init; }
    public required string Format { get; init; }

    /// <summary>In words.</summary>
    public required string Filter { get; init; }

    /// <summary>Whose it is, where it is one's alone: for the audit trail, and never on the public page.</summary>
    public string? About { get; init; }

    /// <summary>The region of the office that takes it.</summary>
    public required string RegionCode { get; init; }

    /// <summary>Why telephone numbers stand in it whole; null where they are masked or there are none.</summary>
    public string? PhonesFor { get; init; }
}

/// <summary>What anyone may learn of an export who holds its code: the office's region, and nothing of persons.</summary>
public sealed record ExportVerification
{
    public required string Code { get; init; }

    /// <summary>Not recorded before there were several.</summary>
    public ExportKind? Kind { get; init; }
    public required string Format { get; init; }
    public required string Filter { get; init; }
    public string? FilterRest { get; init; }
    public long? RowsMade { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime MadeAt { get; init; }
    public string? Office { get; init; }
    public string? Sha256 { get; init; }
    public long? Bytes { get; init; }

    /// <summary>Recorded after the last byte only: what broke off, or still runs, is not the whole.</summary>
    public bool IsComplete => RowsMade is not null;
}
