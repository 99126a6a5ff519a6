using RiskReport.Data;
using RiskReport.Data.Reference;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Reference;

namespace RiskReport.Tests.Support;

/// <summary>The reference data that the program ships, for tests that need no database of their own.</summary>
internal static class Lists
{
    public static readonly DateOnly Today = new(2026, 11, 24);

    public static readonly ReferenceData Reference = Read();

    public static readonly GradingRules Rules = Reference.Rules(Today)!;

    /// <summary>The alternative with LS 17/11/5.</summary>
    public static readonly GradingRules OtherRules = Reference.Rules(Today, "2021-B")!;

    private static ReferenceData Read()
    {
        var file = Path.Combine(Path.GetTempPath(), $"riskreport-lists-{Guid.NewGuid():N}.db");
        try
        {
            var database = Database.Create("sqlite", $"Data Source={file};Pooling=False");
            Migrations.RunAsync(database).GetAwaiter().GetResult();
            return new ReferenceStore(database).ReadAsync(CancellationToken.None).GetAwaiter().GetResult();
        }
        finally
        {
            foreach (var part in new[] { file, file + "-wal", file + "-shm" })
                File.Delete(part);
        }
    }
}
