using System.CommandLine;
using RiskReport.Data.Seeding;
using RiskReport.Domain;
using RiskReport.Web.Startup;

namespace RiskReport.Web.Commands;

internal static class SeedCommands
{
    public static Command CreateDemo(VerbHost host)
    {
        var command = new Command("demo", "示例城市：几百家企业，每种角色一个账户；重复执行不会改变任何内容");
        command.SetAction(async (parsed, ct) =>
        {
            await using var app = host.Build();
            if (app.Environment.IsProduction())
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync("正式环境（Production）不能加入示例企业和示例账户。");
                return CommandLine.BadArguments;
            }

            await app.PrepareAsync(ct);
            foreach (var signIn in await Demonstration.SeedAsync(app.Services, ct))
                await parsed.InvocationConfiguration.Output.WriteLineAsync($"{signIn.Role}\t{signIn.UserName}\t{signIn.Password}");
            return CommandLine.Good;
        });
        return command;
    }

    public static Command CreateCity(VerbHost host)
    {
        var enterprises = new Option<int>("--enterprises") { Description = "企业数", Required = true };
        var risks = new Option<int>("--risks-per-enterprise") { Description = "每家企业的平均风险数", DefaultValueFactory = _ => 8 };
        var year = new Option<int?>("--year") { Description = "报告年度，默认今年" };
        var seed = new Option<int>("--seed") { Description = "种子；同一种子得到同一座城市", DefaultValueFactory = _ => 1 };
        var command = new Command("city", "用于压力测试的合成城市") { enterprises, risks, year, seed };
        command.SetAction(async (parsed, ct) =>
        {
            var count = parsed.GetValue(enterprises);
            var average = parsed.GetValue(risks);
            if (count is < 1 or > 1_000_000 || average is < 1 or > 100)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync("企业数应在 1 至 1000000 之间，平均风险数应在 1 至 100 之间。");
                return CommandLine.BadArguments;
            }

            await using var app = await host.ReadyAsync(ct);
            var clock = app.Services.GetRequiredService<TimeProvider>();
            var added = await app.Services.GetRequiredService<CitySeed>().AddAsync(
                count, average, parsed.GetValue(year) ?? ChinaTime.Today(clock).Year, parsed.GetValue(seed),
                done => parsed.InvocationConfiguration.Error.WriteLine($"{done} / {count}"), ct);
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"新增 {added} 家企业的报告。");
            return CommandLine.Good;
        });
        return command;
    }
}
