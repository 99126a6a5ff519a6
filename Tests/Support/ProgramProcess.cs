using System.Diagnostics;

namespace RiskReport.Tests.Support;

/// <summary>The real program, serving in a process of its own, which ends by being killed without warning.</summary>
internal sealed class ProgramProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly TaskCompletionSource<Uri> address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool isOver;

    private ProgramProcess(Process process) => this.process = process;

    public long Memory
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    /// <summary>The most memory that it has had since it was told to forget.</summary>
    public long Peak
    {
        get
        {
            process.Refresh();
            return process.PeakWorkingSet64;
        }
    }

    /// <summary>The files that it has open in a folder, those without a name too, by where they can be looked at.</summary>
    public IReadOnlyList<string> OpenIn(string folder) => [.. Directory.EnumerateFileSystemEntries($"/proc/{process.Id}/fd")
        .Where(fd => new FileInfo(fd).LinkTarget?.StartsWith(folder, StringComparison.Ordinal) == true)];

    public static ProgramProcess Start(TestDatabase database, string? temporaryFiles = null, string environment = "Testing")
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "RiskReport.Web.dll"),
                "--urls=http://127.0.0.1:0", $"--environment={environment}", "--SecondFactor:Required=", $"--Storage:Folder={database.Folder}",
                $"--ConnectionStrings:RiskReport={database.Database.ConnectionString}",
            },
        };
        if (temporaryFiles is not null)
            (start.Environment["TMPDIR"], start.Environment["DOTNET_EnableDiagnostics"]) = (temporaryFiles, "0"); // else the runtime's own sockets stand there
        var program = new ProgramProcess(new Process { StartInfo = start });
        program.process.OutputDataReceived += (_, e) => program.Hear(e.Data);
        program.process.Start();
        program.process.BeginOutputReadLine();
        return program;
    }

    public void ForgetPeak() => File.WriteAllText($"/proc/{process.Id}/clear_refs", "5");

    public Task<Uri> AddressAsync(CancellationToken ct) => address.Task.WaitAsync(ct);

    public async ValueTask DisposeAsync()
    {
        if (isOver)
            return;
        isOver = true;
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is null)
            address.TrySetException(new AssertFailedException("The server ended without saying where it listens."));
        else if (line.StartsWith("网站已启动", StringComparison.Ordinal) && line.IndexOf("http://127", StringComparison.Ordinal) is var at and >= 0)
            address.TrySetResult(new Uri(line[at..]));
    }
}
