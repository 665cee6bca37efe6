using System.Net;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Panthera.Protocol.V1;

namespace Panthera.Server.Tests.Grpc;

public sealed class BulkCallsTests : CallsTest
{
    private static readonly string[] s_many = [.. Enumerable.Range(0, 2500).Select(i => $"document:d{i:d4}#viewer@user:u{i % 9}")];

    [Fact]
    public async Task What_is_imported_in_many_messages_is_exported_in_pages_of_any_size()
    {
        Assert.Equal(2500UL, await ImportAsync(s_many.Chunk(700)));
        foreach (var limit in (uint[])[0, 1000, 333])
        {
            var pages = await AllAsync(Owner.Permissions.ExportBulkRelationships(new() { Consistency = Facts.Full, OptionalLimit = limit }, Headers, cancellationToken: Cancelled));
            Assert.Equal(s_many, pages.SelectMany(page => page.Relationships).Select(Facts.Text).Order(StringComparer.Ordinal));
            if (limit > 0) Assert.All(pages, page => Assert.InRange(page.Relationships.Count, 1, (int)limit));
            var resumed = new ExportBulkRelationshipsRequest { Consistency = Facts.Full, OptionalLimit = limit, OptionalCursor = pages[0].AfterResultCursor };
            var rest = await AllAsync(Owner.Permissions.ExportBulkRelationships(resumed, Headers, cancellationToken: Cancelled));
            Assert.Equal(2500, pages[0].Relationships.Count + rest.Sum(page => page.Relationships.Count));
        }
    }

    [Fact]
    public async Task An_import_is_all_or_nothing()
    {
        await WriteAsync("document:d0007#viewer@user:u7");
        await FailsAsync(() => ImportAsync(s_many.Chunk(700)), StatusCode.AlreadyExists, "ATTEMPT_TO_RECREATE_RELATIONSHIP");
        Assert.Single(await ReadAsync(new() { ResourceType = "document" }));
    }

    [Fact]
    public async Task An_import_that_is_given_up_changes_nothing()
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        using (var call = Owner.Permissions.ImportBulkRelationships(Headers, cancellationToken: leaving.Token))
        {
            await call.RequestStream.WriteAsync(Request(["document:a#owner@user:ann"]), Cancelled);
            await leaving.CancelAsync();
            await Assert.ThrowsAnyAsync<Exception>(() => call.ResponseAsync);
        }

        Assert.Empty(await ReadAsync(new() { ResourceType = "document" }));
    }

    [Fact]
    public async Task Over_HTTP_an_import_is_a_body_of_messages_in_a_row()
    {
        var body = new StringBuilder();
        foreach (var chunk in s_many.Chunk(400)) body.Append(JsonFormatter.Default.Format(Request(chunk))).Append(chunk.Length % 3 == 0 ? "\n" : "");
        using var response = await Owner.Http.PostJsonAsync("/v1/relationships/importbulk", body.ToString());
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("\"2500\"", await response.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        using var exported = await Owner.Http.PostJsonAsync("/v1/relationships/exportbulk", """{"consistency":{"fullyConsistent":true},"optionalLimit":1000}""");
        Assert.Equal(3, (await exported.Content.ReadAsStringAsync(Cancelled)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        using var broken = await Owner.Http.PostJsonAsync("/v1/relationships/importbulk", JsonFormatter.Default.Format(Request(["document:z#owner@user:ann"])) + "{\"relationships\":[");
        Assert.Equal(HttpStatusCode.BadRequest, broken.StatusCode);
        Assert.Equal(2500, (await ReadAsync(new() { ResourceType = "document" })).Count);
    }

    [Fact]
    public async Task Deletes_by_filter_report_how_far_they_came()
    {
        await WriteAsync([.. s_many.Take(7)]);
        var request = new DeleteRelationshipsRequest { RelationshipFilter = new() { ResourceType = "document" }, OptionalLimit = 3 };
        await FailsAsync(() => Owner.Permissions.DeleteRelationshipsAsync(request, Headers, cancellationToken: Cancelled).ResponseAsync, StatusCode.InvalidArgument, "TOO_MANY_RELATIONSHIPS_FOR_TRANSACTIONAL_DELETE");
        request.OptionalAllowPartialDeletions = true;
        List<(DeleteRelationshipsResponse.Types.DeletionProgress, ulong)> progress = [];
        do
        {
            var answer = await Owner.Permissions.DeleteRelationshipsAsync(request, Headers, cancellationToken: Cancelled);
            progress.Add((answer.DeletionProgress, answer.RelationshipsDeletedCount));
        }
        while (progress[^1].Item1 == DeleteRelationshipsResponse.Types.DeletionProgress.Partial);

        Assert.Equal([3UL, 3UL, 1UL], progress.Select(step => step.Item2));
        Assert.Empty(await ReadAsync(new() { ResourceType = "document" }));
    }

    [Fact]
    public async Task Counters_count_until_they_are_taken_away()
    {
        await WriteAsync([.. s_many.Take(5)]);
        Task CountAsync() => Owner.Experimental.ExperimentalCountRelationshipsAsync(new() { Name = "views" }, Headers, cancellationToken: Cancelled).ResponseAsync;
        await FailsAsync(CountAsync, StatusCode.FailedPrecondition, "COUNTER_NOT_REGISTERED");
        var register = new ExperimentalRegisterRelationshipCounterRequest { Name = "views", RelationshipFilter = new() { ResourceType = "document" } };
        await Owner.Experimental.ExperimentalRegisterRelationshipCounterAsync(register, Headers, cancellationToken: Cancelled);
        await FailsAsync(() => Owner.Experimental.ExperimentalRegisterRelationshipCounterAsync(register, Headers, cancellationToken: Cancelled).ResponseAsync, StatusCode.FailedPrecondition, "COUNTER_ALREADY_REGISTERED");
        var counted = await Owner.Experimental.ExperimentalCountRelationshipsAsync(new() { Name = "views" }, Headers, cancellationToken: Cancelled);
        Assert.Equal(5UL, counted.ReadCounterValue.RelationshipCount);
        await Owner.Experimental.ExperimentalUnregisterRelationshipCounterAsync(new() { Name = "views" }, Headers, cancellationToken: Cancelled);
        await FailsAsync(CountAsync, StatusCode.FailedPrecondition, "COUNTER_NOT_REGISTERED");
    }

    private static ImportBulkRelationshipsRequest Request(IEnumerable<string> texts)
    {
        var request = new ImportBulkRelationshipsRequest();
        request.Relationships.Add(texts.Select(Facts.Relationship));
        return request;
    }

    private async Task<ulong> ImportAsync(IEnumerable<string[]> batches)
    {
        using var call = Owner.Permissions.ImportBulkRelationships(Headers, cancellationToken: Cancelled);
        foreach (var batch in batches) await call.RequestStream.WriteAsync(Request(batch), Cancelled);
        await call.RequestStream.CompleteAsync();
        return (await call.ResponseAsync).NumLoaded;
    }
}
