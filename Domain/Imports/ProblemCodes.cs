namespace RiskReport.Domain.Imports;

/// <summary>The stable codes of what can be wrong with an answer; scripts rely on them.</summary>
public static class ProblemCodes
{
    public const string Required = "REQUIRED";
    public const string CreditCodeCheck = "USCC_CHECK";
    public const string NotInList = "NOT_IN_LIST";
    public const string Number = "NUMBER";
    public const string Range = "RANGE";
    public const string Format = "FORMAT";
    public const string TooLong = "TOO_LONG";
    public const string NumericCode = "NUMERIC_CODE";
    public const string Formula = "FORMULA";
    public const string ErrorCell = "ERROR_CELL";
    public const string DuplicateInFile = "DUPLICATE_IN_FILE";

    /// <summary>The first of the rows of one code; those that repeat it are <see cref="DuplicateInFile"/>.</summary>
    public const string RepeatedBelow = "REPEATED_BELOW";
    public const string OutOfRegion = "OUT_OF_REGION";
    public const string UnknownEnterprise = "UNKNOWN_ENTERPRISE";
    public const string Contradiction = "CONTRADICTION";
    public const string AlreadyFiled = "ALREADY_FILED";

    /// <summary>To be confirmed, not a fault: the template was made for another year.</summary>
    public const string TemplateYear = "TEMPLATE_YEAR";

    /// <summary>A notice, not a fault: the column is ignored.</summary>
    public const string UnknownColumn = "UNKNOWN_COLUMN";
}
