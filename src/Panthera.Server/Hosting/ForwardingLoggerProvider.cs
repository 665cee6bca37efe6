using Microsoft.Extensions.Logging;

namespace Panthera.Server.Hosting;

/// <summary>Passes the web server's own log to the owner's, behind a filter of its own: the web server writes two lines a request at information.</summary>
internal sealed class ForwardingLoggerProvider : ILoggerProvider
{
    private readonly ILoggerFactory _owner;

    internal ForwardingLoggerProvider(ILoggerFactory owner) => _owner = owner;

    public ILogger CreateLogger(string categoryName) => _owner.CreateLogger(categoryName);

    public void Dispose()
    {
        // The factory is its owner's.
    }
}
