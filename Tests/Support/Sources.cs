namespace RiskReport.Tests.Support;

internal static class Sources
{
    /// <summary>The folder that the sources were built in.</summary>
    public static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!folder.EnumerateFiles("RiskReport.sln").Any())
                folder = folder.Parent!;
            return folder.FullName;
        }
    }
}
