using RiskReport.Data;
using RiskReport.Data.Reference;
using RiskReport.Data.Roster;
using RiskReport.Domain.Reference;

namespace RiskReport.Web.Startup;

/// <summary>
/// The reference data as last read; available once <see cref="Preparation"/> has run. A singleton asks for it each time
/// it needs it: rules and lists change while the program runs.
/// </summary>
public sealed class ReferenceHolder(ReferenceStore store)
{
    private volatile ReferenceData? current;

    public ReferenceData Current => current ?? throw new InvalidOperationException("The reference data is not read yet.");

    public async Task RefreshAsync(CancellationToken ct) => current = await store.ReadAsync(ct);
}

internal static class Preparation
{
    /// <summary>Schema, reference data, then the reference data in memory: before serving and before every verb that needs the database.</summary>
    public static async Task PrepareAsync(this WebApplication app, CancellationToken ct)
    {
        if (app.Configuration.GetValue("Database:Migrate", true))
            await app.MigrateAsync(ct);
        else
            await app.AskServerAsync(ct);
        await app.Services.GetRequiredService<ReferenceHolder>().RefreshAsync(ct);
    }

    public static async Task MigrateAsync(this WebApplication app, CancellationToken ct)
    {
        // the scripts need what is asked for, and would end with a message of their own
        await app.AskServerAsync(ct);
        await Migrations.RunAsync(
            app.Services.GetRequiredService<Database>(), why => app.Logger.LogWarning("Waiting to migrate the database: {Reason}", why), ct);
        await app.Services.GetRequiredService<RiskTraitsFill>().RunAsync(ct);
    }

    private static async Task AskServerAsync(this WebApplication app, CancellationToken ct)
    {
        if (await Migrations.ServerObstacleAsync(app.Services.GetRequiredService<Database>(), ct) is { } obstacle)
            throw new InvalidOperationException(obstacle);
    }
}
