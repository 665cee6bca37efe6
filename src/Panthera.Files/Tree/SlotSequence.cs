using Panthera.Storage;

namespace Panthera.Files.Tree;

/// <summary>Hands out slots and generations of one kind.</summary>
/// <remarks>
/// <para>Confined to the tenant's writer. Slots are taken at the end; when many below are free, a pass takes those, in order, under a new generation.</para>
/// <para>INVARIANT (ids): within a generation a slot is given out at most once, since a pass looks at each once and the end only grows; and a generation is
/// begun only if no stored number has it.</para>
/// </remarks>
/// <param name="isFree">Whether a slot of a state may be given out again.</param>
/// <param name="reusesSlots">False for rehearsals, which take a slot at the end and forget it.</param>
internal sealed class SlotSequence(Func<TreeState, uint, bool> isFree, bool reusesSlots)
{
    // A pass reads every slot once: worth it when one in sixteen is free, and not for a handful.
    private const uint MinFree = 64;
    private const int FreeShift = 4;

    // Slots looked at for one number, so that a commit waits for no long scan.
    private const int MaxLooks = 2048;

    private uint _generation;
    private uint _next;
    private uint _pass;
    private uint _passEnd;
    private uint _reused;
    private uint _added;
    private bool _hasGiven;

    /// <summary>The generation of what was given out last.</summary>
    internal uint Generation => _generation;

    /// <summary>Takes a slot.</summary>
    /// <param name="tree">The draft's state.</param>
    /// <param name="end">The first slot behind all in use.</param>
    /// <param name="used">How many below are in use.</param>
    /// <param name="nextGeneration">The first generation that no stored number has.</param>
    internal uint Next(TreeState tree, uint end, long used, uint nextGeneration)
    {
        if (_generation == 0) _generation = nextGeneration;
        if (_generation > SlotId.MaxGeneration)
            throw new RefusedException(new(RefusalCode.LimitExceeded, "the tenant has used up its numbers; copy what it holds into a new one"));
        if (reusesSlots && _pass >= _passEnd && IsPassDue(end, end - used)) BeginPass(end);
        _hasGiven = true;
        for (var looks = 0; _pass < _passEnd && looks < MaxLooks; looks++)
        {
            var slot = _pass++;
            if (!isFree(tree, slot)) continue;
            _reused++;
            return slot;
        }

        _added++;
        var fresh = Math.Max(_next, end);
        if (fresh >= SlotId.None) throw new RefusedException(new(RefusalCode.LimitExceeded, "the tenant has as many entries as it can"));
        _next = fresh + 1;
        return fresh;
    }

    private bool IsPassDue(uint end, long free)
    {
        if (free < Math.Max(MinFree, end >> FreeShift) || _generation == SlotId.MaxGeneration) return false;

        // What is free may still be seen by somebody: after a pass that found little, wait until about as much again was added.
        return _passEnd == 0 || _reused >= end >> (FreeShift + 2) || _added >= end >> (FreeShift + 2);
    }

    private void BeginPass(uint end)
    {
        if (_hasGiven) _generation++;
        (_pass, _passEnd, _reused, _added) = (0, end, 0, 0);
    }
}
