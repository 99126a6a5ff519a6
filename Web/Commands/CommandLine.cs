using System.CommandLine;
using System.CommandLine.Invocation;

namespace RiskReport.Web.Commands;

/// <summary>The one entry: without a verb the program serves. Results go to output, messages to error, bad arguments exit 2.</summary>
public static class CommandLine
{
    public const int Good = 0;
    public const int BadArguments = 2;
    public const int Failed = 3;

    /// <summary>Options of the host itself, and the two settings without a colon in their name.</summary>
    private static readonly string[] HostKeys =
        ["urls", "environment", "contentRoot", "applicationName", "http_ports", "https_ports", "PublicAddress", "SupervisionPhone"];

    public static async Task<int> RunAsync(string[] args, TextReader input, TextWriter output, TextWriter error)
    {
        var (settings, words) = Split(args);
        var host = new VerbHost(settings, input);
        var root = Root(host);
        var parsed = root.Parse(words, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction)
        {
            foreach (var problem in parsed.Errors)
                await error.WriteLineAsync(problem.Message);
            await error.WriteLineAsync("参数有误；加 --help 可查看用法。");
            return BadArguments;
        }

        var invocation = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        if (parsed.CommandResult.Command == root)
            return await parsed.InvokeAsync(invocation);

        try
        {
            return await parsed.InvokeAsync(invocation);
        }
        catch (Exception e)
        {
            await error.WriteLineAsync($"未能完成：{e}");
            return Failed;
        }
    }

    /// <summary>Every verb of the program, once.</summary>
    private static RootCommand Root(VerbHost host)
    {
        var root = new RootCommand("江苏省工业企业安全生产风险报告。不带命令时启动网站。")
        {
            MigrateCommand.Create(host),
            ImportCommand.Create(host),
            new Command("export", "导出") { ExportRosterCommand.Create(host) },
            GradeCommand.Create(host),
            new Command("audit", "审计记录") { AuditVerifyCommand.Create(host) },
            BackupCommands.CreateBackup(host),
            BackupCommands.CreateRestore(host),
            new Command("seed", "示例数据") { SeedCommands.CreateDemo(host), SeedCommands.CreateCity(host) },
            new Command("user", "账户") { UserAddCommand.Create(host), UserResetCommand.Create(host) },
            new Command("client", "接口客户端") { ClientAddCommand.Create(host) },
        };
        root.SetAction((parsed, ct) => ServeCommand.RunAsync(host, parsed.InvocationConfiguration, ct));
        return root;
    }

    /// <summary>Settings may stand anywhere, as --Key:Part=value or as two words.</summary>
    private static (string[] Settings, string[] Words) Split(string[] args)
    {
        var settings = new List<string>();
        var words = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            if (IsBareSection(args[i], args))
                continue;
            if (!IsSetting(args[i]))
                words.Add(args[i]);
            else if (args[i].Contains('=', StringComparison.Ordinal) || i + 1 == args.Length)
                settings.Add(args[i]);
            else
                settings.Add($"{args[i]}={args[++i]}");
        }

        return ([.. settings], [.. words]);
    }

    /// <summary>The test host passes "--Database=" beside "--Database:Provider=…"; it says nothing.</summary>
    private static bool IsBareSection(string arg, string[] args) =>
        arg.EndsWith('=') && Array.Exists(args, a => a.StartsWith(arg[..^1] + ":", StringComparison.Ordinal));

    private static bool IsSetting(string arg)
    {
        if (!arg.StartsWith("--", StringComparison.Ordinal))
            return false;
        var name = arg[2..].Split('=')[0];
        return name.Contains(':', StringComparison.Ordinal) || HostKeys.Contains(name, StringComparer.OrdinalIgnoreCase);
    }
}
