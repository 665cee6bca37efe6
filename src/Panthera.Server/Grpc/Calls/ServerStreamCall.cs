using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using Panthera.Server.Grpc.Gateway;

namespace Panthera.Server.Grpc.Calls;

/// <summary>A call of one message that is answered with a stream.</summary>
/// <remarks>The handler writes a result only when the one before has been taken: a slow client holds it back, and one that leaves ends it.</remarks>
internal sealed class ServerStreamCall<TRequest, TResponse> : WireCall
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    private readonly Func<PermissionCall, TRequest, IAsyncStreamWriter<TResponse>, Task> _handler;

    internal ServerStreamCall(MethodDescriptor method, string? path, bool isWrite, Func<PermissionCall, TRequest, IAsyncStreamWriter<TResponse>, Task> handler)
        : base(method, path, isWrite) => _handler = handler;

    internal override void Bind(ServiceMethodProviderContext<PermissionApi> context, CallRunner runner) =>
        context.AddServerStreamingMethod(
            Marshalling.MethodOf<TRequest, TResponse>(Method, MethodType.ServerStreaming),
            [this],
            (_, request, results, call) => runner.RunAsync(this, call.GetHttpContext(), (request, (IAsyncStreamWriter<TResponse>)results), StreamAsync, call.CancellationToken));

    internal override async Task AnswerAsync(GatewayExchange exchange, CallRunner runner)
    {
        var request = await exchange.ReadAsync<TRequest>(Method.InputType).ConfigureAwait(false);
        var results = exchange.Results<TResponse>();
        await runner.RunAsync(this, exchange.Http, (request, results), StreamAsync, exchange.Cancelled).ConfigureAwait(false);
        await exchange.EndAsync().ConfigureAwait(false);
    }

    private async ValueTask<bool> StreamAsync(PermissionCall call, (TRequest Request, IAsyncStreamWriter<TResponse> Results) state)
    {
        await _handler(call, state.Request, state.Results).ConfigureAwait(false);
        return true;
    }
}
