using RiskReport.Web.Commands;

namespace RiskReport.Tests.Support;

/// <summary>A verb run through the program's own entry, with its streams caught.</summary>
public sealed record CommandRun(int Status, string Output, string Error)
{
    public static async Task<CommandRun> OfAsync(TestDatabase database, string[] args, string input = "")
    {
        var output = new StringWriter();
        var error = new StringWriter();
        string[] settings =
        [
            "--environment=Testing", $"--ConnectionStrings:RiskReport={database.Database.ConnectionString}",
            "--Database:Provider", database.Database.Dialect.Name, $"--Storage:Folder={database.Folder}",
        ];
        var status = await CommandLine.RunAsync([.. args, .. settings], new StringReader(input), output, error);
        return new CommandRun(status, output.ToString(), error.ToString());
    }
}
