namespace RiskReport.Reports.Xlsx;

/// <summary>
/// The bounds within which an uploaded workbook is read. Everything a file can claim about its own size is
/// capped by one of them, so a hostile or broken file costs bounded memory and time.
/// </summary>
public sealed record WorkbookLimits
{
    public static readonly WorkbookLimits Default = new();

    public long FileBytes { get; init; } = 50L << 20;

    /// <summary>Files inside the zip.</summary>
    public int Entries { get; init; } = 2_000;

    /// <summary>From one part to others.</summary>
    public int Relationships { get; init; } = 10_000;

    public int Sheets { get; init; } = 1_000;

    /// <summary>Of all entries together, unpacked.</summary>
    public long InflatedBytes { get; init; } = 1L << 30;
    public long StringTableBytes { get; init; } = 256L << 20;

    /// <summary>Of each part that is neither a sheet nor the string table; bloated styles reach 30 MB in honest files.</summary>
    public long OtherPartBytes { get; init; } = 64L << 20;

    /// <summary>Applies to entries over 32 MB; sheets full of repeated rows stay below 100.</summary>
    public int CompressionRatio { get; init; } = 200;

    /// <summary>Rows of a sheet that hold a value.</summary>
    public int Rows { get; init; } = 600_000;

    /// <summary>Rows of a sheet, empty ones included; Excel itself has no more.</summary>
    public int RowsWithEmptyOnes { get; init; } = 1_048_576;

    /// <summary>Columns that may hold a value.</summary>
    public int Columns { get; init; } = 256;

    public int CellCharacters { get; init; } = 32_767;
    public int Strings { get; init; } = 2_000_000;

    /// <summary>Of the whole string table; two bytes each in memory.</summary>
    public long StringCharacters { get; init; } = 100_000_000;
}
