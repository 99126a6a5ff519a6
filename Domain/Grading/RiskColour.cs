namespace RiskReport.Domain.Grading;

/// <summary>Four grades in order of severity, so that "worst of" is <c>Max</c>. The numbers are stored.</summary>
public enum RiskColour
{
    Blue = 1,
    Yellow = 2,
    Orange = 3,
    Red = 4,
}
