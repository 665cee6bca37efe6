using Google.Protobuf.Reflection;
using Panthera.Protocol.V1;
using Panthera.Server.Grpc.Calls;

namespace Panthera.Server.Tests.Grpc;

public sealed class ProtocolTests
{
    private static readonly ServiceDescriptor[] s_services =
        [PermissionsService.Descriptor, SchemaService.Descriptor, WatchService.Descriptor, ExperimentalService.Descriptor];

    [Fact]
    public void Every_call_of_the_contract_is_answered_once_and_in_its_own_form()
    {
        var declared = s_services.SelectMany(service => service.Methods).ToDictionary(method => $"/{method.Service.FullName}/{method.Name}");
        var answered = new CallTable().All;
        Assert.Equal(declared.Keys.Order(StringComparer.Ordinal), answered.Select(call => call.FullName).Order(StringComparer.Ordinal));
        foreach (var call in answered)
        {
            var form = call.GetType().Name.Split('`')[0];
            Assert.Equal(call.Method.IsClientStreaming ? "ClientStreamCall" : call.Method.IsServerStreaming ? "ServerStreamCall" : "UnaryCall", form);
            Assert.Equal([call.Method.InputType.ClrType, call.Method.OutputType.ClrType], call.GetType().GetGenericArguments());
        }
    }

    [Fact]
    public void What_changes_something_takes_a_key_that_may()
    {
        var writes = new CallTable().All.Where(call => call.IsWrite).Select(call => call.Method.Name).Order(StringComparer.Ordinal);
        string[] expected =
        [
            "BulkImportRelationships", "DeleteRelationships", "ExperimentalRegisterRelationshipCounter", "ExperimentalUnregisterRelationshipCounter",
            "ImportBulkRelationships", "WriteRelationships", "WriteSchema",
        ];
        Assert.Equal(expected, writes);
    }

    [Fact]
    public void Every_error_reason_of_the_store_is_one_of_the_contract()
    {
        var reasons = typeof(Permissions.PermissionReasons).GetProperties().Select(property => "ERROR_REASON_" + ((Storage.RefusalReason)property.GetValue(null)!).Name);
        Assert.Empty(reasons.Except(ErrorReasonReflection.Descriptor.EnumTypes.Single().Values.Select(value => value.Name)));
    }
}
