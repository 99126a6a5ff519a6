namespace RiskReport.Web.Startup;

/// <summary>Where appsettings, wwwroot and App_Data lie. It must not depend on the directory one happens to stand in.</summary>
internal static class ContentRoot
{
    private const string Argument = "--contentRoot=";

    public static string Find(string[] settings) =>
        settings.LastOrDefault(s => s.StartsWith(Argument, StringComparison.OrdinalIgnoreCase))?[Argument.Length..]
        ?? ProjectFolder(new DirectoryInfo(AppContext.BaseDirectory))
        ?? AppContext.BaseDirectory;

    /// <summary>
    /// Run from its sources without a word about the environment it is Development; everything else is Production,
    /// as ASP.NET Core has it. Not launchSettings.json: dotnet run would announce it on the standard output of every
    /// verb and let it win over ASPNETCORE_ENVIRONMENT.
    /// </summary>
    public static string? Environment(string[] settings)
    {
#if DEBUG
        var named = settings.Any(s => s.StartsWith("--environment=", StringComparison.OrdinalIgnoreCase))
            || !string.IsNullOrEmpty(System.Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT"))
            || !string.IsNullOrEmpty(System.Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT"));
        return !named && ProjectFolder(new DirectoryInfo(AppContext.BaseDirectory)) is not null ? Environments.Development : null;
#else
        return null;
#endif
    }

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
