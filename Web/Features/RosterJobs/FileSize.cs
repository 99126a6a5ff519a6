namespace RiskReport.Web.Features.RosterJobs;

/// <summary>Bytes as people read them.</summary>
public static class FileSize
{
    public static string Of(long bytes) => bytes switch
    {
        < 1 << 10 => $"{bytes} B",
        < 1 << 20 => $"{bytes / 1024m:0.#} KB",
        _ => $"{bytes / 1048576m:0.#} MB",
    };
}
