using Google.Protobuf.WellKnownTypes;
using Panthera.Protocol.V1;
using Permissionship = Panthera.Protocol.V1.CheckPermissionResponse.Types.Permissionship;

namespace Panthera.Server.Tests.Grpc;

public sealed class CheckCallsTests : CallsTest
{
    [Fact]
    public async Task A_check_follows_relations_teams_parents_and_exclusions()
    {
        await WriteAsync("document:a#owner@user:ann", "document:b#parent@document:a", "document:a#viewer@team:eng#member", "team:eng#member@user:bob", "document:a#banned@user:eve", "document:a#viewer@user:eve");
        Assert.Equal(Permissionship.HasPermission, await CheckAsync("document:b", "view", "user:ann"));
        Assert.Equal(Permissionship.HasPermission, await CheckAsync("document:b", "view", "user:bob"));
        Assert.Equal(Permissionship.NoPermission, await CheckAsync("document:b", "edit", "user:ann"));
        Assert.Equal(Permissionship.NoPermission, await CheckAsync("document:a", "view", "user:eve"));
        Assert.Equal(Permissionship.HasPermission, await CheckAsync("document:a", "viewer", "team:eng#member"));
    }

    [Fact]
    public async Task An_answer_names_its_moment_and_the_earliest_expiry_it_rests_on()
    {
        var at = Timestamp.FromDateTimeOffset(new(2126, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var request = Facts.Touch("document:a#viewer@user:ann");
        request.Updates[0].Relationship.OptionalExpiresAt = at;
        var written = await Owner.Permissions.WriteRelationshipsAsync(request, Headers, cancellationToken: Cancelled);
        var check = Facts.Check("document:a", "view", "user:ann");
        check.Consistency = new() { AtLeastAsFresh = written.WrittenAt };
        var answer = await Owner.Permissions.CheckPermissionAsync(check, Headers, cancellationToken: Cancelled);
        Assert.Equal(Permissionship.HasPermission, answer.Permissionship);
        Assert.Equal(at, answer.OptionalExpiresAt);
        Assert.Equal(written.WrittenAt, answer.CheckedAt);
    }

    [Fact]
    public async Task An_exact_snapshot_is_answered_as_it_was()
    {
        await WriteAsync("document:a#owner@user:ann");
        var before = (await Owner.Permissions.CheckPermissionAsync(Facts.Check("document:a", "edit", "user:bob"), Headers, cancellationToken: Cancelled)).CheckedAt;
        await WriteAsync("document:a#owner@user:bob");
        var check = Facts.Check("document:a", "edit", "user:bob");
        check.Consistency = new() { AtExactSnapshot = before };
        Assert.Equal(Permissionship.NoPermission, (await Owner.Permissions.CheckPermissionAsync(check, Headers, cancellationToken: Cancelled)).Permissionship);
        check.Consistency = new() { AtLeastAsFresh = before };
        _ = await Owner.Permissions.CheckPermissionAsync(check, Headers, cancellationToken: Cancelled);
        Assert.Equal(Permissionship.HasPermission, await CheckAsync("document:a", "edit", "user:bob"));
    }

    [Fact]
    [Trait("Hazard", "H32")]
    public async Task Bulk_answers_in_order_and_one_bad_item_fails_alone()
    {
        await WriteAsync("document:a#owner@user:ann");
        var request = new CheckBulkPermissionsRequest { Consistency = Facts.Full };
        request.Items.Add([
            Facts.Item("document:a", "edit", "user:ann"), Facts.Item("document:a", "edit", "user:bob"), Facts.Item("nothing:a", "edit", "user:ann"),
            new CheckBulkPermissionsRequestItem { Permission = "edit" }, Facts.Item("document:a", "edit", "user:ann"), Facts.Item("document:a", "fly", "user:ann"),
        ]);
        var response = await Owner.Permissions.CheckBulkPermissionsAsync(request, Headers, cancellationToken: Cancelled);
        Assert.Equal(request.Items, response.Pairs.Select(pair => pair.Request));
        string[] expected = ["HasPermission", "NoPermission", "9", "3", "HasPermission", "9"];
        Assert.Equal(expected, response.Pairs.Select(pair => pair.Error is { } error ? $"{error.Code}" : $"{pair.Item.Permissionship}"));
        Assert.NotEmpty(response.CheckedAt.Token);
        Assert.Single(response.Pairs[2].Error.Details);

        var older = new BulkCheckPermissionRequest { Consistency = Facts.Full };
        foreach (var item in request.Items) older.Items.Add(new BulkCheckPermissionRequestItem { Resource = item.Resource, Permission = item.Permission, Subject = item.Subject });
        var answered = await Owner.Experimental.BulkCheckPermissionAsync(older, Headers, cancellationToken: Cancelled);
        Assert.Equal(expected, answered.Pairs.Select(pair => pair.Error is { } error ? $"{error.Code}" : $"{pair.Item.Permissionship}"));
    }
}
