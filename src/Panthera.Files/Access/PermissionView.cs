using Panthera.Files.Permissions;
using Panthera.Files.Tree;
using Panthera.Permissions;
using Panthera.Permissions.Graph;
using Panthera.Permissions.Relationships;
using Panthera.Permissions.Structure;
using Panthera.Storage.Log;

namespace Panthera.Files.Access;

/// <summary>The permission room over one pinned state and one reading of the clock, with what its checks share.</summary>
/// <remarks>Confined to one thread; disposing it gives the shared scope back.</remarks>
internal sealed class PermissionView(TenantState state, TreeState tree, DateTimeOffset now, PermissionStoreOptions options) : IDisposable
{
    private readonly PermissionGraph<TreeStructure> _graph = Graphs.Of(state, tree, now, null, EvaluationLimits.MaxDepth, options);
    private EvaluationScope? _scope;
    private CompiledPermission? _read;
    private CompiledPermission? _write;
    private CompiledPermission? _share;

    internal PermissionGraph<TreeStructure> Graph => _graph;

    private EvaluationScope Scope => _scope ??= EvaluationScope.Rent();

    public void Dispose()
    {
        _scope?.Dispose();
        _scope = null;
    }

    /// <summary>A caller's subject by number. One that the schema has no type for, or that was never written, holds nothing but wildcards.</summary>
    internal SubjectKey Find(SubjectReference subject) =>
        _graph.ResolveSubject(subject) is { IsAccepted: true } found ? found.Value : default;

    internal SubjectReference NameOf(ObjectKey key)
    {
        var (type, id) = References.Format(_graph.State, _graph.Structure, key);
        return new(type, id);
    }

    internal bool Exists(ObjectReference reference) =>
        References.TryFind(_graph.State, _graph.Structure, reference, out var key) && key.Id != ObjectKey.Unknown;

    /// <summary>Whether anything is written on an object; one that is only named as a subject has nothing.</summary>
    internal bool HasRelationships(ObjectReference reference) =>
        References.TryFind(_graph.State, _graph.Structure, reference, out var key) && RelationshipReader.On(_graph.State, _graph.Structure, key, _graph.Now).Any();

    /// <summary>Decides on a file that is known to exist. A permission that the schema lacks is held by nobody.</summary>
    internal CheckResult Decide(InodeId file, string permission, in SubjectKey subject) =>
        subject.Type.Value != 0 && FindPermission(permission) is { } program
            ? _graph.CheckFile(file.Value, program, subject, Scope)
            : new(Decision.Denied, EvaluationError.None, null);

    internal CheckResult Decide(InodeId file, CompiledPermission program, in SubjectKey subject) =>
        _graph.CheckFile(file.Value, program, subject, Scope);

    /// <summary>Whether a subject has a permission or relation of an object that is no file.</summary>
    internal bool Has(ObjectReference resource, string permission, in SubjectKey subject) =>
        subject.Type.Value != 0
        && _graph.TryFindPermission(resource.Type, permission, out var program)
        && References.TryFind(_graph.State, _graph.Structure, resource, out var key)
        && _graph.Check(key, program, subject, Scope).IsAllowed;

    /// <summary>Whether a permission may be had below a directory on account of what is written on it, though it is not had there.</summary>
    internal bool MayBeginBelow(string permission) => FindPermission(permission)?.MayBeginBelow ?? false;

    /// <summary>Whether a permission may come down from a directory past others that lack it.</summary>
    internal bool MaySkipLevels(string permission) => FindPermission(permission)?.MaySkipLevels ?? false;

    /// <summary>Every file that a subject may have been granted something on, or owns; more than those that they can read.</summary>
    internal IEnumerable<ulong> FilesThatMayBeGranted(SubjectKey subject)
    {
        if (subject.Type.Value == 0) return [];
        var granted = _graph.GrantedResources(subject);
        return subject.Id == ObjectKey.Unknown ? granted : granted.Concat(_graph.Structure.FilesOwnedBy(subject.Object));
    }

    internal IReadOnlyList<Grant> GrantsOn(InodeId file)
    {
        List<Grant> grants = [];
        if (!_graph.State.TryGetType(FileIdText.TypeName, out var type)) return grants;
        foreach (var found in RelationshipReader.On(_graph.State, _graph.Structure, new ObjectKey(type, file.Value), _graph.Now))
        {
            if (found.Relation is not (FileIdText.ParentRelation or FileIdText.OwnerRelation)) grants.Add(new(found.Relation, found.Subject, found.ExpiresAt, found.Caveat));
        }

        return grants;
    }

    private CompiledPermission? FindPermission(string name) => name switch
    {
        OperationTable.Read => _read ??= Lookup(name),
        OperationTable.Write => _write ??= Lookup(name),
        OperationTable.Share => _share ??= Lookup(name),
        _ => Lookup(name),
    };

    private CompiledPermission? Lookup(string name) => _graph.TryFindPermission(FileIdText.TypeName, name, out var found) ? found : null;
}
