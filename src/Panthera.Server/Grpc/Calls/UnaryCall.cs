using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using Panthera.Server.Grpc.Gateway;

namespace Panthera.Server.Grpc.Calls;

/// <summary>A call of one message that is answered with one.</summary>
internal sealed class UnaryCall<TRequest, TResponse> : WireCall
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    private readonly Func<PermissionCall, TRequest, ValueTask<TResponse>> _handler;

    internal UnaryCall(MethodDescriptor method, string? path, bool isWrite, Func<PermissionCall, TRequest, ValueTask<TResponse>> handler)
        : base(method, path, isWrite) => _handler = handler;

    internal override void Bind(ServiceMethodProviderContext<PermissionApi> context, CallRunner runner) =>
        context.AddUnaryMethod(
            Marshalling.MethodOf<TRequest, TResponse>(Method, MethodType.Unary),
            [this],
            (_, request, call) => runner.RunAsync(this, call.GetHttpContext(), request, _handler, call.CancellationToken));

    internal override async Task AnswerAsync(GatewayExchange exchange, CallRunner runner)
    {
        var request = await exchange.ReadAsync<TRequest>(Method.InputType).ConfigureAwait(false);
        var response = await runner.RunAsync(this, exchange.Http, request, _handler, exchange.Cancelled).ConfigureAwait(false);
        await exchange.WriteAsync(response).ConfigureAwait(false);
    }
}
