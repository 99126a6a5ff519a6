using System.CommandLine;
using RiskReport.Data.Accounts;
using RiskReport.Domain.Accounts;
using RiskReport.Domain.Fields;
using RiskReport.Domain.Reference;
using RiskReport.Web.Identity;

namespace RiskReport.Web.Commands;

internal static class UserAddCommand
{
    public static Command Create(VerbHost host)
    {
        var name = new Argument<string>("NAME") { Description = "用户名" };
        var role = new Option<string>("--role") { Required = true, Description = "角色" };
        role.AcceptOnlyFromAmong([.. Enum.GetValues<Role>().Select(r => r.Code())]);
        var region = new Option<string?>("--region") { Description = "地区代码：镇(街道) 9 位，县(市、区) 6 位，市 4 位" };
        var enterprise = new Option<string?>("--enterprise") { Description = "企业的统一社会信用代码（仅用于 enterprise）" };
        var agent = new Option<bool>("--agent") { Description = "受企业委托的托管人员，不是本企业人员（仅用于 enterprise）" };
        var fromInput = new Option<bool>("--password-stdin") { Description = "从标准输入读取密码；不加时生成一次性密码" };

        var command = new Command("add", "新建账户") { name, role, region, enterprise, agent, fromInput };
        command.SetAction(async (parsed, ct) =>
        {
            var wanted = new Wanted(
                parsed.GetRequiredValue(name),
                RoleWords.Parse(parsed.GetRequiredValue(role))!.Value,
                parsed.GetValue(region),
                parsed.GetValue(enterprise),
                parsed.GetValue(agent),
                parsed.GetValue(fromInput) ? await host.Input.ReadLineAsync(ct) ?? "" : null);
            await using var app = await host.ReadyAsync(ct);
            return await AddAsync(app.Services, wanted, parsed.InvocationConfiguration, ct);
        });
        return command;
    }

    private sealed record Wanted(string Name, Role Role, string? Region, string? Enterprise, bool IsAgent, string? Password);

    private static async Task<int> AddAsync(IServiceProvider services, Wanted wanted, InvocationConfiguration console, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var (place, refusal) = await PlaceAsync(scope.ServiceProvider, wanted, ct);
        if (place is null)
            return await RefuseAsync(console, [refusal!]);

        var password = wanted.Password ?? OneTimePassword.New();
        var problems = await scope.ServiceProvider.GetRequiredService<AccountMaker>().MakeAsync(new NewAccount
        {
            UserName = wanted.Name,
            Role = wanted.Role,
            RegionCode = place.RegionCode,
            EnterpriseId = place.EnterpriseId,
            Capacity = wanted.IsAgent ? Capacity.Agent : Capacity.OwnStaff,
            Password = password,
            MustChangePassword = wanted.Password is null,
            By = new Actor("命令行", "命令行", AccountDeed.Make.Word()),
        }, ct: ct);
        if (problems is { Count: > 0 })
            return await RefuseAsync(console, problems);

        await console.Error.WriteLineAsync($"已新建账户“{wanted.Name}”（{wanted.Role.Word()}）。");
        if (wanted.Password is null)
        {
            await console.Error.WriteLineAsync("下面是一次性密码，只显示这一次，首次登录时必须修改：");
            await console.Output.WriteLineAsync(password);
        }

        return CommandLine.Good;
    }

    /// <summary>The rows the account will see, or why it cannot be said.</summary>
    private static async Task<(Scope? Place, string? Refusal)> PlaceAsync(IServiceProvider services, Wanted wanted, CancellationToken ct)
    {
        if (wanted.Role == Role.Enterprise)
            return await EnterprisePlaceAsync(services, wanted, ct);
        if (wanted.Enterprise is not null)
            return (null, "只有 enterprise 角色可以带 --enterprise。");
        if (wanted.IsAgent)
            return (null, "只有 enterprise 角色可以带 --agent。");

        var lengths = wanted.Role.RegionLengths();
        var code = wanted.Region ?? (lengths[0] == Scope.City.RegionCode.Length ? Scope.City.RegionCode : null);
        if (code is null)
            return (null, $"角色 {wanted.Role.Code()} 必须用 --region 指定 {lengths[0]} 位地区代码。");
        if (services.GetRequiredService<ReferenceData>().Regions.Find(code) is not { } place)
            return (null, $"地区代码“{code}”不存在，请核对。");
        return lengths.Contains(place.Code.Length)
            ? (new Scope(place.Code), null)
            : (null, $"角色 {wanted.Role.Code()} 的地区代码应为 {string.Join(" 或 ", lengths)} 位，现为“{code}”。");
    }

    private static async Task<(Scope? Place, string? Refusal)> EnterprisePlaceAsync(IServiceProvider services, Wanted wanted, CancellationToken ct)
    {
        if (wanted.Enterprise is null)
            return (null, "角色 enterprise 必须用 --enterprise 指定企业的统一社会信用代码。");
        var code = Normal.Code(wanted.Enterprise);
        if (!CreditCode.IsValid(code))
            return (null, $"统一社会信用代码“{code}”无效，请对照营业执照核对。");
        if (await services.GetRequiredService<RollLookup>().FindAsync(code, ct) is not { } enterprise)
            return (null, $"企业“{code}”不在名册中，请先导入企业信息。");
        return wanted.Region is null || wanted.Region == enterprise.TownshipCode
            ? (new Scope(enterprise.TownshipCode, enterprise.Id), null)
            : (null, $"企业“{code}”属于 {enterprise.TownshipCode}，与 --region {wanted.Region} 不符；可以不带 --region。");
    }

    private static async Task<int> RefuseAsync(InvocationConfiguration console, IReadOnlyList<string> problems)
    {
        foreach (var problem in problems)
            await console.Error.WriteLineAsync(problem);
        return CommandLine.BadArguments;
    }
}
