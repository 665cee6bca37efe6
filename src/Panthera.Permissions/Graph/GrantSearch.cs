using Panthera.Permissions.Relationships;
using Panthera.Permissions.Structure;

namespace Panthera.Permissions.Graph;

/// <summary>Follows relationships from a subject to every resource that they lead to, and keeps the files.</summary>
/// <remarks>
/// Whatever is reached is taken to pass everything on: which permissions really do is left to the check of each result. A permission that is
/// granted is granted by relationships, each of which is followed here from its subject to its resource, or by the tree.
/// </remarks>
internal sealed class GrantSearch<TStructure>
    where TStructure : struct, IStructuralRelations
{
    private readonly PermissionsState _state;
    private readonly TStructure _structure;
    private readonly long _nowTicks;
    private readonly HashSet<ulong> _files = [];
    private readonly HashSet<ObjectKey> _reached = [];
    private readonly Queue<ObjectKey> _pending = new();
    private readonly TypeId _fileType;
    private readonly bool _hasFiles;

    internal GrantSearch(PermissionsState state, in TStructure structure, long nowTicks)
    {
        _state = state;
        _structure = structure;
        _nowTicks = nowTicks;
        _hasFiles = structure.IsPresent && state.TryGetType(FileIdText.TypeName, out _fileType);
    }

    internal IReadOnlyCollection<ulong> Find(SubjectKey subject)
    {
        if (!_hasFiles) return [];

        // A userset is a member of itself, so whatever its object leads to may be meant; else only the subject alone is.
        if (subject.Relation != RelationId.None) Reach(subject.Object);
        else
        {
            Follow(new SubjectKey(subject.Type, RelationId.None, ObjectKey.Wildcard));
            if (subject.Id != ObjectKey.Unknown) Follow(subject);
            if (subject.Type == _fileType) ReachChildrenOf(subject.Id);
            if (_state.Programs.UsesSelf && subject.Id != ObjectKey.Unknown) Reach(subject.Object);
        }

        if (_state.Programs.FilesAreSubjects) ReachFilesThatAreSubjects();
        while (_pending.TryDequeue(out var resource))
        {
            FollowAll(resource);
            if (_state.Programs.AsksOwners) ReachOwnedBy(resource);
        }

        return _files;
    }

    private void FollowAll(ObjectKey resource)
    {
        var usersets = _state.Table(resource.Type).Reverse.From(new(resource.Id, RelationId.None));
        while (usersets.MoveNext() && usersets.Key.Id == resource.Id) Follow(usersets.Value);
    }

    private void Follow(SubjectKey subject)
    {
        if (_state.TryGetTargets(subject, out var targets)) Follow(targets);
    }

    private void Follow(AdaptiveMap<GrantTarget, RelationshipTerms, GrantTarget.Order> targets)
    {
        foreach (var (target, terms) in targets)
        {
            if (terms.IsLive(_nowTicks)) Reach(target.Resource);
        }
    }

    private void Reach(ObjectKey resource)
    {
        if (resource.Type == _fileType) _files.Add(resource.Id);
        if (_reached.Add(resource)) _pending.Enqueue(resource);
    }

    // Membership may come down the tree to a file that is itself a subject. Such schemas are rare, and so are such files: all of them are taken.
    private void ReachFilesThatAreSubjects()
    {
        var subjects = _state.Table(_fileType).Reverse.GetEnumerator();
        while (subjects.MoveNext())
        {
            var file = new ObjectKey(_fileType, subjects.Key.Id);
            if (_reached.Add(file)) _pending.Enqueue(file);
        }
    }

    private void ReachChildrenOf(ulong directory)
    {
        foreach (var child in _structure.Children(directory)) Reach(new(_fileType, child));
    }

    private void ReachOwnedBy(ObjectKey owner)
    {
        foreach (var file in _structure.FilesOwnedBy(owner)) Reach(new(_fileType, file));
    }
}
