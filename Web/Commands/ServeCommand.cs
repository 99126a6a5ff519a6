using System.CommandLine;
using Microsoft.AspNetCore.Connections;
using RiskReport.Web.Startup;
using RiskReport.Web.Uploads;

namespace RiskReport.Web.Commands;

internal static class ServeCommand
{
    public static async Task<int> RunAsync(VerbHost host, InvocationConfiguration console, CancellationToken ct)
    {
        await using var app = Program.Build(host.Settings, serving: true);
        await app.PrepareAsync(ct);
        UploadBuffers.PutAway();
        var signIns = app.Environment.IsDevelopment() ? await Demonstration.SeedAsync(app.Services, ct) : [];

        try
        {
            // not ct: the host would hand it to the background services, which must end by the host's stop alone
            await app.StartAsync(CancellationToken.None);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            await console.Error.WriteLineAsync($"端口已被占用，请用 --urls 另指定一个地址：{e.Message}");
            return CommandLine.BadArguments;
        }

        foreach (var address in app.Addresses())
            await console.Output.WriteLineAsync($"网站已启动：{address}");
        foreach (var signIn in signIns)
            await console.Output.WriteLineAsync($"演示账户：{signIn.UserName} / {signIn.Password}（{signIn.Role}）");

        await app.WaitForShutdownAsync(ct);
        return CommandLine.Good;
    }
}
