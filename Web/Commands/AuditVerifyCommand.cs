using System.CommandLine;
using RiskReport.Data;
using RiskReport.Data.Audit;
using RiskReport.Data.Declarations;
using RiskReport.Domain.Audit;

namespace RiskReport.Web.Commands;

internal static class AuditVerifyCommand
{
    private const int Broken = 1;

    public static Command Create(VerbHost host)
    {
        var folder = new Option<DirectoryInfo?>("--anchors") { Description = "存放在别处的锚点和公钥所在的文件夹；默认用本机的" };
        var command = new Command("verify", "从第一条起核对审计记录，再核对已提交的报告与其散列值和审计记录、名册中的等级与报告，指出第一处问题") { folder };
        command.SetAction(async (parsed, ct) =>
        {
            var console = parsed.InvocationConfiguration;
            var other = parsed.GetValue(folder);
            if (other is { Exists: false })
            {
                await console.Error.WriteLineAsync($"文件夹 {other.FullName} 不存在。");
                return CommandLine.BadArguments;
            }

            var elsewhere = other is null ? null : new AuditAnchors(other.FullName);
            if (elsewhere?.Read() is { Anchors.Count: 0, Unsigned.Count: 0 })
            {
                await console.Error.WriteLineAsync($"文件夹 {other!.FullName} 中没有锚点（*.anchor）。");
                return CommandLine.BadArguments;
            }

            await using var app = host.Build();
            var services = app.Services;
            if (await Migrations.ObstacleAsync(services.GetRequiredService<Database>(), ct) is { } obstacle)
            {
                await console.Error.WriteLineAsync(obstacle);
                return CommandLine.BadArguments;
            }

            var anchors = elsewhere ?? services.GetRequiredService<AuditAnchors>();
            var verdict = await services.GetRequiredService<AuditVerifier>().RunAsync(
                anchors, services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime, areAll: elsewhere is null, ct);
            await console.Output.WriteLineAsync(verdict.Fault is { } fault
                ? $"审计记录有问题：{fault.Why}"
                : $"审计记录完整：{verdict.Entries} 条，与 {verdict.Anchors} 个锚点相符，最后一条的散列值 {verdict.Hash}。");
            var filed = await services.GetRequiredService<VersionVerifier>().RunAsync(ct);
            await console.Output.WriteLineAsync(filed.First is { } first
                ? $"报告内容有问题：{filed.Versions} 个版本中 {filed.Faults} 个与提交时的不符，第一个是第 {first.Id} 号版本：{first.CreditCode} 的 {first.Year} 年度第 {first.Number} 版，{first.Kind.Word()}。"
                : $"报告内容完整：{filed.Versions} 个版本都与提交时的散列值相符，其中 {filed.Entered} 个与审计记录对照过；名册中的等级都与有效的版本相符。");
            return verdict.Fault is null && filed.First is null ? CommandLine.Good : Broken;
        });
        return command;
    }
}
