using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Panthera.Server.Grpc.Errors;
using Panthera.Server.Grpc.Services;
using Wire = Panthera.Protocol.V1;

namespace Panthera.Server.Grpc.Calls;

/// <summary>Every call of the contract, with what answers it: over gRPC, over HTTP, and in the description of both.</summary>
internal sealed class CallTable
{
    private const bool Reads = false;
    private const bool Writes = true;

    internal CallTable() => All = [.. Permissions(), .. Schema(), .. Watch(), .. Experimental()];

    internal IReadOnlyList<WireCall> All { get; }

    private static IEnumerable<WireCall> Permissions()
    {
        var service = Wire.PermissionsService.Descriptor;
        return
        [
            Unary<Wire.CheckPermissionRequest, Wire.CheckPermissionResponse>(service, "CheckPermission", "/v1/permissions/check", Reads, CheckCalls.CheckAsync),
            Unary<Wire.CheckBulkPermissionsRequest, Wire.CheckBulkPermissionsResponse>(service, "CheckBulkPermissions", "/v1/permissions/checkbulk", Reads, CheckCalls.CheckBulkAsync),
            Unary<Wire.ExpandPermissionTreeRequest, Wire.ExpandPermissionTreeResponse>(service, "ExpandPermissionTree", "/v1/permissions/expand", Reads, LookupCalls.ExpandAsync),
            ServerStream<Wire.LookupResourcesRequest, Wire.LookupResourcesResponse>(service, "LookupResources", "/v1/permissions/resources", LookupCalls.ResourcesAsync),
            ServerStream<Wire.LookupSubjectsRequest, Wire.LookupSubjectsResponse>(service, "LookupSubjects", "/v1/permissions/subjects", LookupCalls.SubjectsAsync),
            ServerStream<Wire.ReadRelationshipsRequest, Wire.ReadRelationshipsResponse>(service, "ReadRelationships", "/v1/relationships/read", RelationshipCalls.ReadAsync),
            Unary<Wire.WriteRelationshipsRequest, Wire.WriteRelationshipsResponse>(service, "WriteRelationships", "/v1/relationships/write", Writes, RelationshipCalls.WriteAsync),
            Unary<Wire.DeleteRelationshipsRequest, Wire.DeleteRelationshipsResponse>(service, "DeleteRelationships", "/v1/relationships/delete", Writes, RelationshipCalls.DeleteAsync),
            ClientStream<Wire.ImportBulkRelationshipsRequest, Wire.ImportBulkRelationshipsResponse>(service, "ImportBulkRelationships", "/v1/relationships/importbulk", BulkCalls.ImportAsync),
            ServerStream<Wire.ExportBulkRelationshipsRequest, Wire.ExportBulkRelationshipsResponse>(service, "ExportBulkRelationships", "/v1/relationships/exportbulk", BulkCalls.ExportAsync),
        ];
    }

    private static IEnumerable<WireCall> Schema()
    {
        var service = Wire.SchemaService.Descriptor;
        return
        [
            Unary<Wire.ReadSchemaRequest, Wire.ReadSchemaResponse>(service, "ReadSchema", "/v1/schema/read", Reads, SchemaCalls.ReadAsync),
            Unary<Wire.WriteSchemaRequest, Wire.WriteSchemaResponse>(service, "WriteSchema", "/v1/schema/write", Writes, SchemaCalls.WriteAsync),
            Unary<Wire.ReflectSchemaRequest, Wire.ReflectSchemaResponse>(service, "ReflectSchema", "/v1/schema/reflectschema", Reads, SchemaCalls.ReflectAsync),
            Unary<Wire.DiffSchemaRequest, Wire.DiffSchemaResponse>(service, "DiffSchema", "/v1/schema/diffschema", Reads, SchemaCalls.DiffAsync),
            Unary<Wire.ComputablePermissionsRequest, Wire.ComputablePermissionsResponse>(service, "ComputablePermissions", "/v1/schema/permissions/computable", Reads, SchemaCalls.ComputableAsync),
            Unary<Wire.DependentRelationsRequest, Wire.DependentRelationsResponse>(service, "DependentRelations", "/v1/schema/permissions/dependent", Reads, SchemaCalls.DependentAsync),
        ];
    }

    private static IEnumerable<WireCall> Watch() =>
    [
        ServerStream<Wire.WatchRequest, Wire.WatchResponse>(
            Wire.WatchService.Descriptor, "Watch", "/v1/watch",
            static (_, _, _) => throw WireErrors.Plain(StatusCode.Unimplemented, "this version has no watch yet; read at a newer ZedToken instead")),
    ];

    private static IEnumerable<WireCall> Experimental()
    {
        var service = Wire.ExperimentalService.Descriptor;
        return
        [
            ClientStream<Wire.BulkImportRelationshipsRequest, Wire.BulkImportRelationshipsResponse>(service, "BulkImportRelationships", null, BulkCalls.BulkImportAsync),
            ServerStream<Wire.BulkExportRelationshipsRequest, Wire.BulkExportRelationshipsResponse>(service, "BulkExportRelationships", null, BulkCalls.BulkExportAsync),
            Unary<Wire.ExperimentalRegisterRelationshipCounterRequest, Wire.ExperimentalRegisterRelationshipCounterResponse>(
                service, "ExperimentalRegisterRelationshipCounter", null, Writes, CounterCalls.RegisterAsync),
            Unary<Wire.ExperimentalCountRelationshipsRequest, Wire.ExperimentalCountRelationshipsResponse>(service, "ExperimentalCountRelationships", null, Reads, CounterCalls.CountAsync),
            Unary<Wire.ExperimentalUnregisterRelationshipCounterRequest, Wire.ExperimentalUnregisterRelationshipCounterResponse>(
                service, "ExperimentalUnregisterRelationshipCounter", null, Writes, CounterCalls.UnregisterAsync),
            Unary<Wire.BulkCheckPermissionRequest, Wire.BulkCheckPermissionResponse>(service, "BulkCheckPermission", null, Reads, CheckCalls.BulkCheckAsync),
        ];
    }

    private static UnaryCall<TRequest, TResponse> Unary<TRequest, TResponse>(
        ServiceDescriptor service, string name, string? path, bool isWrite, Func<PermissionCall, TRequest, ValueTask<TResponse>> handler)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> => new(service.FindMethodByName(name), path, isWrite, handler);

    private static ServerStreamCall<TRequest, TResponse> ServerStream<TRequest, TResponse>(
        ServiceDescriptor service, string name, string? path, Func<PermissionCall, TRequest, IAsyncStreamWriter<TResponse>, Task> handler)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> => new(service.FindMethodByName(name), path, Reads, handler);

    private static ClientStreamCall<TRequest, TResponse> ClientStream<TRequest, TResponse>(
        ServiceDescriptor service, string name, string? path, Func<PermissionCall, IAsyncStreamReader<TRequest>, ValueTask<TResponse>> handler)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> => new(service.FindMethodByName(name), path, Writes, handler);
}
