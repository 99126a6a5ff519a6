using RiskReport.Web.Startup;

namespace RiskReport.Web.Commands;

/// <summary>What a verb works with: the program's services without its server, and standard input.</summary>
public sealed class VerbHost(string[] settings, TextReader input)
{
    public string[] Settings => settings;

    public TextReader Input => input;

    /// <summary>The services, with the database migrated and the reference data read.</summary>
    public async Task<WebApplication> ReadyAsync(CancellationToken ct)
    {
        var app = Build();
        await app.PrepareAsync(ct);
        return app;
    }

    /// <summary>The services alone, for a verb that needs no database.</summary>
    public WebApplication Build() => Program.Build(settings, serving: false);
}
