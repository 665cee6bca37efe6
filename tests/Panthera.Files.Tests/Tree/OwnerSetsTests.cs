using CsCheck;
using Panthera.Files.Tree;
using Panthera.Files.Tree.Pages;

namespace Panthera.Files.Tests.Tree;

public sealed class OwnerSetsTests
{
    [Fact]
    public void Every_set_of_slots_has_a_stored_form_of_its_own()
    {
        var seen = new HashSet<uint>();
        foreach (var bits in Enumerable.Range(1, 70_000).Select(static i => (uint)i).Concat(Enumerable.Range(0, 32).Select(static i => 1u << i)).Distinct())
        {
            Assert.Equal(bits, OwnerSets.Unpack(OwnerSets.Pack(bits)));
            Assert.True(seen.Add(OwnerSets.Pack(bits)), $"{bits}");
        }

        Gen.UInt[1, uint.MaxValue].Sample(static bits => OwnerSets.Unpack(OwnerSets.Pack(bits)) == bits);
    }

    [Fact]
    public void The_slots_of_owners_are_what_sets_of_numbers_are() =>
        Gen.Select(Gen.UInt[0, 3], Gen.UInt[0, 300], Gen.Bool).Array[0, 400].Sample(
            static steps =>
            {
                var arena = new PageArena();
                var version = arena.Begin(null, null, isLoad: false);
                OwnerSets owners = default;
                var model = new SortedSet<uint>[] { [], [], [], [] };
                foreach (var (owner, slot, adds) in steps)
                {
                    if (adds)
                    {
                        owners.Add(version, owner, slot);
                        model[owner].Add(slot);
                    }
                    else
                    {
                        owners.Remove(version, owner, slot);
                        model[owner].Remove(slot);
                    }
                }

                for (uint owner = 0; owner < 4; owner++)
                {
                    var found = new List<uint>();
                    for (uint lower = 0; owners.TryFindFrom(arena, owner, lower, out var slot); lower = slot + 1) found.Add(slot);
                    Assert.Equal(model[owner], found);
                }

                GC.KeepAlive(version);
            },
            iter: 50,
            threads: 1);
}
