namespace RiskReport.Reports.Uploads;

internal static class Quoted
{
    public static string List(IEnumerable<string> names) => string.Join("、", names.Select(n => $"“{n}”"));
}
