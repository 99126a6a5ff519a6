using System.CommandLine;
using System.Data.Common;
using RiskReport.Data;
using RiskReport.Data.Backups;
using RiskReport.Domain;
using RiskReport.Domain.Accounts;

namespace RiskReport.Web.Commands;

/// <summary>A backup while the server runs, and back again into an empty place.</summary>
internal static class BackupCommands
{
    public static Command CreateBackup(VerbHost host) => Create("backup", "备份到一个文件（数据库、密钥、审计锚点）；网站可以照常运行", "备份文件，不能已经存在",
        async (file, parsed, ct) =>
        {
            await using var app = host.Build();
            if (await Migrations.ObstacleAsync(app.Services.GetRequiredService<Database>(), ct) is { } obstacle)
                throw new BackupException(obstacle);
            var manifest = await app.Services.GetRequiredService<BackupStore>().WriteAsync(file.FullName, Who("备份"), ct);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(
                $"已备份到 {file.FullName}：{Sum(manifest)}，{new FileInfo(file.FullName).Length:N0} 字节。文件含密钥和个人信息，请加密保管。");
        });

    public static Command CreateRestore(VerbHost host) => Create("restore", "从备份文件恢复到空的位置，逐项核对后才启用", "备份文件",
        async (file, parsed, ct) =>
        {
            // nothing is migrated or read: there must not be a database yet
            await using var app = host.Build();
            var manifest = await app.Services.GetRequiredService<RestoreStore>().ReadAsync(file.FullName, Who("恢复"), ct);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(
                $"已恢复 {ChinaTime.FromUtc(manifest.MadeAt):yyyy-MM-dd HH:mm:ss} 的备份：{Sum(manifest)}；文件散列、行数和审计记录核对无误。");
        });

    private static Command Create(string name, string description, string what, Func<FileInfo, ParseResult, CancellationToken, Task> run)
    {
        var file = new Argument<FileInfo>("FILE") { Description = what };
        var command = new Command(name, description) { file };
        command.SetAction(async (parsed, ct) =>
        {
            try
            {
                await run(parsed.GetRequiredValue(file), parsed, ct);
                return CommandLine.Good;
            }
            catch (Exception e) when (e is BackupException or IOException or UnauthorizedAccessException or DbException)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync(e is BackupException ? e.Message : $"没有完成：{e.Message}");
                return CommandLine.BadArguments;
            }
        });
        return command;
    }

    private static string Sum(BackupManifest manifest) => $"{manifest.Rows.Count} 张表 {manifest.Rows.Values.Sum():N0} 行，审计记录 {manifest.AuditNumber} 条";

    private static Actor Who(string reason) => new(Environment.UserName, "命令行", reason);
}
