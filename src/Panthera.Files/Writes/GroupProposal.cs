using Panthera.Files.Access;
using Panthera.Files.Tree;
using Panthera.Permissions;
using Panthera.Permissions.Relationships;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files.Writes;

/// <summary>Creates a group, or adds or removes one member or manager.</summary>
/// <remarks>Tenant admins and the operator create groups; a group's managers and they change its members.</remarks>
internal sealed class GroupProposal(FileRoomContext context, Caller caller, string group, GroupChange change, SubjectReference? subject, DateTimeOffset? expiresAt)
    : FileProposal<ChangeResult>(context, caller)
{
    internal const string TypeName = "group";
    internal const string MemberRelation = "direct_member";
    internal const string ManagerRelation = "manager";

    private bool IsAdmin => Caller.Kind is CallerKind.Operator or CallerKind.TenantAdmin;

    protected override Outcome<ChangeResult> Decide(Draft draft, Gate gate, TreeEditor tree)
    {
        var resource = new ObjectReference(TypeName, group);
        var structure = new TreeStructure(gate.Tree);
        var exists = gate.Permissions.Exists(resource);
        if (change != GroupChange.Create && !exists) return NotFound();
        if (!IsAdmin && (change == GroupChange.Create || !gate.Permissions.Has(resource, ManagerRelation, gate.Subject))) return Refuse(gate, exists);

        // A grant may have named the group before anybody made it: that does not take its name.
        if (change == GroupChange.Create && gate.Permissions.HasRelationships(resource)) return new Refusal(RefusalCode.AlreadyExists, $"group `{group}` exists already");

        if (expiresAt <= draft.Now) return ExpiryRule.Passed(expiresAt.Value);
        var before = draft.State;
        if (Apply(draft, structure, resource) is { } refusal) return refusal;
        var changed = !ReferenceEquals(before, draft.State);
        return new ChangeResult(changed, changed ? TokenOf(draft) : gate.Token);
    }

    private Refusal? Apply(Draft draft, TreeStructure structure, ObjectReference resource)
    {
        switch (change)
        {
            case GroupChange.Create:
                var key = RelationshipWriter.Intern(draft, structure, resource);
                if (!key.IsAccepted) return key.Refusal;
                return subject is null ? null : RelationshipWriter.Touch(draft, structure, new(resource, ManagerRelation, subject, null));
            case GroupChange.Add:
                return RelationshipWriter.Touch(draft, structure, new(resource, MemberRelation, subject!, expiresAt));
            default:
                return RelationshipWriter.Delete(draft, structure, new(resource, MemberRelation, subject!, null));
        }
    }

    private Refusal Refuse(Gate gate, bool exists) => exists && gate.Permissions.Has(new(TypeName, group), "member", gate.Subject)
        ? new(RefusalCode.Denied, $"`{Caller.Subject}` may not change group `{group}`: only its managers and tenant admins may")
        : change == GroupChange.Create
            ? new(RefusalCode.Denied, $"`{Caller.Subject}` may not create groups: only tenant admins may")
            : NotFound();

    private Refusal NotFound() => new(RefusalCode.NotFound, IsAdmin
        ? $"group `{group}` does not exist; create it first"
        : $"group `{group}` does not exist, or `{Caller.Subject}` may not see it");
}
