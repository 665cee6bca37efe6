using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Panthera.Protocol.V1;
using Operation = Panthera.Protocol.V1.RelationshipUpdate.Types.Operation;

namespace Panthera.Server.Tests.Grpc;

/// <summary>What the contract says of requests that cannot be answered, in a tenant with the schema of <see cref="CallsTest"/> and `document:a#owner@user:ann`.</summary>
internal static class ErrorTable
{
    internal static IReadOnlyDictionary<string, (IMessage Request, StatusCode Code, string? Reason)> Cases { get; } =
        Fields().Concat(Names()).Concat(Limits()).Concat(Moments()).Concat(Schemas()).ToDictionary(one => one.Name, one => (one.Request, one.Code, one.Reason));

    private static IEnumerable<(string Name, IMessage Request, StatusCode Code, string? Reason)> Fields()
    {
        const StatusCode Invalid = StatusCode.InvalidArgument;
        yield return ("check without anything", new CheckPermissionRequest(), Invalid, null);
        yield return ("check without a subject", Change(Check(), check => check.Subject = null), Invalid, null);
        yield return ("check with a subject without an object", Change(Check(), check => check.Subject = new()), Invalid, null);
        yield return ("check of a bad type", Change(Check(), check => check.Resource.ObjectType = "Document"), Invalid, null);
        yield return ("check of an empty id", Change(Check(), check => check.Resource.ObjectId = ""), Invalid, null);
        yield return ("check of an id of other letters", Change(Check(), check => check.Resource.ObjectId = "ä b"), Invalid, null);
        yield return ("check of an id that is too long", Change(Check(), check => check.Resource.ObjectId = new string('i', 1025)), Invalid, null);
        yield return ("check of an enormous id", Change(Check(), check => check.Resource.ObjectId = new string('i', 2_000_000)), Invalid, null);
        yield return ("check of a bad permission", Change(Check(), check => check.Permission = "View"), Invalid, null);
        yield return ("check without a permission", Change(Check(), check => check.Permission = ""), Invalid, null);
        yield return ("check with minimize_latency false", Change(Check(), check => check.Consistency = new() { MinimizeLatency = false }), Invalid, null);
        yield return ("check with a context beyond its limit", Change(Check(), check => check.Context = new() { Fields = { ["x"] = Value.ForString(new string('x', 4096)) } }), Invalid, null);
        yield return ("check with a context of no number", Change(Check(), check => check.Context = new() { Fields = { ["x"] = Value.ForNumber(double.NaN) } }), Invalid, null);
        yield return ("write without a relationship", new WriteRelationshipsRequest { Updates = { new RelationshipUpdate { Operation = Operation.Touch } } }, Invalid, null);
        yield return ("write without an operation", new WriteRelationshipsRequest { Updates = { Facts.Update(Operation.Unspecified, "document:a#owner@user:ann") } }, Invalid, null);
        yield return ("write of a bad id", Facts.Touch("document:a b#owner@user:ann"), Invalid, null);
        yield return ("write of a caveat without a name", Change(Facts.Touch("document:a#owner@user:bob"), write => write.Updates[0].Relationship.OptionalCaveat = new()), Invalid, null);
        yield return ("write with an impossible expiry", Change(Facts.Touch("document:a#viewer@user:bob"), write => write.Updates[0].Relationship.OptionalExpiresAt = new() { Seconds = long.MaxValue }), Invalid, null);
        yield return ("read without a filter", new ReadRelationshipsRequest(), Invalid, null);
        yield return ("read of a bad type", Read(new() { ResourceType = "no such type!" }), Invalid, null);
        yield return ("read with a subject filter without a type", Read(new() { ResourceType = "document", OptionalSubjectFilter = new() }), Invalid, null);
        yield return ("read of an empty filter", Read(new()), Invalid, "INVALID_FILTER");
        yield return ("read of an id and a prefix", Read(new() { ResourceType = "document", OptionalResourceId = "a", OptionalResourceIdPrefix = "a" }), Invalid, "INVALID_FILTER");
    }

    private static IEnumerable<(string Name, IMessage Request, StatusCode Code, string? Reason)> Names()
    {
        const StatusCode State = StatusCode.FailedPrecondition;
        yield return ("check of an unknown type", Facts.Check("nothing:a", "view", "user:ann"), State, "UNKNOWN_DEFINITION");
        yield return ("check of an unknown subject type", Facts.Check("document:a", "view", "nobody:ann"), State, "UNKNOWN_DEFINITION");
        yield return ("check of an unknown permission", Facts.Check("document:a", "fly", "user:ann"), State, "UNKNOWN_RELATION_OR_PERMISSION");
        yield return ("check of an unknown subject relation", Facts.Check("document:a", "view", "team:eng#boss"), State, "UNKNOWN_RELATION_OR_PERMISSION");
        yield return ("check of a wildcard", Facts.Check("document:a", "view", "user:*"), StatusCode.InvalidArgument, "WILDCARD_NOT_ALLOWED");
        yield return ("read of an unknown type", Read(new() { ResourceType = "nothing" }), State, "UNKNOWN_DEFINITION");
        yield return ("read of an unknown relation", Read(new() { ResourceType = "document", OptionalRelation = "friend" }), State, "UNKNOWN_RELATION_OR_PERMISSION");
        yield return ("write of an unknown type", Facts.Touch("nothing:a#owner@user:ann"), State, "UNKNOWN_DEFINITION");
        yield return ("write of an unknown relation", Facts.Touch("document:a#friend@user:ann"), State, "UNKNOWN_RELATION_OR_PERMISSION");
        yield return ("write of a wrong subject type", Facts.Touch("document:a#owner@team:eng#member"), StatusCode.InvalidArgument, "INVALID_SUBJECT_TYPE");
        yield return ("write of a wildcard where none is allowed", Facts.Touch("document:a#owner@user:*"), StatusCode.InvalidArgument, "INVALID_SUBJECT_TYPE");
        yield return ("write to a permission", Facts.Touch("document:a#view@user:ann"), StatusCode.InvalidArgument, "CANNOT_UPDATE_PERMISSION");
        yield return ("write of what exists", new WriteRelationshipsRequest { Updates = { Facts.Update(Operation.Create, "document:a#owner@user:ann") } }, StatusCode.AlreadyExists, "ATTEMPT_TO_RECREATE_RELATIONSHIP");
        yield return ("write of the same twice", Facts.Touch("document:b#owner@user:ann", "document:b#owner@user:ann"), StatusCode.InvalidArgument, "UPDATES_ON_SAME_RELATIONSHIP");
        yield return ("write under a precondition that fails", Conditioned(new() { ResourceType = "document", OptionalResourceId = "zzz" }), State, "WRITE_OR_DELETE_PRECONDITION_FAILURE");
        yield return ("write of an unknown caveat", Caveated("unheard_of", new()), State, "UNKNOWN_CAVEAT");
        yield return ("write of a caveat parameter of a wrong type", Caveated("on_day", Struct("wanted", Value.ForNumber(7))), StatusCode.InvalidArgument, "CAVEAT_PARAMETER_TYPE_ERROR");
        yield return ("expand of an unknown permission", new ExpandPermissionTreeRequest { Resource = Facts.Object("document:a"), Permission = "fly" }, State, "UNKNOWN_RELATION_OR_PERMISSION");
        yield return ("look-up of an unknown type", Resources("nothing", "view", "user:ann"), State, "UNKNOWN_DEFINITION");
        yield return ("look-up of an unknown permission", Resources("document", "fly", "user:ann"), State, "UNKNOWN_RELATION_OR_PERMISSION");
        yield return ("look-up for a wildcard", Resources("document", "view", "user:*"), StatusCode.InvalidArgument, "WILDCARD_NOT_ALLOWED");
        yield return ("look-up of subjects of an unknown type", Subjects("document:a", "view", "nobody"), State, "UNKNOWN_DEFINITION");
        yield return ("export by an unknown type", new ExportBulkRelationshipsRequest { OptionalRelationshipFilter = new() { ResourceType = "nothing" } }, State, "UNKNOWN_DEFINITION");
        yield return ("delete by an unknown type", new DeleteRelationshipsRequest { RelationshipFilter = new() { ResourceType = "nothing" } }, State, "UNKNOWN_DEFINITION");
        yield return ("computable permissions of an unknown definition", new ComputablePermissionsRequest { DefinitionName = "nothing" }, State, "UNKNOWN_DEFINITION");
        yield return ("dependent relations of an unknown permission", new DependentRelationsRequest { DefinitionName = "document", PermissionName = "fly" }, State, "UNKNOWN_RELATION_OR_PERMISSION");
        yield return ("write under an empty precondition", Conditioned(new()), StatusCode.InvalidArgument, "UNSPECIFIED");
    }

    private static IEnumerable<(string Name, IMessage Request, StatusCode Code, string? Reason)> Limits()
    {
        const StatusCode Invalid = StatusCode.InvalidArgument;
        yield return ("too many updates", Facts.Touch([.. Enumerable.Range(0, 1001).Select(i => $"document:m{i}#owner@user:ann")]), Invalid, "TOO_MANY_UPDATES_IN_REQUEST");
        var conditions = Facts.Touch("document:b#owner@user:ann");
        conditions.OptionalPreconditions.AddRange(Enumerable.Repeat(Conditioned(new() { ResourceType = "document" }).OptionalPreconditions[0], 1001));
        yield return ("too many preconditions", conditions, Invalid, "TOO_MANY_PRECONDITIONS_IN_REQUEST");
        var bulk = new CheckBulkPermissionsRequest();
        bulk.Items.AddRange(Enumerable.Repeat(Facts.Item("document:a", "view", "user:ann"), 10_001));
        yield return ("too many bulk checks", bulk, Invalid, "UNSPECIFIED");
        yield return ("limit too large", Change(Read(new() { ResourceType = "document" }), read => read.OptionalLimit = 1001), Invalid, "EXCEEDS_MAXIMUM_ALLOWABLE_LIMIT");
        yield return ("limit beyond all numbers", Change(Read(new() { ResourceType = "document" }), read => read.OptionalLimit = uint.MaxValue), Invalid, "EXCEEDS_MAXIMUM_ALLOWABLE_LIMIT");
        yield return ("look-up limit too large", Change(Resources("document", "view", "user:ann"), lookup => lookup.OptionalLimit = 1001), Invalid, "EXCEEDS_MAXIMUM_ALLOWABLE_LIMIT");
        yield return ("export page too large", new ExportBulkRelationshipsRequest { OptionalLimit = 10_001 }, Invalid, "EXCEEDS_MAXIMUM_ALLOWABLE_LIMIT");
        yield return ("stored context too large", Caveated("on_day", Struct("wanted", Value.ForString(new string('w', 25_001)))), Invalid, "MAX_RELATIONSHIP_CONTEXT_SIZE");
        var metadata = new Struct { Fields = { ["note"] = Value.ForString(new string('n', 65_001)) } };
        yield return ("metadata too large", Change(Facts.Touch("document:b#owner@user:ann"), write => write.OptionalTransactionMetadata = metadata), Invalid, "TRANSACTION_METADATA_TOO_LARGE");
    }

    private static IEnumerable<(string Name, IMessage Request, StatusCode Code, string? Reason)> Moments()
    {
        const StatusCode Invalid = StatusCode.InvalidArgument;
        yield return ("no token", Change(Check(), check => check.Consistency = new() { AtLeastAsFresh = new() }), Invalid, null);
        yield return ("a token that is none", Change(Check(), check => check.Consistency = new() { AtExactSnapshot = new() { Token = "GhUKEzE2" } }), Invalid, null);
        yield return ("an endless token", Change(Check(), check => check.Consistency = new() { AtExactSnapshot = new() { Token = new string('p', 1_000_000) } }), Invalid, null);
        yield return ("a cursor that is none", Change(Read(new() { ResourceType = "document" }), read => read.OptionalCursor = new() { Token = "nonsense" }), Invalid, "INVALID_CURSOR");
        yield return ("a look-up cursor that is none", Change(Resources("document", "view", "user:ann"), lookup => lookup.OptionalCursor = new() { Token = "nonsense" }), Invalid, "INVALID_CURSOR");
        yield return ("an export cursor that is none", new ExportBulkRelationshipsRequest { OptionalCursor = new() { Token = "nonsense" } }, Invalid, "INVALID_CURSOR");
        yield return ("an empty cursor", Change(Read(new() { ResourceType = "document" }), read => read.OptionalCursor = new()), Invalid, "INVALID_CURSOR");
    }

    private static IEnumerable<(string Name, IMessage Request, StatusCode Code, string? Reason)> Schemas()
    {
        yield return ("schema that does not parse", new WriteSchemaRequest { Schema = "definition {" }, StatusCode.InvalidArgument, "SCHEMA_PARSE_ERROR");
        yield return ("schema that does not type-check", new WriteSchemaRequest { Schema = "definition doc { relation viewer: nobody }" }, StatusCode.FailedPrecondition, "SCHEMA_TYPE_ERROR");
        yield return ("schema that would orphan", new WriteSchemaRequest { Schema = "definition user {}" }, StatusCode.InvalidArgument, "SCHEMA_TYPE_ERROR");
        yield return ("difference to a schema that does not parse", new DiffSchemaRequest { ComparisonSchema = "definition {" }, StatusCode.InvalidArgument, "SCHEMA_PARSE_ERROR");
        yield return ("reflection by a filter of two kinds", new ReflectSchemaRequest { OptionalFilters = { new ReflectionSchemaFilter { OptionalDefinitionNameFilter = "d", OptionalCaveatNameFilter = "c" } } }, StatusCode.InvalidArgument, "INVALID_FILTER");
        yield return ("a watch", new WatchRequest(), StatusCode.Unimplemented, null);
    }

    private static WriteRelationshipsRequest Caveated(string caveat, Struct context) => Change(
        Facts.Touch("document:b#viewer@user:ann"), write => write.Updates[0].Relationship.OptionalCaveat = new() { CaveatName = caveat, Context = context });

    private static Struct Struct(string name, Value value) => new() { Fields = { [name] = value } };

    private static LookupResourcesRequest Resources(string type, string permission, string subject) =>
        new() { Consistency = Facts.Full, ResourceObjectType = type, Permission = permission, Subject = Facts.Subject(subject) };

    private static LookupSubjectsRequest Subjects(string resource, string permission, string type) =>
        new() { Consistency = Facts.Full, Resource = Facts.Object(resource), Permission = permission, SubjectObjectType = type };

    private static CheckPermissionRequest Check() => Facts.Check("document:a", "view", "user:ann");

    private static ReadRelationshipsRequest Read(RelationshipFilter filter) => new() { Consistency = Facts.Full, RelationshipFilter = filter };

    private static WriteRelationshipsRequest Conditioned(RelationshipFilter filter) => Change(
        Facts.Touch("document:b#owner@user:ann"),
        write => write.OptionalPreconditions.Add(new Precondition { Operation = Precondition.Types.Operation.MustMatch, Filter = filter }));

    private static T Change<T>(T message, Action<T> change)
    {
        change(message);
        return message;
    }
}
