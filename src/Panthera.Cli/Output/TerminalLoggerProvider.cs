using Microsoft.Extensions.Logging;

namespace Panthera.Cli.Output;

/// <summary>Writes warnings and errors of the server as lines of the error stream.</summary>
internal sealed class TerminalLoggerProvider(Writer writer) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new TerminalLogger(writer);

    public void Dispose()
    {
    }

    private sealed class TerminalLogger(Writer writer) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) writer.Error(exception is null ? formatter(state, null) : $"{formatter(state, exception)}: {exception.Message}");
        }
    }
}
