using System.Text;
using Panthera.Files.Content;
using Panthera.Files.Tree;
using Panthera.Storage.Collections;

namespace Panthera.Files.Tests.Tree;

public sealed class PlaceIndexTests
{
    [Fact]
    public void It_finds_what_a_dictionary_finds_and_old_versions_stay_as_they_were()
    {
        var random = new Random(11);
        var index = default(PlaceIndex<PlaceHash>);
        var expected = new Dictionary<(ulong Parent, int Name), Inode>();
        List<(PlaceIndex<PlaceHash> Index, Dictionary<(ulong Parent, int Name), Inode> Expected)> held = [];
        var edit = new EditToken();
        for (var i = 0; i < 20_000; i++)
        {
            if (i % 7 == 0) edit = new();
            var place = (Parent: (ulong)random.Next(1, 20), Name: random.Next(200));
            if (random.Next(3) > 0)
            {
                var inode = Make(expected.TryGetValue(place, out var there) ? there.Id : new((ulong)(100 + i)), place);
                index = index.Set(inode, edit);
                expected[place] = inode;
            }
            else if (expected.Remove(place, out var gone))
            {
                // Taking away one that is not there any more takes nothing away.
                index = index.Remove(gone, edit).Remove(gone, edit);
            }

            if (i % 2000 != 0) continue;
            held.Add((index, new(expected)));
            edit = new();
        }

        held.Add((index, expected));
        foreach (var (version, places) in held)
        {
            for (ulong parent = 1; parent < 20; parent++)
            {
                for (var name = 0; name < 200; name++)
                {
                    var isThere = places.TryGetValue((parent, name), out var inode);
                    Assert.Equal(isThere, version.TryFind(new(parent), Name(name), out var found));
                    Assert.Same(inode, found);
                }
            }
        }
    }

    [Fact]
    public void An_inode_that_took_the_place_of_another_is_not_taken_away_with_it()
    {
        var edit = new EditToken();
        var first = Make(new(5), (1, 1));
        var second = Make(new(6), (1, 1));
        var index = default(PlaceIndex<PlaceHash>).Set(first, edit).Set(second, edit).Remove(first, edit);
        Assert.True(index.TryFind(new(1), Name(1), out var found));
        Assert.Same(second, found);
    }

    [Fact]
    [Trait("Hazard", "H25")]
    public void Two_places_of_one_hash_are_never_taken_for_each_other()
    {
        var edit = new EditToken();
        var first = Make(new(5), (1, 1));
        var second = Make(new(6), (2, 2));
        var index = default(PlaceIndex<OneHash>).Set(first, edit).Set(second, edit);

        // The later one is found; the other one is not, rather than wrongly: its directory knows it.
        Assert.True(index.TryFind(new(2), Name(2), out var found));
        Assert.Same(second, found);
        Assert.False(index.TryFind(new(1), Name(1), out _));
        Assert.False(index.TryFind(new(3), Name(3), out _));
        Assert.True(index.Remove(first, edit).TryFind(new(2), Name(2), out _));
    }

    private readonly struct OneHash : IPlaceHash
    {
        public ulong Of(InodeId parent, EntryName name) => 42;
    }

    private static EntryName Name(int number) => EntryName.FromStored(Encoding.UTF8.GetBytes($"name-{number}"));

    private static Inode Make(InodeId id, (ulong Parent, int Name) place) => new()
    {
        Id = id,
        Parent = new(place.Parent),
        Name = Name(place.Name),
        Kind = EntryKind.File,
        Version = 1,
        SizeBytes = 0,
        Content = ContentId.Empty,
        ModifiedAt = default,
        Owner = default,
        CreatedBy = "operator",
    };
}
