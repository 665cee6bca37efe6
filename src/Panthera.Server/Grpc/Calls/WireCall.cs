using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server.Model;
using Panthera.Server.Grpc.Gateway;

namespace Panthera.Server.Grpc.Calls;

/// <summary>One call of the contract: what it is named over gRPC and over HTTP, and what answers both.</summary>
internal abstract class WireCall
{
    protected WireCall(MethodDescriptor method, string? path, bool isWrite)
    {
        Method = method;
        Path = path;
        IsWrite = isWrite;
        FullName = $"/{method.Service.FullName}/{method.Name}";
    }

    internal MethodDescriptor Method { get; }

    /// <summary>The path of its HTTP form; null if it has none.</summary>
    internal string? Path { get; }

    /// <summary>Whether it changes something, and takes a key that may.</summary>
    internal bool IsWrite { get; }

    /// <summary>As gRPC, metrics and logs name it.</summary>
    internal string FullName { get; }

    /// <summary>Makes it known to the gRPC server.</summary>
    internal abstract void Bind(ServiceMethodProviderContext<PermissionApi> context, CallRunner runner);

    /// <summary>Answers its HTTP form.</summary>
    internal abstract Task AnswerAsync(GatewayExchange exchange, CallRunner runner);
}
