namespace RiskReport.Domain.Api;

/// <summary>One thing that is wrong with a request: a stable code, where it is, and a sentence that says how to put it right.</summary>
public sealed record ApiProblem(string Code, string? Field, string Message);
