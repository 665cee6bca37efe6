using Panthera.Permissions.Graph;
using Panthera.Permissions.Relationships;
using Panthera.Permissions.Structure;

namespace Panthera.Permissions.Bitmaps;

/// <summary>Works out everything that a subject has by a program at one revision, by the look-up that asks the graph alone.</summary>
/// <remarks>In slices between which others run. Memory in proportion to the bitmaps that come of it, and a quarter of a byte for each slot meanwhile.</remarks>
internal static class BitmapBuild
{
    // Windows of a slice: some tenths of a millisecond.
    private const int SliceWindows = 16;

    // Files of which a bitmap can say nothing, each of which costs a check: past this one is not worth it.
    private const int MaxUndecided = 1 << 18;

    /// <summary>Works out what a subject has.</summary>
    /// <returns>Null where a bitmap could not say it, or would say too little.</returns>
    internal static async Task<BitmapContents?> RunAsync<TStructure>(PermissionGraph<TStructure> graph, BitmapKey key, CancellationToken cancellationToken)
        where TStructure : struct, IStructuralRelations
    {
        var subject = new SubjectKey(key.Subject.Type, RelationId.None, key.Subject.Id);
        using var lookup = new ResourceLookup<TStructure>(graph, key.Program, subject, after: 0);
        if (!lookup.Inherits) return null;
        var allowed = new RoaringBuilder();
        var undecided = new RoaringBuilder();
        var undecidedCount = 0;
        List<(ulong Number, Verdict Verdict)> window = [];
        var windows = 0;
        for (var more = true; more;)
        {
            window.Clear();
            more = lookup.ReadWindow(window);
            foreach (var (number, verdict) in window)
            {
                graph.Structure.TryGetSlot(number, out var slot);
                if (verdict.IsAllowed && verdict.ExpiresAt == Expiry.Never) allowed.Add(slot);
                else if (undecided.Add(slot)) undecidedCount++;
            }

            if (undecidedCount > MaxUndecided) return null;
            if (++windows % SliceWindows != 0) continue;
            cancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        // A denial that ends is found nowhere, and everything below may rest on it.
        if (lookup.HasPassingDenials) return null;
        var known = new RoaringBuilder();
        known.AddRange(0, graph.Structure.SlotEnd - 1);
        return new(graph.Snapshot.Revision, graph.NowTicks, known.ToBitmap().AndNot(undecided.ToBitmap()).RunOptimize(), allowed.ToBitmap().RunOptimize());
    }
}
