using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Grpc.Core;
using Panthera.Files;
using Panthera.Permissions.Graph;
using Panthera.Protocol.V1;
using Panthera.Server.Grpc.Errors;
using Consistency = Panthera.Storage.Consistency;

namespace Panthera.Server.Tests.Grpc;

public sealed class BoundsTests : CallsTest
{
    [Fact]
    public async Task A_message_that_is_small_only_because_it_is_compressed_is_refused()
    {
        Metadata headers = [.. Headers, new("grpc-internal-encoding-request", "gzip")];
        var answered = await Owner.Schema.WriteSchemaAsync(new WriteSchemaRequest { Schema = SchemaText }, headers, cancellationToken: Cancelled);
        Assert.NotEmpty(answered.WrittenAt.Token);
        var bomb = new WriteSchemaRequest { Schema = new string(' ', 9 << 20) };
        await FailsAsync(() => Owner.Schema.WriteSchemaAsync(bomb, headers, cancellationToken: Cancelled).ResponseAsync, StatusCode.ResourceExhausted, null);
    }

    [Fact]
    public async Task Without_a_key_no_message_is_waited_for()
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, Server.Http.Server.GrpcUrls[0] + "/authzed.api.v1.SchemaService/WriteSchema") { Content = new EndlessContent() };
        (request.Version, request.VersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancelled);
        Assert.Equal("16", response.Headers.GetValues("grpc-status").Single());

        using var connection = await RawConnection.OpenAsync(Server.Http.Url);
        await connection.SendAsync("POST /v1/schema/write HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n{");
        Assert.Contains("HTTP/1.1 401", await connection.ReadUntilAsync("\r\n\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_key_began_to_import_before_it_was_revoked_is_not_committed()
    {
        var minted = (await Server.Http.Store.MintTokenAsync(TokenScope.Permissions, "perms", null, null, Cancelled)).Value;
        var client = Server.ClientOf(minted.Secret);
        using var call = client.Permissions.ImportBulkRelationships(client.Headers, cancellationToken: Cancelled);
        var request = new ImportBulkRelationshipsRequest();
        request.Relationships.Add(Facts.Relationship("document:a#owner@user:ann"));
        await call.RequestStream.WriteAsync(request, Cancelled);
        _ = (await Server.Http.Store.RevokeTokenAsync(minted.Token.Id, Cancelled)).Value;
        await call.RequestStream.CompleteAsync();
        await FailsAsync(() => call.ResponseAsync, StatusCode.PermissionDenied, null);
        Assert.Empty(await ReadAsync(new() { ResourceType = "document" }));
    }

    [Fact]
    public async Task Traces_beyond_the_size_of_a_message_are_refused_and_fewer_are_answered()
    {
        await Owner.Schema.WriteSchemaAsync(new WriteSchemaRequest { Schema = SchemaText + "\n// " + new string('x', 100_000) }, Headers, cancellationToken: Cancelled);
        var request = new CheckBulkPermissionsRequest { Consistency = Facts.Full, WithTracing = true };
        for (var i = 0; i < 1000; i++) request.Items.Add(new CheckBulkPermissionsRequestItem { Resource = Facts.Object($"document:d{i}"), Permission = "view", Subject = Facts.Subject("user:ann") });
        await FailsAsync(() => Owner.Permissions.CheckBulkPermissionsAsync(request, Headers, cancellationToken: Cancelled).ResponseAsync, StatusCode.ResourceExhausted, null);
        while (request.Items.Count > 10) request.Items.RemoveAt(10);
        var answered = await Owner.Permissions.CheckBulkPermissionsAsync(request, Headers, cancellationToken: Cancelled);
        Assert.All(answered.Pairs, pair => Assert.NotNull(pair.Item.DebugTrace));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Document")]
    [InlineData("document#")]
    public Task A_malformed_type_is_told_from_an_unknown_one(string type) => FailsAsync(
        () => AllAsync(Owner.Permissions.LookupResources(new() { ResourceObjectType = type, Permission = "view", Subject = Facts.Subject("user:ann") }, Headers, cancellationToken: Cancelled)),
        StatusCode.InvalidArgument,
        null);

    [Fact]
    public void A_message_fits_into_a_header_and_is_cut_between_characters()
    {
        foreach (var text in (string[])[new('a', 5000), string.Concat(Enumerable.Repeat("😀", 3000)), "x" + string.Concat(Enumerable.Repeat("é😀", 3000)), new('%', 3000)])
        {
            var message = WireErrors.Plain(StatusCode.Internal, text).Status.Detail;
            Assert.True(Uri.EscapeDataString(message).Length <= 2048);
            Assert.EndsWith("…", message, StringComparison.Ordinal);
            Assert.DoesNotContain(message.EnumerateRunes(), rune => rune == Rune.ReplacementChar);
        }

        Assert.Equal("all of it, `é` too", WireErrors.Plain(StatusCode.Internal, "all of it, `é` too").Status.Detail);
    }

    [Fact]
    public async Task A_walk_that_finds_nothing_ends_when_its_reader_leaves()
    {
        await WriteAsync([.. Enumerable.Range(0, 900).Select(i => $"document:d{i}#viewer@user:u{i}")]);
        using var lease = (await Server.Http.Store.RentTenantAsync("perms")).Value;
        using var leaving = new CancellationTokenSource();
        var store = lease.Tenant.Permissions;
        var resources = await store.LookupResourcesAsync(Consistency.FullyConsistent, new("document", "view", new("user", "nobody")), 0, null, leaving.Token);
        var subjects = await store.LookupSubjectsAsync(Consistency.FullyConsistent, new(new("document", "d1"), "view", "user"), 0, null, leaving.Token);
        var read = await store.ReadRelationshipsAsync(Consistency.FullyConsistent, new() { ResourceType = "document", Relation = "banned" }, 0, null, leaving.Token);
        var export = await store.ExportBulkAsync(Consistency.FullyConsistent, new() { ResourceType = "document", Relation = "banned" }, 0, null, leaving.Token);
        await leaving.CancelAsync();
        Assert.Throws<OperationCanceledException>(() => resources.Value.Results.Count());
        Assert.Throws<OperationCanceledException>(() => subjects.Value.Results.Count());
        Assert.Throws<OperationCanceledException>(() => read.Value.Relationships.Count());
        Assert.Throws<OperationCanceledException>(() => export.Value.Pages.Count());
        var question = new CheckItem(new("document", "d1"), "view", new("user", "u1"));
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await store.CheckBulkAsync(Consistency.FullyConsistent, [question], leaving.Token));
    }

    [Fact]
    public async Task A_body_that_is_no_UTF_8_is_refused()
    {
        using var response = await Owner.Http.SendAsync(HttpMethod.Post, "/v1/schema/write", new ByteArrayContent([.. "{\"schema\":\"// "u8, 0xff, .. "\"}"u8]));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    /// <summary>A body that has begun, and does not go on.</summary>
    private sealed class EndlessContent : HttpContent
    {
        internal EndlessContent() => Headers.ContentType = new MediaTypeHeaderValue("application/grpc");

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, Cancelled);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            await stream.WriteAsync(new byte[] { 0, 0, 1, 0, 0 }, cancellationToken);
            await stream.FlushAsync(cancellationToken);
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
