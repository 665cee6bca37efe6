using System.Runtime.InteropServices;
using Panthera.Permissions.Relationships;
using Panthera.Permissions.Structure;

namespace Panthera.Permissions.Graph;

/// <summary>Finds the files that a subject has a permission on which comes down the tree: only where something leads to a file is a check run.</summary>
/// <remarks>
/// <para>INVARIANT (roots-decide): of a permission that comes down the tree and begins on no file of its own accord, a file to which nothing leads from the subject has exactly what its parent has:
/// it is denied if its parent is, and allowed with nothing that could end if its parent is. What is conditional, expires or could not be decided above is asked of each file
/// below. So the answers, and until when they hold, are those of checks.</para>
/// <para>Little that lies below the roots is collected by walking down; much is found by walking over all inodes in the order of their slots, each judged by its parent's mark.
/// Confined to one thread at a time.</para>
/// </remarks>
internal sealed class InheritedLookup<TStructure>
    where TStructure : struct, IStructuralRelations
{
    // Walking down costs some thirty times what passing an inode does, and may have been for nothing.
    private const uint SlotsForEachBelow = 128;
    private const int MinBelow = 1024;
    private const int BelowForEachWanted = 8;

    // Inodes that are passed before results are handed on: some microseconds.
    private const int ScanWindow = 1024;

    private readonly TStructure _structure;
    private readonly CompiledPermission _permission;
    private readonly HashSet<ulong> _roots;
    private readonly uint _owner;
    private List<ulong>? _below;
    private HashSet<ulong>? _asked;
    private int _next;
    private FileMarks? _marks;
    private ScannedFile[]? _window;
    private List<uint>? _path;
    private ulong _lower;
    private uint _lastParent = ScannedFile.None;
    private FileMark _lastMark = FileMark.Denied;
    private bool _lastExists;

    private InheritedLookup(in Question<TStructure> question, CompiledPermission permission, HashSet<ulong> roots, uint owner)
    {
        _structure = question.Structure;
        _permission = permission;
        _roots = roots;
        _owner = owner;
    }

    /// <summary>Begins, if the permission is one that comes down the tree and a search finds all that leads to files.</summary>
    internal static InheritedLookup<TStructure>? Begin(ref CheckEvaluator<TStructure> evaluator, in Question<TStructure> question, CompiledPermission permission, ulong after, int limit, EvaluationSwitches switches)
    {
        if (!question.IsFile(permission) || !permission.InheritsDownward || permission.MayBeginBelow || question.Structure.SlotEnd == 0) return null;
        var ownersHave = question.ClimbsFlat && permission.Walk is { } walk && walk.Levels[0].LooksAtOwner && question.Subject.Relation == RelationId.None && question.Subject.Id != ObjectKey.Unknown;
        if (ResourceSearch<TStructure>.FindRoots(question, permission, switches, withOwned: !ownersHave) is not { } found) return null;
        HashSet<ulong> roots = [.. found.InOrder()];
        var owner = ownersHave ? question.Structure.OwnerNumber(question.Subject.Object) : ScannedFile.None;
        var lookup = new InheritedLookup<TStructure>(question, permission, roots, owner);
        if (!lookup.TryDescend(ref evaluator, question.Subject.Object, after, BelowBound(question.Structure.SlotEnd, limit, switches))) lookup.BeginScan(after);
        return lookup;
    }

    /// <summary>Whether something was denied only for as long as something else lasts.</summary>
    internal bool HasPassingDenials { get; private set; }

    /// <summary>Finds the next files.</summary>
    /// <returns>False after the last.</returns>
    internal bool ReadWindow(ref CheckEvaluator<TStructure> evaluator, List<(ulong Number, Verdict Verdict)> found)
    {
        if (_below is not null) return ReadBelow(ref evaluator, found);
        var window = _window.AsSpan();
        var count = _structure.Scan(_lower, _owner, window);
        Judge(ref evaluator, window[..count], found);
        if (count < window.Length) return false;
        _lower = window[^1].File + 1;
        return true;
    }

    private static int BelowBound(uint slotEnd, int limit, EvaluationSwitches switches)
    {
        if (switches.DescentBound > 0) return switches.DescentBound;
        var bound = Math.Clamp((int)(slotEnd / SlotsForEachBelow), MinBelow, LookupLimits.MaxCandidates);
        return limit == 0 ? bound : (int)Math.Min(bound, Math.Max(MinBelow, (long)limit * BelowForEachWanted));
    }

    private bool ReadBelow(ref CheckEvaluator<TStructure> evaluator, List<(ulong, Verdict)> found)
    {
        var numbers = CollectionsMarshal.AsSpan(_below);
        var end = Math.Min(_next + LookupLimits.Window, numbers.Length);
        for (; _next < end; _next++)
        {
            if (_asked!.Contains(numbers[_next])) Ask(ref evaluator, numbers[_next], found);
            else found.Add((numbers[_next], Verdict.Allowed));
        }

        return _next < numbers.Length;
    }

    private void Ask(ref CheckEvaluator<TStructure> evaluator, ulong file, List<(ulong, Verdict)> found)
    {
        var verdict = Check(ref evaluator, file);
        if (!verdict.IsDenied) found.Add((file, verdict));
    }

    private FileMark Decide(ref CheckEvaluator<TStructure> evaluator, ulong file)
    {
        var verdict = Check(ref evaluator, file);
        if (verdict.IsDenied) return FileMark.Denied;
        return verdict.IsAllowed && verdict.ExpiresAt == Expiry.Never ? FileMark.Allowed : FileMark.Ask;
    }

    private Verdict Check(ref CheckEvaluator<TStructure> evaluator, ulong file)
    {
        var verdict = evaluator.Evaluate(new(_permission.Type, file), _permission, exists: false);
        HasPassingDenials |= verdict.IsDenied && verdict.ExpiresAt != Expiry.Never;
        return verdict;
    }

    /// <summary>Collects what lies below the roots, root by root: what is below another root is left to that one.</summary>
    /// <returns>False if that is more than the bound.</returns>
    private bool TryDescend(ref CheckEvaluator<TStructure> evaluator, ObjectKey subject, ulong after, int bound)
    {
        if (_roots.Count > bound) return false;
        HashSet<ulong> roots = [.. _roots];
        foreach (var owned in _owner == ScannedFile.None ? [] : _structure.FilesOwnedBy(subject))
        {
            if (roots.Add(owned) && roots.Count > bound) return false;
        }

        _below = [];
        _asked = [];
        List<ulong> pending = [];
        foreach (var root in roots)
        {
            var mark = Decide(ref evaluator, root);
            if (mark == FileMark.Denied) continue;
            pending.Clear();
            pending.Add(root);
            if (TryDescend(roots, pending, mark, after, ref bound)) continue;
            _below = null;
            return false;
        }

        _below.Sort();
        return true;
    }

    private bool TryDescend(HashSet<ulong> roots, List<ulong> pending, FileMark mark, ulong after, ref int bound)
    {
        var root = pending[0];
        while (pending.Count > 0)
        {
            var file = pending[^1];
            pending.RemoveAt(pending.Count - 1);
            if (--bound < 0) return false;
            if (file != root && roots.Contains(file)) continue;
            if (file > after)
            {
                _below!.Add(file);
                if (mark == FileMark.Ask) _asked!.Add(file);
            }

            _structure.AddChildren(file, pending);
            if (pending.Count > bound) return false;
        }

        return true;
    }

    private void BeginScan(ulong after)
    {
        _marks = new(_structure.SlotEnd);
        _path = [];
        _window = new ScannedFile[ScanWindow];
        _lower = after == ulong.MaxValue ? after : after + 1;

        // Whatever leads to a slot's number, also to one that it had before, makes its file be asked about.
        foreach (var root in _roots)
        {
            if (_structure.TryGetSlot(root, out var slot)) _marks[slot] = FileMark.Ask;
        }
    }

    private void Judge(ref CheckEvaluator<TStructure> evaluator, ReadOnlySpan<ScannedFile> files, List<(ulong, Verdict)> found)
    {
        uint end = 0;
        byte[]? piece = null;
        foreach (ref readonly var file in files)
        {
            if (file.Slot >= end)
            {
                piece = _marks!.PieceOf(file.Slot);
                end = FileMarks.EndOfPiece(file.Slot);
            }

            var mark = piece is null ? FileMark.Unknown : FileMarks.In(piece, file.Slot);
            if (mark == FileMark.Unknown)
            {
                var isSibling = file.ParentSlot == _lastParent && !file.IsOwned;
                mark = isSibling ? _lastMark : MarkOf(ref evaluator, file);

                // Working it out may have made the piece.
                if (!isSibling) end = 0;
            }

            if (mark == FileMark.Allowed) found.Add((file.File, Verdict.Allowed));
            else if (mark == FileMark.Ask) Ask(ref evaluator, file.File, found);
        }
    }

    private FileMark MarkOf(ref CheckEvaluator<TStructure> evaluator, in ScannedFile file)
    {
        if (file.ParentSlot == ScannedFile.None) return file.IsOwned ? FileMark.Ask : FileMark.Denied;
        if (file.ParentSlot != _lastParent) Enter(ref evaluator, file.ParentSlot);
        if (!file.IsOwned || _lastMark == FileMark.Allowed) return _lastMark;

        // An owner has it, whatever is above, if the file exists.
        return _lastExists ? FileMark.Allowed : FileMark.Denied;
    }

    // Files of one directory mostly lie in a row.
    private void Enter(ref CheckEvaluator<TStructure> evaluator, uint directory)
    {
        _lastMark = Resolve(ref evaluator, directory);
        _lastParent = directory;
        _lastExists = _owner != ScannedFile.None && (_lastMark == FileMark.Allowed || (_structure.TryReadSlot(directory, _owner, out var file) && _structure.Exists(file.File)));
    }

    /// <summary>What a directory is marked as, worked out from the nearest one above it that is known, and kept for all on the way.</summary>
    private FileMark Resolve(ref CheckEvaluator<TStructure> evaluator, uint directory)
    {
        var path = _path!;
        path.Clear();
        var mark = FileMark.Unknown;
        for (var at = directory; mark == FileMark.Unknown;)
        {
            mark = _marks![at];
            if (mark is FileMark.Denied or FileMark.Allowed) break;
            path.Add(at);

            // Below a parent that is no more, and below the root of a detached tree, nothing exists.
            if (!_structure.TryReadSlot(at, _owner, out var file)) mark = FileMark.Denied;
            else if (mark == FileMark.Ask || file.IsOwned) mark = Decide(ref evaluator, file.File);
            else if (file.ParentSlot == ScannedFile.None) mark = FileMark.Denied;
            at = file.ParentSlot;
        }

        foreach (var slot in path) _marks![slot] = mark;
        return mark;
    }
}
