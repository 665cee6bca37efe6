using Panthera.Protocol.V1;

namespace Panthera.Server.Tests.Grpc;

/// <summary>Messages from texts, so that a test reads as what it says.</summary>
internal static class Facts
{
    internal static readonly Consistency Full = new() { FullyConsistent = true };

    /// <summary>`document:readme#viewer@user:tom`.</summary>
    internal static Relationship Relationship(string text)
    {
        var hash = text.IndexOf('#', StringComparison.Ordinal);
        var at = text.IndexOf('@', hash);
        return new() { Resource = Object(text[..hash]), Relation = text[(hash + 1)..at], Subject = Subject(text[(at + 1)..]) };
    }

    internal static ObjectReference Object(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return new() { ObjectType = text[..colon], ObjectId = text[(colon + 1)..] };
    }

    internal static SubjectReference Subject(string text)
    {
        var hash = text.IndexOf('#', StringComparison.Ordinal);
        return hash < 0 ? new() { Object = Object(text) } : new() { Object = Object(text[..hash]), OptionalRelation = text[(hash + 1)..] };
    }

    internal static string Text(Relationship relationship)
    {
        var subject = relationship.Subject.OptionalRelation.Length == 0 ? "" : "#" + relationship.Subject.OptionalRelation;
        return $"{relationship.Resource.ObjectType}:{relationship.Resource.ObjectId}#{relationship.Relation}@{relationship.Subject.Object.ObjectType}:{relationship.Subject.Object.ObjectId}{subject}";
    }

    internal static RelationshipUpdate Update(RelationshipUpdate.Types.Operation operation, string text) => new() { Operation = operation, Relationship = Relationship(text) };

    internal static WriteRelationshipsRequest Touch(params string[] texts)
    {
        var request = new WriteRelationshipsRequest();
        foreach (var text in texts) request.Updates.Add(Update(RelationshipUpdate.Types.Operation.Touch, text));
        return request;
    }

    internal static CheckPermissionRequest Check(string resource, string permission, string subject) => new()
    {
        Consistency = Full,
        Resource = Object(resource),
        Permission = permission,
        Subject = Subject(subject),
    };

    internal static CheckBulkPermissionsRequestItem Item(string resource, string permission, string subject) => new()
    {
        Resource = Object(resource),
        Permission = permission,
        Subject = Subject(subject),
    };
}
