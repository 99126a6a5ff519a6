using RiskReport.Data;
using RiskReport.Data.Reference;
using RiskReport.Domain.Reference;

namespace RiskReport.Web.Startup;

/// <summary>The reference data as read when the program started; available once <see cref="Preparation"/> has run.</summary>
public sealed class ReferenceHolder
{
    private ReferenceData? current;

    public ReferenceData Current
    {
        get => current ?? throw new InvalidOperationException("The reference data is not read yet.");
        internal set => current = value;
    }
}

internal static class Preparation
{
    /// <summary>Schema, reference data, then the reference data in memory: before serving and before every verb that needs the database.</summary>
    public static async Task PrepareAsync(this WebApplication app, CancellationToken ct)
    {
        if (app.Configuration.GetValue("Database:Migrate", true))
            await app.MigrateAsync(ct);

        var reference = app.Services.GetRequiredService<ReferenceStore>();
        app.Services.GetRequiredService<ReferenceHolder>().Current = await reference.ReadAsync(ct);
    }

    public static async Task MigrateAsync(this WebApplication app, CancellationToken ct)
    {
        Migrations.Run(app.Services.GetRequiredService<Database>());
        await app.Services.GetRequiredService<ReferenceStore>().AddMissingAsync(ct);
    }
}
