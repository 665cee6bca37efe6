using Google.Protobuf;
using Grpc.Core;

namespace Panthera.Server.Grpc.Gateway;

/// <summary>A stream of results as lines, `{"result": …}` each.</summary>
internal sealed class JsonLineWriter<T> : IAsyncStreamWriter<T>
    where T : class, IMessage<T>
{
    private readonly GatewayExchange _exchange;

    internal JsonLineWriter(GatewayExchange exchange) => _exchange = exchange;

    public WriteOptions? WriteOptions { get; set; }

    public Task WriteAsync(T message) => WriteAsync(message, _exchange.Cancelled);

    public Task WriteAsync(T message, CancellationToken cancellationToken) => _exchange.WriteLineAsync("result", message, null, cancellationToken);
}
