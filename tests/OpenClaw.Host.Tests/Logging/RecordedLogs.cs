using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace OpenClaw.Host.Tests.Logging;

/// <summary>Keeps what is logged.</summary>
public sealed class RecordedLogs : ILoggerProvider
{
    public ConcurrentQueue<(LogLevel Level, string Text)> Lines { get; } = new();

    public string All => string.Join("\n", Lines.Select(l => l.Text));

    public ILogger<T> For<T>() => new Typed<T>(this);

    public ILogger CreateLogger(string categoryName) => new Typed<RecordedLogs>(this);

    public void Dispose() => GC.SuppressFinalize(this);

    private sealed class Typed<T>(RecordedLogs logs) : ILogger<T>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            logs.Lines.Enqueue((logLevel, formatter(state, exception) + exception));
    }
}
