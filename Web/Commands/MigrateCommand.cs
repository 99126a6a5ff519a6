using System.CommandLine;
using RiskReport.Web.Startup;

namespace RiskReport.Web.Commands;

internal static class MigrateCommand
{
    public static Command Create(VerbHost host)
    {
        var command = new Command("migrate", "把数据库结构和基础数据更新到本程序的版本");
        command.SetAction(async (parsed, ct) =>
        {
            // the operator asked for it, so Database:Migrate=false does not count here
            await using var app = host.Build();
            await app.MigrateAsync(ct);
            await parsed.InvocationConfiguration.Error.WriteLineAsync("数据库结构和基础数据已是最新。");
            return CommandLine.Good;
        });
        return command;
    }
}
