using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging;

namespace RiskReport.Tests.Support;

/// <summary>Keeps every line that is logged, at every level, with what was thrown.</summary>
internal sealed class ListeningLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> lines = [];

    public string Text => string.Join('\n', lines);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        lines.Enqueue(new StringBuilder(formatter(state, exception)).Append(exception).ToString());

    public void Dispose()
    {
    }
}
