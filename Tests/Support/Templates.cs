using RiskReport.Reports;

namespace RiskReport.Tests.Support;

/// <summary>Templates of the import, made from the lists that the program ships.</summary>
internal static class Templates
{
    public static byte[] Of(string region = TestApp.Kunshan, int year = 2026) => ImportTemplate.Make(Lists.Reference, Order(region, year));

    public static TemplateOrder Order(string region = TestApp.Kunshan, int year = 2026) => new()
    {
        Region = Lists.Reference.Regions[region]!,
        Year = year,
        Rules = Lists.Rules,
        MadeAt = new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.FromHours(8)),
    };
}
