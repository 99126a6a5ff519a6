using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using RiskReport.Domain;
using RiskReport.Domain.Grading;
using RiskReport.Domain.Reference;

namespace RiskReport.Web.Commands;

internal static class GradeCommand
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create(VerbHost host)
    {
        var file = new Argument<FileInfo?>("FILE") { Description = "JSON 文件；不写则从标准输入读取", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("grade", "对 JSON 中的风险项评级，输出企业颜色、每项颜色、分值和理由") { file };
        command.SetAction(async (parsed, ct) =>
        {
            var error = parsed.InvocationConfiguration.Error;
            if (parsed.GetValue(file) is { Exists: false } missing)
            {
                await error.WriteLineAsync($"找不到文件 {missing.FullName}。");
                return CommandLine.BadArguments;
            }

            var json = parsed.GetValue(file) is { } given ? await File.ReadAllTextAsync(given.FullName, ct) : await host.Input.ReadToEndAsync(ct);
            await using var app = await host.ReadyAsync(ct);
            var reference = app.Services.GetRequiredService<ReferenceData>();
            var today = ChinaTime.Today(app.Services.GetRequiredService<TimeProvider>());
            var (answer, problems) = GradeExchange.Grade(json, name => reference.RulesToTry(today, name));
            foreach (var problem in problems)
                await error.WriteLineAsync(problem);
            if (answer is null)
                return CommandLine.BadArguments;

            await parsed.InvocationConfiguration.Output.WriteLineAsync(answer.ToJsonString(Json));
            return CommandLine.Good;
        });
        return command;
    }
}
