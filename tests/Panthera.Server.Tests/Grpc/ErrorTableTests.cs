using System.Net;
using Google.Protobuf;
using Grpc.Core;
using Panthera.Server.Grpc.Gateway;

namespace Panthera.Server.Tests.Grpc;

public sealed class ErrorTableTests : CallsTest
{
    public static TheoryData<string> Cases => [.. ErrorTable.Cases.Keys];

    private protected override async Task<GrpcServer> StartAsync()
    {
        var server = await base.StartAsync();
        await server.Owner.Permissions.WriteRelationshipsAsync(Facts.Touch("document:a#owner@user:ann"), server.Owner.Headers, cancellationToken: Cancelled);
        return server;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_request_that_cannot_be_answered_says_why_the_same_over_gRPC_and_HTTP_and_changes_nothing(string name)
    {
        var (request, code, reason) = ErrorTable.Cases[name];
        var error = await FailsAsync(() => RawCalls.SendAsync(Server.Calls, Headers, RawCalls.Of(request), request.ToByteArray()), code, reason);
        if (request.CalculateSize() < 3_000_000)
        {
            // What JSON cannot say is refused as a message.
            var isJson = name != "check with a context of no number" && name != "write with an impossible expiry";
            var answer = isJson ? await RawCalls.PostAsync(Owner.Http, request) : (Status: HttpStatusCode.BadRequest, Code: code, Reason: reason, Message: error.Status.Detail);
            Assert.Equal((code, reason, (HttpStatusCode)GatewayErrors.StatusOf(code)), (answer.Code, answer.Reason, answer.Status));
            Assert.Equal(error.Status.Detail, answer.Message);
        }

        Assert.Equal(["document:a#owner@user:ann"], await ReadAsync(new() { ResourceType = "document" }));
        Assert.Equal(SchemaText, (await Owner.Schema.ReadSchemaAsync(new(), Headers, cancellationToken: Cancelled)).SchemaText);
    }

    [Fact]
    public void Every_code_has_the_status_that_gateways_give_it()
    {
        int[] statuses = [200, 499, 500, 400, 504, 404, 409, 403, 429, 400, 409, 400, 501, 500, 503, 500, 401];
        Assert.Equal(statuses, Enumerable.Range(0, 17).Select(code => GatewayErrors.StatusOf((StatusCode)code)));
    }
}
