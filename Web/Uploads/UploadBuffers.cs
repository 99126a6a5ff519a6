namespace RiskReport.Web.Uploads;

/// <summary>
/// What is uploaded stands in a file that ASP.NET deletes when its request is over. A program that is killed leaves it there, with names and
/// telephones; the next start puts it away. Whoever else has one open reads on, since it is read by its handle.
/// </summary>
internal static class UploadBuffers
{
    public static void PutAway()
    {
        var folder = new DirectoryInfo(Environment.GetEnvironmentVariable("ASPNETCORE_TEMP") ?? Path.GetTempPath());
        foreach (var file in folder.Exists ? folder.EnumerateFiles("ASPNETCORE_*.tmp", new EnumerationOptions()) : [])   // which leave out what may not be read
        {
            try
            {
                file.Delete();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // another user's, or gone
            }
        }
    }
}
