using System.CommandLine;
using Microsoft.AspNetCore.Identity;
using RiskReport.Data.Accounts;
using RiskReport.Domain.Accounts;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Commands;

/// <summary>The way back in for whom nobody else can reset: the only administrator who has lost the password or the telephone.</summary>
internal static class UserResetCommand
{
    public static Command Create(VerbHost host)
    {
        var name = new Argument<string>("NAME") { Description = "用户名" };
        var factor = new Option<bool>("--second-factor") { Description = "同时清除动态口令和恢复码" };

        var command = new Command("reset", "重置密码为一次性密码，解除登录限制，结束全部登录") { name, factor };
        command.SetAction(async (parsed, ct) =>
        {
            await using var app = await host.ReadyAsync(ct);
            return await ResetAsync(app.Services, parsed.GetRequiredValue(name), parsed.GetValue(factor), parsed.InvocationConfiguration, ct);
        });
        return command;
    }

    private static async Task<int> ResetAsync(IServiceProvider services, string name, bool factorToo, InvocationConfiguration console, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        if (await users.FindByNameAsync(name) is not { } account)
            return await RefuseAsync(console, $"没有用户名为“{name}”的账户。");
        if (account.State is AccountState.Ended)
            return await RefuseAsync(console, $"账户“{account.UserName}”已停用，请由系统管理员恢复。");

        var password = OneTimePassword.New();
        var standing = new AccountStanding(account.Id, account.Role, account.RegionCode, account.State);
        var people = scope.ServiceProvider.GetRequiredService<PeopleStore>();
        foreach (var deed in factorToo ? new[] { AccountDeed.Factor, AccountDeed.Password } : [AccountDeed.Password])
        {
            var change = new AccountChange
            {
                Deed = deed,
                UserName = account.UserName!,
                Before = standing,
                After = standing,
                PasswordHash = deed is AccountDeed.Password ? users.PasswordHasher.HashPassword(account, password) : null,
                Attempts = [AttemptGuard.Who(account.NormalizedUserName!)],
            };
            if (!await people.ChangeAsync(change, new Actor("命令行", "命令行", deed.Word()), ct))
                return await RefuseAsync(console, $"账户“{account.UserName}”刚刚已由其他人处理，请再试一次。");
        }

        await console.Error.WriteLineAsync($"已重置账户“{account.UserName}”（{account.Role.Word()}）的密码{(factorToo ? "和动态口令" : "，动态口令不变")}。");
        await console.Error.WriteLineAsync($"下面是一次性密码，只显示这一次，{PasswordSignIn.OneTimeLifetime.TotalDays} 天内有效，登录后必须修改：");
        await console.Output.WriteLineAsync(password);
        return CommandLine.Good;
    }

    private static async Task<int> RefuseAsync(InvocationConfiguration console, string problem)
    {
        await console.Error.WriteLineAsync(problem);
        return CommandLine.BadArguments;
    }
}
