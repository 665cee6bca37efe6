using Panthera.Permissions.Relationships;

namespace Panthera.Permissions.Leopard;

/// <summary>Dense numbers of the usersets in an index: 0, 1, 2, in the order in which they were first met.</summary>
/// <remarks>
/// <para>A number is never given to another userset; an index whose numbers are mostly of usersets without edges is built anew with others. INVARIANT (ids): so no bitmap of
/// any version has a bit that means something else to another.</para>
/// <para>Whole keys are compared. Read without locks; written by the one who builds the index: a place is filled before the number that shows it, and a larger table before
/// it is shown.</para>
/// </remarks>
internal sealed class UsersetNumbers
{
    private const int FirstSlots = 64;

    private Slot[] _slots = new Slot[FirstSlots];
    private GrantTarget[] _keys = new GrantTarget[FirstSlots / 2];
    private int _count;

    internal int Count => Volatile.Read(ref _count);

    internal long Bytes => (_slots.Length * 24L) + (_keys.Length * 16L);

    /// <summary>The userset that has a number below <see cref="Count"/>.</summary>
    internal GrantTarget this[uint number] => Volatile.Read(ref _keys)[number];

    internal bool TryGet(in GrantTarget userset, out uint number)
    {
        var slots = Volatile.Read(ref _slots);
        for (var i = (int)Hash(userset) & (slots.Length - 1); ; i = (i + 1) & (slots.Length - 1))
        {
            ref var slot = ref slots[i];
            var found = Volatile.Read(ref slot.NumberAndOne);
            number = found - 1;
            if (found == 0) return false;
            if (slot.Userset == userset) return true;
        }
    }

    /// <summary>Finds the number of a userset, or gives it the next. The builder's.</summary>
    internal uint GetOrAdd(in GrantTarget userset)
    {
        if (TryGet(userset, out var number)) return number;
        number = (uint)_count;
        if ((_count + 1) * 2 > _slots.Length) Grow();
        _keys[_count] = userset;
        Place(_slots, userset, number);
        Volatile.Write(ref _count, _count + 1);
        return number;
    }

    private void Grow()
    {
        var keys = new GrantTarget[_keys.Length * 2];
        var slots = new Slot[_slots.Length * 2];
        for (var i = 0; i < _count; i++) Place(slots, keys[i] = _keys[i], (uint)i);
        Volatile.Write(ref _keys, keys);
        Volatile.Write(ref _slots, slots);
    }

    private static void Place(Slot[] slots, in GrantTarget userset, uint number)
    {
        var i = (int)Hash(userset) & (slots.Length - 1);
        while (slots[i].NumberAndOne != 0) i = (i + 1) & (slots.Length - 1);
        slots[i].Userset = userset;
        Volatile.Write(ref slots[i].NumberAndOne, number + 1);
    }

    private static uint Hash(in GrantTarget userset)
    {
        var mixed = (userset.Id ^ ((ulong)userset.Relation.Value << 40) ^ ((ulong)userset.Type.Value << 52)) * 0x9E3779B97F4A7C15;
        return (uint)(mixed >> 32);
    }

    private struct Slot
    {
        internal GrantTarget Userset;
        internal uint NumberAndOne;
    }
}
