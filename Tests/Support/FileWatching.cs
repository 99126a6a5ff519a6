using System.Runtime.CompilerServices;

namespace RiskReport.Tests.Support;

/// <summary>
/// A host leaves the watchers of its folders to the finalizer, and a user has 128 inotify instances by default: hundreds of
/// hosts in one run would use them up. Nothing here waits for a file to change, so the hosts poll.
/// </summary>
internal static class FileWatching
{
    [ModuleInitializer]
    internal static void Poll() => Environment.SetEnvironmentVariable("DOTNET_USE_POLLING_FILE_WATCHER", "1");
}
