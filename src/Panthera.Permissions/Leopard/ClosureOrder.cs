using System.Runtime.InteropServices;
using Panthera.Permissions.Bitmaps;

namespace Panthera.Permissions.Leopard;

/// <summary>Works out anew which usersets contain some others, containers first, so that each is worked out once.</summary>
/// <remarks>
/// Tarjan's strongly connected components, with lists instead of recursion, so that it can stop and go on anywhere: usersets that contain each other are one component, and a
/// component comes out after those that contain it. INVARIANT (closure-complete): the containers of a userset are those that it stands in and theirs; those of a cycle are also its
/// members. What is not among the affected has the containers that it had. Confined to the builder.
/// </remarks>
internal sealed class ClosureOrder(UsersetEdges edges, UsersetNumbers numbers, ClosurePages pages, Dictionary<uint, int> affected)
{
    // A container's own closure with itself, for the siblings below it to share.
    private const int MaxShared = 1 << 16;

    // Below, runs save nothing.
    private const int MinOptimized = 64;

    private readonly Node[] _nodes = new Node[affected.Count];
    private readonly List<uint> _path = [];
    private readonly List<uint> _component = [];
    private readonly List<uint> _containers = [];
    private readonly Dictionary<uint, RoaringBitmap> _shared = [];
    private int _next = 1;

    /// <summary>Bytes of the bitmaps that were made, those shared counted once.</summary>
    internal long Bytes { get; private set; }

    /// <summary>The usersets worked out since this was last emptied.</summary>
    internal List<uint> Finished { get; } = [];

    /// <summary>Works out a userset, and whatever must be before it, until the work runs out.</summary>
    /// <param name="userset">One of the affected.</param>
    /// <param name="work">What may still be done; taken down by what is.</param>
    /// <returns>Whether it is finished; else call again with the same one.</returns>
    internal bool Finish(uint userset, ref int work)
    {
        if (_path.Count == 0)
        {
            if (At(userset).Order != 0) return true;
            Enter(userset, ref work);
        }

        while (_path.Count > 0)
        {
            if (work <= 0) return false;
            Continue(_path[^1], ref work);
        }

        return true;
    }

    private void Continue(uint userset, ref int work)
    {
        ref var node = ref At(userset);
        while (node.Next < node.End)
        {
            var container = _containers[node.Next++];
            work--;
            if (!affected.TryGetValue(container, out var index)) continue;
            ref var above = ref _nodes[index];
            if (above.Order == 0)
            {
                Enter(container, ref work);
                return;
            }

            if (above.IsOpen) node.Low = Math.Min(node.Low, above.Order);
        }

        _path.RemoveAt(_path.Count - 1);
        if (_path.Count > 0)
        {
            ref var below = ref At(_path[^1]);
            below.Low = Math.Min(below.Low, node.Low);
        }

        if (node.Low == node.Order) Close(userset, ref work);
    }

    private void Enter(uint userset, ref int work)
    {
        var first = _containers.Count;
        edges.AddContainers(numbers[userset], numbers, _containers);
        work -= 1 + _containers.Count - first;
        At(userset) = new() { Order = _next, Low = _next, First = first, Next = first, End = _containers.Count, IsOpen = true };
        _next++;
        _path.Add(userset);
        _component.Add(userset);
    }

    private void Close(uint root, ref int work)
    {
        var first = _component.LastIndexOf(root);
        var members = CollectionsMarshal.AsSpan(_component)[first..];
        var containers = Join(members, ref work);
        foreach (var member in members)
        {
            pages[member] = containers;
            At(member).IsOpen = false;
            Finished.Add(member);
        }

        // Whatever was entered after the root is closed as well.
        _containers.RemoveRange(At(root).First, _containers.Count - At(root).First);
        _component.RemoveRange(first, _component.Count - first);
    }

    private RoaringBitmap? Join(ReadOnlySpan<uint> members, ref int work)
    {
        RoaringBitmap? joined = null;
        RoaringBuilder? builder = null;
        var isCycle = false;
        foreach (var member in members)
        {
            ref var node = ref At(member);
            for (var i = node.First; i < node.End; i++)
            {
                var container = _containers[i];
                if (affected.TryGetValue(container, out var index) && _nodes[index].IsOpen)
                {
                    isCycle = true;
                    continue;
                }

                var above = WithItself(container);
                work -= above.Containers.Length;
                if (ReferenceEquals(joined, above)) continue;
                if (joined is not null) (builder ??= new(joined)).Add(above);
                joined = above;
            }
        }

        if (isCycle)
        {
            builder ??= joined is null ? new() : new(joined);
            foreach (var member in members) builder.Add(member);
        }

        return builder is null ? joined : Made(builder.ToBitmap());
    }

    private RoaringBitmap WithItself(uint container)
    {
        if (_shared.TryGetValue(container, out var shared)) return shared;
        if (_shared.Count == MaxShared) _shared.Clear();
        var above = pages[container];
        shared = above is null ? Made(RoaringBitmap.Of(container)) : above.Contains(container) ? above : Made(above.With(container));
        _shared.Add(container, shared);
        return shared;
    }

    private RoaringBitmap Made(RoaringBitmap bitmap)
    {
        if (bitmap.Cardinality >= MinOptimized) bitmap = bitmap.RunOptimize();
        Bytes += bitmap.Bytes;
        return bitmap;
    }

    private ref Node At(uint userset) => ref _nodes[affected[userset]];

    private struct Node
    {
        // Both count from 1; 0 is not entered yet.
        internal int Order;
        internal int Low;

        // Its containers in the list of all.
        internal int First;
        internal int Next;
        internal int End;

        // Whether its component is not closed yet.
        internal bool IsOpen;
    }
}
