using Panthera.Files.Tree;
using static Panthera.Files.Tests.Support.TestStore;

namespace Panthera.Files.Tests.Tree;

public sealed class TreeStateTests
{
    [Fact]
    public async Task A_path_is_found_by_its_place_through_every_change_and_in_held_snapshots()
    {
        await using var test = await CreateAsync();
        var random = new Random(7);
        var held = new List<(TreeState Tree, Dictionary<string, ulong> Files)>();
        var files = new Dictionary<string, ulong>(StringComparer.Ordinal);
        for (var i = 0; i < 600; i++)
        {
            var path = $"/{random.Next(4)}/{random.Next(4)}/{random.Next(8)}";
            switch (random.Next(4))
            {
                case 0 or 1:
                    files[path] = (await test.WriteAsync(Operator, path, $"{i}")).Entry.Id.Value;
                    break;
                case 2 when files.Remove(path):
                    _ = (await test.Files.DeleteAsync(Operator, path, DeleteOptions.Default, CancellationToken.None)).Value;
                    break;
                case 3 when files.ContainsKey(path):
                    var to = $"/{random.Next(4)}/moved-{i}";
                    if (!test.Files.Exists(Operator, ((FilePath)to).Parent)) break;
                    _ = (await test.Files.MoveAsync(Operator, path, to, MoveOptions.Default, CancellationToken.None)).Value;
                    files.Remove(path, out var id);
                    files[to] = id;
                    break;
            }

            if (i % 100 == 0) held.Add((test.Tenant.Log.Published.Of(TreeRoom.Instance), new(files)));
        }

        foreach (var (tree, expected) in held)
        {
            foreach (var (path, id) in expected)
            {
                var found = tree.Resolve(path).Target!;
                Assert.Equal(id, found.Id.Value);
                Assert.Equal(((FilePath)path).Name, found.Name);
                Assert.True(tree.TryGetPath(found.Id, out var at));
                Assert.Equal(path, at.ToString());
                Assert.True(tree.TryStat(path, out var stat, out _));
                Assert.Equal(found.Id, stat);
            }

            Assert.Equal(expected.Count, Count(tree));
        }

        Assert.Empty((await test.Store.FsckAsync(null, CancellationToken.None)).Problems);

        static int Count(TreeState tree)
        {
            var count = 0;
            foreach (var (id, inode) in tree.Inodes)
            {
                if (!inode.IsDirectory && tree.Exists(new(id))) count++;
            }

            return count;
        }
    }
}
