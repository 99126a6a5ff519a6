using RiskReport.Domain.Fields;

namespace RiskReport.Domain.Imports;

/// <summary>What a problem means for its enterprise. The numbers are stored.</summary>
public enum ProblemLevel
{
    /// <summary>Keeps it out.</summary>
    Fault = 1,

    /// <summary>May be right: the office confirms it once.</summary>
    Warning = 2,

    /// <summary>Said once and of no consequence.</summary>
    Notice = 3,
}

/// <summary>A bad cell: where it is, what stands in it, a stable code, and a sentence that says how to put it right.</summary>
public sealed record ImportProblem
{
    public required string Sheet { get; init; }

    /// <summary>The row number that Excel shows; 0 for the sheet as a whole.</summary>
    public required int Row { get; init; }
    public required string Column { get; init; }

    /// <summary>Where the column stands in the sheet, from zero; null where the sheet has no such column.</summary>
    public int? ColumnIndex { get; init; }
    public required string Value { get; init; }
    public required string Code { get; init; }
    public required string Message { get; init; }
    public ProblemLevel Level { get; init; } = ProblemLevel.Fault;

    /// <summary>For whoever sees telephones masked. The sentence quotes what was typed; where it does so otherwise than the cell, all its figures go.</summary>
    public ImportProblem Masked() => Column != EnterpriseFields.Phone.Heading || Value.Length == 0 ? this : this with
    {
        Value = PhoneMask.Of(Value)!,
        Message = Message.Contains(Value, StringComparison.Ordinal)
            ? Message.Replace(Value, PhoneMask.Of(Value), StringComparison.Ordinal)
            : PhoneMask.Of(Message)!,
    };
}
