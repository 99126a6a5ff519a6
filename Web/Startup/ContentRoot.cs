namespace RiskReport.Web.Startup;

/// <summary>Where appsettings, wwwroot and App_Data lie. It must not depend on the directory one happens to stand in.</summary>
internal static class ContentRoot
{
    private const string Argument = "--contentRoot=";

    public static string Find(string[] settings) =>
        settings.LastOrDefault(s => s.StartsWith(Argument, StringComparison.OrdinalIgnoreCase))?[Argument.Length..]
        ?? ProjectFolder(new DirectoryInfo(AppContext.BaseDirectory))
        ?? AppContext.BaseDirectory;

    /// <summary>A development build runs from bin/ below the project; a published one has no project above it.</summary>
    private static string? ProjectFolder(DirectoryInfo? folder)
    {
        for (; folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Web.csproj")))
                return folder.FullName;
        }

        return null;
    }
}
