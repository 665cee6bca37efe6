namespace Panthera.Server.Grpc.Calls;

/// <summary>Stands for all services of the contract where the gRPC server wants one type: their calls are in <see cref="CallTable"/>.</summary>
internal sealed class PermissionApi;
