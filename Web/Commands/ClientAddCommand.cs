using System.CommandLine;
using RiskReport.Domain.Accounts;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Commands;

internal static class ClientAddCommand
{
    public static Command Create(VerbHost host)
    {
        var id = new Argument<string>("ID") { Description = "客户端标识，例如 kunshan-platform" };
        var scope = new Option<string>("--scope") { Required = true, Description = $"权限，多项用空格隔开并加引号：{string.Join(" ", ApiScopes.All)}" };
        var region = new Option<string?>("--region") { Description = "可以访问的地区：4、6 或 9 位代码；不写为全市" };
        var redirect = new Option<string?>("--redirect") { Description = "供人员登录使用（授权码加 PKCE）时，登录后返回的地址；不写为系统之间调用" };
        var key = new Option<FileInfo?>("--public-key") { Description = "对方的 PEM 公钥文件：对方用私钥签名（private_key_jwt），不发密钥" };

        var command = new Command("add", "新建接口客户端，密钥只显示一次") { id, scope, region, redirect, key };
        command.SetAction(async (parsed, ct) =>
        {
            var console = parsed.InvocationConfiguration;
            var file = parsed.GetValue(key);
            if (file is { Exists: false })
            {
                await console.Error.WriteLineAsync($"找不到公钥文件 {file.FullName}。");
                return CommandLine.BadArguments;
            }

            var wanted = new NewApiClient(parsed.GetRequiredValue(id), parsed.GetRequiredValue(scope), parsed.GetValue(region), parsed.GetValue(redirect))
            {
                PublicKey = file is null ? null : await File.ReadAllTextAsync(file.FullName, ct),
            };
            await using var app = await host.ReadyAsync(ct);
            await using var services = app.Services.CreateAsyncScope();
            var (secret, problems) = await services.ServiceProvider.GetRequiredService<ApiClientDesk>()
                .AddAsync(wanted, new Actor("命令行", "命令行", "新建接口客户端"), ct);
            foreach (var problem in problems)
                await console.Error.WriteLineAsync(problem.Message);
            if (problems.Count > 0)
                return CommandLine.BadArguments;

            if (secret is null)
            {
                await console.Error.WriteLineAsync($"已新建接口客户端“{wanted.ClientId}”，由对方用私钥签名来申请令牌。");
                return CommandLine.Good;
            }

            await console.Error.WriteLineAsync($"已新建接口客户端“{wanted.ClientId}”。下面是密钥，只显示这一次：");
            await console.Output.WriteLineAsync(secret);
            return CommandLine.Good;
        });
        return command;
    }
}
