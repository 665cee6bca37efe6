using Microsoft.Extensions.Logging;

namespace Panthera.Server.Hosting;

/// <summary>Passes the web server's own log to the owner's, behind a filter of its own: the web server writes two lines a request at information.</summary>
internal sealed class ForwardingLoggerProvider : ILoggerProvider
{
    private readonly ILoggerFactory _owner;

    internal ForwardingLoggerProvider(ILoggerFactory owner) => _owner = owner;

    /// <summary>Adds it with its filter.</summary>
    internal static void AddTo(ILoggingBuilder logging, ILoggerFactory owner) => logging
        .AddProvider(new ForwardingLoggerProvider(owner))
        .AddFilter("Microsoft", LogLevel.Warning)
        .AddFilter("Grpc", LogLevel.Warning)
        // While this category is enabled at any level, every request makes an activity and a scope, which nobody here reads: a tenth of a small request.
        .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);

    public ILogger CreateLogger(string categoryName) => _owner.CreateLogger(categoryName);

    public void Dispose()
    {
        // The factory is its owner's.
    }
}
