using Panthera.Permissions.Caching;
using Panthera.Permissions.Graph;
using Panthera.Permissions.Relationships;
using Panthera.Permissions.Structure;

namespace Panthera.Permissions.Bitmaps;

/// <summary>Checks of files by bitmaps: what they know and may be trusted in they answer, and what they do not know they learn from the graph's answers.</summary>
/// <remarks>The graph never comes here, so that nothing is worked out from what it is to replace.</remarks>
internal readonly struct BitmapChecks<TStructure>
    where TStructure : struct, IStructuralRelations
{
    private readonly PermissionGraph<TStructure> _graph;
    private readonly PermissionIndexes _indexes;
    private readonly ObjectKey _file;
    private readonly BitmapKey _key;
    private readonly PermissionBitmap? _bitmap;

    private BitmapChecks(in PermissionGraph<TStructure> graph, ObjectKey file, in BitmapKey key)
    {
        _graph = graph;
        _indexes = graph.State.Indexes;
        _file = file;
        _key = key;
        _indexes.Bitmaps.TryGet(key, out _bitmap);
    }

    /// <summary>Whether a subject may have bitmaps: an object that is no file, since those may be gone, and no userset or wildcard.</summary>
    internal static bool Serves(in SubjectKey subject, CompiledPermission permission) =>
        subject.Relation == RelationId.None && subject.Type != permission.Type && subject.Id is not (ObjectKey.Unknown or ObjectKey.UnknownSubject or ObjectKey.Wildcard);

    /// <summary>Begins a check of a permission that has bitmaps, by a subject that may, without a context, over a published state.</summary>
    internal static BitmapChecks<TStructure> Begin(in PermissionGraph<TStructure> graph, ObjectKey file, CompiledPermission permission, in SubjectKey subject) =>
        new(graph, file, new(subject.Object, permission));

    /// <summary>Answers, if the bitmap knows.</summary>
    /// <param name="exists">Whether the caller knows that there is such a file at the pinned revision.</param>
    /// <param name="verdict">The answer, which rests on no expiry.</param>
    internal bool TryDecide(bool exists, out Verdict verdict)
    {
        verdict = Verdict.Denied;
        if (_bitmap is null) return false;

        // INVARIANT (read-in-order): the state is pinned, now the bit is read, and then the clock.
        var contents = _bitmap.Contents;
        var structure = _graph.Structure;
        var answer = structure.TryGetSlot(_file.Id, out var slot) ? contents.Find(slot) : BitmapAnswer.Unknown;
        if (answer == BitmapAnswer.Unknown || _graph.NowTicks < contents.NowTicks || !(exists || HasSlot(slot)))
        {
            _indexes.Bitmaps.CountMiss();
            return false;
        }

        if (!BitmapTrust.Holds(_indexes.Clock, structure, _file, contents.At, _graph.Snapshot.Revision))
        {
            _indexes.Bitmaps.CountStale();
            return false;
        }

        _indexes.Bitmaps.CountHit();
        _bitmap.Use();
        if (answer == BitmapAnswer.Allowed) verdict = Verdict.Allowed;
        return true;
    }

    /// <summary>Learns what the graph decided.</summary>
    internal void Learn(in Verdict verdict, bool exists)
    {
        if (_bitmap is null)
        {
            _indexes.Bitmaps.SawCheck(_key, _graph.Structure.SlotEnd);
            return;
        }

        // Conditional and failed answers never enter, nor what ends.
        if (verdict.Doubt is not null || verdict.ExpiresAt != Expiry.Never) return;
        if (!_graph.Structure.TryGetSlot(_file.Id, out var slot) || !(exists || HasSlot(slot))) return;
        var trust = new FileTrust<TStructure>(_indexes.Clock, _graph.Structure, _file);
        if (_bitmap.Add(slot, verdict.IsAllowed, _graph.Snapshot.Revision, _graph.NowTicks, trust) is { } change)
        {
            _indexes.Bitmaps.Grow(change, _bitmap);
            return;
        }

        // Whoever it was for earns another: where memberships change all the time, working it out again and again would cost more than it spares.
        _indexes.Bitmaps.Drop(_key, _bitmap);
    }

    // INVARIANT (ids): a slot may have had another file at the bitmap's revision; a number that has no slot now is of a file that is gone.
    private bool HasSlot(uint slot) => _graph.Structure.TryReadSlot(slot, ScannedFile.None, out var file) && file.File == _file.Id;
}
