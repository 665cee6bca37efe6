using Grpc.Core;
using Panthera.Files;
using Panthera.Protocol.V1;

namespace Panthera.Server.Tests.Grpc;

public sealed class SchemaCallsTests : CallsTest
{
    [Fact]
    public async Task The_schema_is_read_as_it_was_written()
    {
        var read = await Owner.Schema.ReadSchemaAsync(new(), Headers, cancellationToken: Cancelled);
        Assert.Equal(SchemaText, read.SchemaText);
        Assert.NotEmpty(read.ReadAt.Token);
    }

    [Fact]
    public async Task A_tenant_without_a_schema_says_so()
    {
        var other = await Server.ClientAsync(TokenScope.Permissions, "other");
        await FailsAsync(() => other.Schema.ReadSchemaAsync(new(), other.Headers, cancellationToken: Cancelled).ResponseAsync, StatusCode.NotFound, null);
    }

    [Theory]
    [InlineData("definition {", StatusCode.InvalidArgument, "SCHEMA_PARSE_ERROR")]
    [InlineData("definition user {}\ndefinition doc { relation viewer: nobody }", StatusCode.FailedPrecondition, "SCHEMA_TYPE_ERROR")]
    [InlineData("definition user {}", StatusCode.InvalidArgument, "SCHEMA_TYPE_ERROR")]
    public async Task A_faulty_schema_changes_nothing(string schema, StatusCode code, string reason)
    {
        await WriteAsync("document:a#owner@user:ann");
        await FailsAsync(() => Owner.Schema.WriteSchemaAsync(new WriteSchemaRequest { Schema = schema }, Headers, cancellationToken: Cancelled).ResponseAsync, code, reason);
        Assert.Equal(SchemaText, (await Owner.Schema.ReadSchemaAsync(new(), Headers, cancellationToken: Cancelled)).SchemaText);
    }

    [Fact]
    public async Task A_depth_bomb_is_refused_and_the_server_lives()
    {
        var bomb = "definition user {}\ndefinition doc { relation viewer: user\n permission view = " + new string('(', 100_000) + "viewer" + new string(')', 100_000) + " }";
        var error = await Assert.ThrowsAsync<RpcException>(() => Owner.Schema.WriteSchemaAsync(new WriteSchemaRequest { Schema = bomb }, Headers, cancellationToken: Cancelled).ResponseAsync);
        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        Assert.Equal(SchemaText, (await Owner.Schema.ReadSchemaAsync(new(), Headers, cancellationToken: Cancelled)).SchemaText);
    }

    [Fact]
    public async Task A_schema_beyond_the_limit_is_refused()
    {
        var large = "definition user {} /*" + new string('x', (4 << 20) + 1) + "*/";
        var error = await Assert.ThrowsAsync<RpcException>(() => Owner.Schema.WriteSchemaAsync(new WriteSchemaRequest { Schema = large }, Headers, cancellationToken: Cancelled).ResponseAsync);
        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
    }
}
