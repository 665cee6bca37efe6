using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using Panthera.Server.Grpc.Gateway;

namespace Panthera.Server.Grpc.Calls;

/// <summary>A call of a stream that is answered with one message.</summary>
internal sealed class ClientStreamCall<TRequest, TResponse> : WireCall
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    private readonly Func<PermissionCall, IAsyncStreamReader<TRequest>, ValueTask<TResponse>> _handler;

    internal ClientStreamCall(MethodDescriptor method, string? path, bool isWrite, Func<PermissionCall, IAsyncStreamReader<TRequest>, ValueTask<TResponse>> handler)
        : base(method, path, isWrite) => _handler = handler;

    internal override void Bind(ServiceMethodProviderContext<PermissionApi> context, CallRunner runner) =>
        context.AddClientStreamingMethod(
            Marshalling.MethodOf<TRequest, TResponse>(Method, MethodType.ClientStreaming),
            [this],
            (_, requests, call) => runner.RunAsync(this, call.GetHttpContext(), requests, _handler, call.CancellationToken));

    internal override async Task AnswerAsync(GatewayExchange exchange, CallRunner runner)
    {
        var requests = exchange.Requests<TRequest>(Method.InputType);
        var response = await runner.RunAsync(this, exchange.Http, requests, _handler, exchange.Cancelled).ConfigureAwait(false);
        await exchange.WriteAsync(response).ConfigureAwait(false);
    }
}
