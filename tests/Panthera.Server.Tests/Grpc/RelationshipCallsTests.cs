using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Panthera.Protocol.V1;
using Operation = Panthera.Protocol.V1.RelationshipUpdate.Types.Operation;

namespace Panthera.Server.Tests.Grpc;

public sealed class RelationshipCallsTests : CallsTest
{
    [Fact]
    public async Task What_is_written_is_read_with_its_expiry()
    {
        var expiring = Facts.Touch("document:a#viewer@user:ann");
        var at = Timestamp.FromDateTimeOffset(new(2126, 1, 1, 0, 0, 0, TimeSpan.Zero));
        expiring.Updates[0].Relationship.OptionalExpiresAt = at;
        expiring.OptionalTransactionMetadata = new Struct { Fields = { ["ticket"] = Value.ForString("T-1") } };
        await Owner.Permissions.WriteRelationshipsAsync(expiring, Headers, cancellationToken: Cancelled);
        await WriteAsync("document:a#viewer@user:*", "document:a#viewer@team:eng#member");

        var request = new ReadRelationshipsRequest { Consistency = Facts.Full, RelationshipFilter = new() { ResourceType = "document" } };
        var all = await AllAsync(Owner.Permissions.ReadRelationships(request, Headers, cancellationToken: Cancelled));
        Assert.Equal(["document:a#viewer@team:eng#member", "document:a#viewer@user:*", "document:a#viewer@user:ann"], all.Select(result => Facts.Text(result.Relationship)).Order(StringComparer.Ordinal));
        Assert.Equal(at, all.Single(result => result.Relationship.Subject.Object.ObjectId == "ann").Relationship.OptionalExpiresAt);
        Assert.All(all, result => Assert.Null(result.Relationship.OptionalCaveat));
        Assert.Single(all.Select(result => result.ReadAt.Token).Distinct());
    }

    [Fact]
    public async Task Create_touch_and_delete_do_what_they_say()
    {
        var create = new WriteRelationshipsRequest { Updates = { Facts.Update(Operation.Create, "document:a#owner@user:ann") } };
        await Owner.Permissions.WriteRelationshipsAsync(create, Headers, cancellationToken: Cancelled);
        await FailsAsync(() => Owner.Permissions.WriteRelationshipsAsync(create, Headers, cancellationToken: Cancelled).ResponseAsync, StatusCode.AlreadyExists, "ATTEMPT_TO_RECREATE_RELATIONSHIP");
        await WriteAsync("document:a#owner@user:ann");
        var delete = new WriteRelationshipsRequest { Updates = { Facts.Update(Operation.Delete, "document:a#owner@user:ann") } };
        await Owner.Permissions.WriteRelationshipsAsync(delete, Headers, cancellationToken: Cancelled);
        await Owner.Permissions.WriteRelationshipsAsync(delete, Headers, cancellationToken: Cancelled);
        Assert.Empty(await ReadAsync(new() { ResourceType = "document" }));
    }

    [Theory]
    [InlineData("document", "", "", "", "", "", null, 4)]
    [InlineData("document", "a", "", "", "", "", null, 2)]
    [InlineData("document", "", "a", "", "", "", null, 3)]
    [InlineData("document", "", "", "owner", "", "", null, 1)]
    [InlineData("document", "", "", "", "user", "", null, 3)]
    [InlineData("document", "", "", "", "user", "ann", null, 2)]
    [InlineData("document", "", "", "", "team", "eng", "member", 1)]
    [InlineData("document", "", "", "", "team", "eng", "", 0)]
    [InlineData("", "", "", "", "user", "bob", null, 2)]
    public async Task Every_part_of_a_filter_counts(string type, string id, string prefix, string relation, string subjectType, string subjectId, string? subjectRelation, int expected)
    {
        await WriteAsync("document:a#owner@user:ann", "document:a#viewer@team:eng#member", "document:ab#viewer@user:bob", "document:c#viewer@user:ann", "team:eng#member@user:bob");
        var filter = new RelationshipFilter { ResourceType = type, OptionalResourceId = id, OptionalResourceIdPrefix = prefix, OptionalRelation = relation };
        if (subjectType.Length > 0)
        {
            filter.OptionalSubjectFilter = new() { SubjectType = subjectType, OptionalSubjectId = subjectId };
            if (subjectRelation is not null) filter.OptionalSubjectFilter.OptionalRelation = new() { Relation = subjectRelation };
        }

        Assert.Equal(expected, (await ReadAsync(filter)).Count);
    }

    [Fact]
    [Trait("Hazard", "H34")]
    public async Task Pages_join_to_the_whole_without_repeats_or_omissions()
    {
        await WriteAsync([.. Enumerable.Range(0, 57).Select(i => $"document:d{i}#viewer@user:u{i % 5}")]);
        var whole = await ReadAsync(new() { ResourceType = "document" });
        foreach (var size in (uint[])[1, 2, 7, 57, 1000])
        {
            List<string> joined = [];
            var request = new ReadRelationshipsRequest { Consistency = Facts.Full, RelationshipFilter = new() { ResourceType = "document" }, OptionalLimit = size };
            while (true)
            {
                var page = await AllAsync(Owner.Permissions.ReadRelationships(request, Headers, cancellationToken: Cancelled));
                joined.AddRange(page.Select(result => Facts.Text(result.Relationship)));
                if (page.Count < size) break;
                request.OptionalCursor = page[^1].AfterResultCursor;
            }

            Assert.Equal(whole, joined);
        }
    }

    [Theory]
    [InlineData(Precondition.Types.Operation.MustMatch, "ann", true)]
    [InlineData(Precondition.Types.Operation.MustMatch, "bob", false)]
    [InlineData(Precondition.Types.Operation.MustNotMatch, "ann", false)]
    [InlineData(Precondition.Types.Operation.MustNotMatch, "bob", true)]
    public async Task Preconditions_decide_whether_anything_is_written(Precondition.Types.Operation operation, string subject, bool isWritten)
    {
        await WriteAsync("document:a#owner@user:ann");
        var request = Facts.Touch("document:b#owner@user:ann");
        var filter = new RelationshipFilter { ResourceType = "document", OptionalSubjectFilter = new() { SubjectType = "user", OptionalSubjectId = subject } };
        request.OptionalPreconditions.Add(new Precondition { Operation = operation, Filter = filter });
        Task Write() => Owner.Permissions.WriteRelationshipsAsync(request, Headers, cancellationToken: Cancelled).ResponseAsync;
        if (isWritten) await Write();
        else await FailsAsync(Write, StatusCode.FailedPrecondition, "WRITE_OR_DELETE_PRECONDITION_FAILURE");
        Assert.Equal(isWritten ? 2 : 1, (await ReadAsync(new() { ResourceType = "document" })).Count);
    }

    [Fact]
    public async Task A_reader_that_leaves_ends_its_stream()
    {
        await WriteAsync([.. Enumerable.Range(0, 900).Select(i => $"document:d{i}#viewer@user:u")]);
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var request = new ReadRelationshipsRequest { Consistency = Facts.Full, RelationshipFilter = new() { ResourceType = "document" } };
        using var call = Owner.Permissions.ReadRelationships(request, Headers, cancellationToken: leaving.Token);
        Assert.True(await call.ResponseStream.MoveNext(Cancelled));
        await leaving.CancelAsync();
        var error = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await call.ResponseStream.MoveNext(Cancelled))
            {
            }
        });
        Assert.Equal(StatusCode.Cancelled, error.StatusCode);
        Assert.Equal(900, (await ReadAsync(new() { ResourceType = "document" })).Count);
    }
}
