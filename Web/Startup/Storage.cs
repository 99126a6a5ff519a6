using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using RiskReport.Data;
using RiskReport.Data.Accounts;
using RiskReport.Data.Reference;

namespace RiskReport.Web.Startup;

internal static class Storage
{
    /// <summary>Stores and queries of every feature are registered here.</summary>
    public static void AddStorage(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        var folder = Path.GetFullPath(configuration["Storage:Folder"] ?? "App_Data", environment.ContentRootPath);
        services.AddSingleton(Database.Create(
            configuration["Database:Provider"] ?? "sqlite",
            configuration.GetConnectionString("RiskReport") ?? DefaultFile(folder)));

        // kept, or every restart would end every session and spoil every open form
        services.AddDataProtection()
            .SetApplicationName("RiskReport")
            .PersistKeysToFileSystem(Directory.CreateDirectory(Path.Combine(folder, "keys")));

        services.AddSingleton<ReferenceStore>();
        services.AddSingleton<ReferenceHolder>();
        services.AddSingleton(p => p.GetRequiredService<ReferenceHolder>().Current);
        services.AddSingleton<RollLookup>();
        services.AddHealthChecks().AddCheck<DatabaseReady>(nameof(DatabaseReady));
    }

    private static string DefaultFile(string folder) =>
        new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "riskreport.db") }.ToString();
}
