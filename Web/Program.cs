using System.Globalization;
using RiskReport.Web.Commands;
using RiskReport.Web.Startup;

// numbers, dates and the command line's own messages, in the language of the product whatever the machine's is
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture =
    CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-CN");

return await CommandLine.RunAsync(args, Console.In, Console.Out, Console.Error);

public partial class Program
{
    /// <summary>The whole program, for serving and for every verb alike. Settings are configuration arguments only.</summary>
    public static WebApplication Build(string[] settings, bool serving)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = settings,
            ContentRootPath = ContentRoot.Find(settings),
            EnvironmentName = ContentRoot.Environment(settings),
        });
        builder.UseDefaultAddress();
        if (!serving)
            builder.Logging.ToStandardError();

        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddStorage(builder.Configuration, builder.Environment);
        builder.Services.AddAccounts(builder.Configuration, builder.Environment);
        builder.Services.AddApi(builder.Configuration, builder.Environment);
        builder.Services.AddPages(builder.Configuration, builder.Environment);
        builder.Services.AddWork();

        var app = builder.Build();
        app.UsePages();
        return app;
    }
}
