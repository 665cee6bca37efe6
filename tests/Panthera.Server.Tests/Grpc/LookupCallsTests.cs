using Google.Protobuf.WellKnownTypes;
using Panthera.Protocol.V1;

namespace Panthera.Server.Tests.Grpc;

public sealed class LookupCallsTests : CallsTest
{
    [Fact]
    [Trait("Hazard", "H34")]
    public async Task Resources_are_found_by_any_way_and_pages_join_to_the_whole()
    {
        await WriteAsync("document:a#viewer@team:eng#member", "team:eng#member@user:bob", "document:b#parent@document:a", "document:c#viewer@user:*", "document:d#viewer@user:bob", "document:d#banned@user:bob", "document:e#owner@user:ann");
        var request = new LookupResourcesRequest { Consistency = Facts.Full, ResourceObjectType = "document", Permission = "view", Subject = Facts.Subject("user:bob") };
        var whole = await AllAsync(Owner.Permissions.LookupResources(request, Headers, cancellationToken: Cancelled));
        Assert.Equal(["a", "b", "c"], whole.Select(found => found.ResourceObjectId).Order(StringComparer.Ordinal));
        Assert.All(whole, found => Assert.Equal(LookupPermissionship.HasPermission, found.Permissionship));
        request.OptionalLimit = 1;
        foreach (var found in whole)
        {
            var page = Assert.Single(await AllAsync(Owner.Permissions.LookupResources(request, Headers, cancellationToken: Cancelled)));
            Assert.Equal(found.ResourceObjectId, page.ResourceObjectId);
            request.OptionalCursor = page.AfterResultCursor;
        }

        Assert.Empty(await AllAsync(Owner.Permissions.LookupResources(request, Headers, cancellationToken: Cancelled)));
    }

    [Fact]
    [Trait("Hazard", "H13")]
    public async Task A_condition_makes_results_conditional_everywhere_and_context_decides_them()
    {
        var write = Facts.Touch("document:a#viewer@user:ann");
        write.Updates[0].Relationship.OptionalCaveat = new() { CaveatName = "on_day", Context = Context("wanted", "friday") };
        await Owner.Permissions.WriteRelationshipsAsync(write, Headers, cancellationToken: Cancelled);

        var check = await Owner.Permissions.CheckPermissionAsync(Facts.Check("document:a", "view", "user:ann"), Headers, cancellationToken: Cancelled);
        Assert.Equal(CheckPermissionResponse.Types.Permissionship.ConditionalPermission, check.Permissionship);
        Assert.Equal(["day"], check.PartialCaveatInfo.MissingRequiredContext);
        var bulk = await Owner.Permissions.CheckBulkPermissionsAsync(new() { Consistency = Facts.Full, Items = { Facts.Item("document:a", "view", "user:ann") } }, Headers, cancellationToken: Cancelled);
        Assert.Equal(["day"], bulk.Pairs[0].Item.PartialCaveatInfo.MissingRequiredContext);
        Assert.Equal((LookupPermissionship.ConditionalPermission, "day"), await ResourceAsync(null));
        Assert.Equal((LookupPermissionship.HasPermission, ""), await ResourceAsync(Context("day", "friday")));
        Assert.Equal((LookupPermissionship.Unspecified, ""), await ResourceAsync(Context("day", "monday")));
        Assert.Equal((LookupPermissionship.ConditionalPermission, "day"), await SubjectAsync(null));
        Assert.Equal((LookupPermissionship.HasPermission, ""), await SubjectAsync(Context("day", "friday")));
        Assert.Equal((LookupPermissionship.Unspecified, ""), await SubjectAsync(Context("day", "monday")));
    }

    [Fact]
    public async Task A_wildcard_names_whom_it_leaves_out_in_the_old_fields_and_the_new()
    {
        await WriteAsync("document:a#viewer@user:*", "document:a#banned@user:eve", "document:a#owner@user:ann");
        var request = new LookupSubjectsRequest { Consistency = Facts.Full, Resource = Facts.Object("document:a"), Permission = "view", SubjectObjectType = "user" };
        var found = await AllAsync(Owner.Permissions.LookupSubjects(request, Headers, cancellationToken: Cancelled));
        var everybody = found.Single(one => one.Subject.SubjectObjectId == "*");
        Assert.Equal(["eve"], everybody.ExcludedSubjectIds);
        Assert.Equal(["eve"], everybody.ExcludedSubjects.Select(one => one.SubjectObjectId));
        Assert.All(found, one => Assert.Equal((one.SubjectObjectId, one.Permissionship), (one.Subject.SubjectObjectId, one.Subject.Permissionship)));
        request.WildcardOption = LookupSubjectsRequest.Types.WildcardOption.ExcludeWildcards;
        Assert.DoesNotContain(await AllAsync(Owner.Permissions.LookupSubjects(request, Headers, cancellationToken: Cancelled)), one => one.Subject.SubjectObjectId == "*");
    }

    [Fact]
    public async Task An_expansion_shows_the_expression_and_leaves_usersets_as_they_are()
    {
        await WriteAsync("document:a#viewer@team:eng#member", "document:a#owner@user:ann", "team:eng#member@user:bob");
        var request = new ExpandPermissionTreeRequest { Consistency = Facts.Full, Resource = Facts.Object("document:a"), Permission = "view" };
        var root = (await Owner.Permissions.ExpandPermissionTreeAsync(request, Headers, cancellationToken: Cancelled)).TreeRoot;
        Assert.Equal(AlgebraicSubjectSet.Types.Operation.Exclusion, root.Intermediate.Operation);
        Assert.Equal(("view", Facts.Object("document:a")), (root.ExpandedRelation, root.ExpandedObject));
        Assert.Equal(["team:eng#member", "user:ann"], Leaves(root).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_trace_shows_the_steps_the_caveat_and_the_schema()
    {
        var write = Facts.Touch("document:a#viewer@user:ann");
        write.Updates[0].Relationship.OptionalCaveat = new() { CaveatName = "on_day", Context = Context("wanted", "friday") };
        await Owner.Permissions.WriteRelationshipsAsync(write, Headers, cancellationToken: Cancelled);
        var check = Facts.Check("document:a", "view", "user:ann");
        check.WithTracing = true;
        check.Context = Context("day", "friday");
        var answer = await Owner.Permissions.CheckPermissionAsync(check, Headers, cancellationToken: Cancelled);
        Assert.Equal(SchemaText, answer.DebugTrace.SchemaUsed);
        var root = answer.DebugTrace.Check;
        Assert.Equal(("view", CheckDebugTrace.Types.PermissionType.Permission, CheckDebugTrace.Types.Permissionship.HasPermission), (root.Permission, root.PermissionType, root.Result));
        var caveat = Steps(root).Single(step => step.CaveatEvaluationInfo is not null).CaveatEvaluationInfo;
        Assert.Equal(("on_day", CaveatEvalInfo.Types.Result.True), (caveat.CaveatName, caveat.Result));
        Assert.Equal(["day", "wanted"], caveat.Context.Fields.Keys.Order(StringComparer.Ordinal));
    }

    private static Struct Context(string name, string value) => new() { Fields = { [name] = Value.ForString(value) } };

    private static IEnumerable<string> Leaves(PermissionRelationshipTree tree) => tree.Leaf is { } leaf
        ? leaf.Subjects.Select(subject => $"{subject.Object.ObjectType}:{subject.Object.ObjectId}{(subject.OptionalRelation.Length == 0 ? "" : "#" + subject.OptionalRelation)}")
        : tree.Intermediate.Children.SelectMany(Leaves);

    private static IEnumerable<CheckDebugTrace> Steps(CheckDebugTrace trace) => (trace.SubProblems?.Traces.SelectMany(Steps) ?? []).Prepend(trace);

    private async Task<(LookupPermissionship, string)> ResourceAsync(Struct? context)
    {
        var request = new LookupResourcesRequest { Consistency = Facts.Full, ResourceObjectType = "document", Permission = "view", Subject = Facts.Subject("user:ann"), Context = context };
        var found = (await AllAsync(Owner.Permissions.LookupResources(request, Headers, cancellationToken: Cancelled))).SingleOrDefault();
        return (found?.Permissionship ?? default, string.Join(',', found?.PartialCaveatInfo?.MissingRequiredContext ?? []));
    }

    private async Task<(LookupPermissionship, string)> SubjectAsync(Struct? context)
    {
        var request = new LookupSubjectsRequest { Consistency = Facts.Full, Resource = Facts.Object("document:a"), Permission = "view", SubjectObjectType = "user", Context = context };
        var found = (await AllAsync(Owner.Permissions.LookupSubjects(request, Headers, cancellationToken: Cancelled))).SingleOrDefault();
        return (found?.Permissionship ?? default, string.Join(',', found?.PartialCaveatInfo?.MissingRequiredContext ?? []));
    }
}
