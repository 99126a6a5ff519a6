namespace RiskReport.Reports.Xlsx;

/// <summary>The cell formats of the workbooks we write; the numbers are places in <see cref="StylesPart"/>.</summary>
internal enum CellStyle
{
    Plain = 0,
    Heading = 1,
    Text = 2,

    /// <summary>Text that begins like a formula: shown and edited with a leading apostrophe.</summary>
    QuotedText = 3,
    Whole = 4,
    Fraction = 5,
    Time = 6,
    NotGraded = 7,
    Blue = 8,
    Yellow = 9,
    Orange = 10,
    Red = 11,
    Title = 12,
    Label = 13,
    LeftWhole = 14,
    LeftTime = 15,

    /// <summary>Sentences, in as many lines as they need.</summary>
    Wrapped = 16,
    Degree = 17,
    SumText = 18,
    SumWhole = 19,
    SumFraction = 20,
}
