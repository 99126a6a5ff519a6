using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using RiskReport.Tests.Support;
using RiskReport.Web.Background;

namespace RiskReport.Tests.Integration.Background;

/// <summary>An exception that leaves a background service ends the whole program; none may.</summary>
[TestClass]
public sealed class WorkersTests
{
    /// <summary>Begin with a pause, longer than a test.</summary>
    private static readonly Type[] BeginningLater = [typeof(TokenSweeper), typeof(ReferenceRefresher)];

    [TestMethod]
    public async Task What_no_worker_expects_ends_none_of_them()
    {
        await using var test = TestDatabase.Empty();
        // no driver takes it: an ArgumentException, which is none of a database's own
        await using var app = Program.Build(
            ["--environment=Testing", "--ConnectionStrings:RiskReport=Nonsense=1", $"--Storage:Folder={test.Folder}", "--Reminders:Hour=0", "--Logging:Console:LogLevel:Default=None"], serving: false);
        using var failures = new Failures();
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(failures);
        var workers = app.Services.GetServices<IHostedService>().OfType<BackgroundService>().Where(w => w.GetType().Namespace == typeof(Trying).Namespace).ToList();
        Assert.IsGreaterThan(BeginningLater.Length + 5, workers.Count);

        foreach (var worker in workers)
            await worker.StartAsync(CancellationToken.None);
        foreach (var worker in workers.Where(w => !BeginningLater.Contains(w.GetType())))
            await failures.OfAsync(worker.GetType()).WaitAsync(TimeSpan.FromMinutes(5));

        Assert.AreEqual("", string.Join(' ', workers.Where(w => w.ExecuteTask!.IsCompleted).Select(w => w.GetType().Name)));
        foreach (var worker in workers)
            await worker.StopAsync(CancellationToken.None);
    }

    [TestMethod]
    public async Task Only_the_end_of_the_program_goes_through()
    {
        using var stopping = new CancellationTokenSource();

        Assert.IsFalse(await NullLogger.Instance.TryAsync("Work", _ => throw new UnauthorizedAccessException(), stopping.Token));
        Assert.IsFalse(await NullLogger.Instance.TryAsync("Work", _ => throw new TaskCanceledException("a mail server that does not answer"), stopping.Token));
        Assert.IsTrue(await NullLogger.Instance.TryAsync("Work", _ => Task.FromResult(true), stopping.Token));
        await stopping.CancelAsync();
        await Assert.ThrowsExactlyAsync<OperationCanceledException>(() => NullLogger.Instance.TryAsync("Work", _ => throw new OperationCanceledException(), stopping.Token));
    }

    private sealed class Failures : ILoggerProvider
    {
        private readonly ConcurrentDictionary<string, TaskCompletionSource> failed = new();

        public Task OfAsync(Type worker) => Of(worker.FullName!).Task;

        public ILogger CreateLogger(string categoryName) => new Listener(Of(categoryName));

        public void Dispose()
        {
        }

        private TaskCompletionSource Of(string category) => failed.GetOrAdd(category, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
    }

    private sealed class Listener(TaskCompletionSource failed) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.Error)
                failed.TrySetResult();
        }
    }
}
