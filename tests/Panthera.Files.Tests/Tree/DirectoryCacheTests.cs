using CsCheck;
using Panthera.Files.Content;
using Panthera.Files.Tests.Support;
using Panthera.Files.Tree;
using Panthera.Files.Writes;
using Panthera.Permissions.Relationships;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files.Tests.Tree;

public sealed class DirectoryCacheTests
{
    private static readonly string[] s_names = ["a", "b", "c", "a-directory-whose-name-is-too-long-to-be-remembered-at-all"];

    private static readonly Gen<(int Kind, int At, int To, int Name)[]> s_steps = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 1000], Gen.Int[0, 1000], Gen.Int[0, 3]).Array[30, 250];

    [Theory]
    [InlineData(0)]
    [InlineData(128)]
    [InlineData(1 << 20)]
    [Trait("Hazard", "H17")]
    [Trait("Hazard", "H18")]
    public void Paths_lead_where_they_led_in_every_held_snapshot_however_much_is_remembered(int bytes) =>
        s_steps.Sample(
            steps =>
            {
                using var run = new Run(bytes);
                run.Go(steps);
            },
            iter: 15,
            threads: 1);

    [Fact]
    [Trait("Hazard", "H17")]
    public void What_a_newer_state_remembers_does_not_serve_an_older_one_nor_the_other_way_round()
    {
        using var run = new Run(1 << 20);
        run.Commit(editor => editor.CreateFile(run.Make(editor, "/a/x"), Name("f"), run.Owner, "test", ContentId.Empty, 0, DateTimeOffset.UnixEpoch));
        var first = run.Tree;
        var file = IdAt(first, "/a/x/f");
        run.Commit(editor =>
        {
            editor.Move(editor.Tree.Resolve("/a").Target!, editor.Tree.Root, Name("b"));
            run.Make(editor, "/a/x");
        });
        var second = run.Tree;
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(file, IdAt(first, "/a/x/f"));
            Assert.Null(first.Resolve("/b/x/f").Target);
            Assert.Equal(file, IdAt(second, "/b/x/f"));
            Assert.Null(second.Resolve("/a/x/f").Target);
        }

        run.Commit(editor => editor.Detach(editor.Tree.Resolve("/b").Target!));
        Assert.Null(run.Tree.Resolve("/b/x/f").Target);
        Assert.Equal(file, IdAt(second, "/b/x/f"));
        Assert.Equal(file, IdAt(first, "/a/x/f"));
    }

    [Fact]
    public void A_draft_that_is_refused_leaves_nothing_behind()
    {
        using var run = new Run(1 << 20);
        run.Commit(editor =>
        {
            run.Make(editor, "/a/x");
            run.Make(editor, "/b");
        });
        var (before, moved) = (IdAt(run.Tree, "/a/x"), IdAt(run.Tree, "/b"));
        run.Refuse(editor =>
        {
            editor.Detach(editor.Tree.Resolve("/a").Target!);
            editor.Move(editor.Tree.Resolve("/b").Target!, editor.Tree.Root, Name("a"));
            run.Make(editor, "/a/x/y");
            Assert.Equal(moved, editor.Tree.Resolve("/a/x").Target!.Parent.Value);
            Assert.NotNull(editor.Tree.Resolve("/a/x/y").Target);
        });
        Assert.Equal(before, IdAt(run.Tree, "/a/x"));
        Assert.Null(run.Tree.Resolve("/a/x/y").Target);

        // The next draft has a later version than anything that was remembered, and still goes on from the published one.
        run.Commit(editor => Assert.Equal(before, editor.Tree.Resolve("/a/x").Target!.Id.Value));
    }

    [Fact]
    public void A_move_forgets_few_others_and_what_is_remembered_stays_within_its_bound()
    {
        using var run = new Run(4096);
        run.Commit(editor =>
        {
            for (var i = 0; i < 500; i++) run.Make(editor, $"/d{i}/x");
        });
        var tree = run.Tree;
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 500; i++) Assert.NotNull(tree.Resolve($"/d{i}/x").Target);
            Assert.InRange(tree.Directories.ResidentBytes, 128, 4096);
        }

        Assert.Equal(tree.Directories.ResidentBytes, tree.CountMemory().Directories);
        tree.Directories.MaxBytes = 0;
        Assert.Equal(0, tree.Directories.ResidentBytes);
        Assert.NotNull(tree.Resolve("/d1/x").Target);
        Assert.Equal(0, tree.Directories.ResidentBytes);
    }

    [Fact]
    [Trait("Hazard", "H25")]
    public void An_entry_is_read_whole_while_others_write_its_line()
    {
        // Two lines for sixteen keys: every write collides.
        var table = new DirectoryTable(2);
        var names = Enumerable.Range(0, 16).Select(static i => new[] { (byte)('a' + i), (byte)'-', (byte)i }).ToArray();
        var found = 0;
        Parallel.For(0, 4, worker =>
        {
            var random = new Random(worker);
            for (var i = 0; i < 50_000; i++)
            {
                var key = random.Next(16);
                if (worker < 2) table.Write((uint)key % 3, names[key], (uint)key * 7, (ulong)key * 1000);
                else if (table.TryFind((uint)key % 3, names[key], out var child, out var since))
                {
                    Interlocked.Increment(ref found);
                    Assert.Equal(((uint)key * 7, (ulong)key * 1000), (child, since));
                }
            }
        });
        table.Write(0, names[0], 0, 0);
        Assert.True(table.TryFind(0, names[0], out _, out _) || found > 0);
        Assert.False(table.TryFind(1, names[0], out _, out _));
    }

    private static EntryName Name(string text) => ((FilePath)("/" + text)).Name;

    private static ulong IdAt(TreeState tree, string path) => tree.Resolve(path).Target!.Id.Value;

    private sealed class Change(FileRoomContext room, Action<TreeEditor> change, bool isAccepted) : Proposal<bool>
    {
        public override Outcome<bool> Run(Draft draft)
        {
            change(new TreeEditor(draft, room.Ids));
            return isAccepted ? true : new Refusal(RefusalCode.FailedPrecondition, "refused");
        }
    }

    private sealed class Run : IDisposable
    {
        private readonly TestStore _test;
        private readonly List<(TreeState Tree, Dictionary<string, ulong> Paths)> _held = [];

        internal Run(int bytes)
        {
            _test = TestStore.CreateAsync().GetAwaiter().GetResult();
            Owner = Tree.Root.Owner;
            Tree.Directories.MaxBytes = bytes;
        }

        internal ObjectKey Owner { get; }

        internal TreeState Tree => _test.Tenant.Log.Published.Of(TreeRoom.Instance);

        public void Dispose() => _test.DisposeAsync().AsTask().GetAwaiter().GetResult();

        internal void Commit(Action<TreeEditor> change) => Assert.True(Write(change, isAccepted: true));

        internal void Refuse(Action<TreeEditor> change) => Assert.False(Write(change, isAccepted: false));

        internal Inode Make(TreeEditor editor, FilePath path)
        {
            var directory = editor.Tree.Root;
            foreach (var name in path.Names) directory = editor.Tree.TryGetChild(directory, name, out var child) ? child : editor.CreateDirectory(directory, name, Owner, "test");
            return directory;
        }

        internal void Go((int Kind, int At, int To, int Name)[] steps)
        {
            foreach (var step in steps)
            {
                if (step.Kind == 9) Refuse(editor => Apply(editor, step with { Kind = step.At % 9 }));
                else if (step.Kind == 8 && Tree.DetachedCount > 0) Purge();
                else Commit(editor => Apply(editor, step));
                _held.Add((Tree, Paths(Tree)));
                if (_held.Count > 6) _held.RemoveAt(step.To % 6);
                foreach (var (tree, paths) in _held) Compare(tree, paths, step.At);
            }
        }

        private bool Write(Action<TreeEditor> change, bool isAccepted) =>
            _test.Tenant.Log.CommitAsync(new Change(_test.Files.Room, change, isAccepted), new("test"), CancellationToken.None).GetAwaiter().GetResult().Outcome.IsAccepted;

        private void Purge() => _ = _test.Tenant.Log.CommitAsync(new PurgeProposal(_test.Files.Room), new("test"), CancellationToken.None).GetAwaiter().GetResult().Outcome.Value;

        private void Apply(TreeEditor editor, (int Kind, int At, int To, int Name) step)
        {
            var paths = Paths(editor.Tree);
            var all = paths.Keys.Order(StringComparer.Ordinal).ToArray();
            var at = all[step.At % all.Length];
            var to = all[step.To % all.Length];
            FilePath path = at;
            var inode = Walk(editor.Tree, at)!;
            var directory = Walk(editor.Tree, to)!;
            var name = Name(s_names[step.Name]);
            if (directory.IsDirectory && !editor.Tree.TryGetChild(directory, name, out _))
            {
                if (step.Kind <= 2 && ((FilePath)to).Names.Length < 5) editor.CreateDirectory(directory, name, Owner, "test");
                else if (step.Kind == 3) editor.CreateFile(directory, name, Owner, "test", ContentId.Empty, 0, DateTimeOffset.UnixEpoch);
                else if (step.Kind is 4 or 5 && !path.IsRoot && !((FilePath)to).IsWithin(path)) editor.Move(inode, directory, name);
            }

            if (step.Kind == 6 && !path.IsRoot) editor.Detach(inode);
            if (step.Kind == 7) editor.ChangeOwner(inode, Owner);

            // The draft itself sees what it changed, by path as well as name by name.
            foreach (var other in all) Assert.Equal(Walk(editor.Tree, other)?.Id, editor.Tree.Resolve(other).Target?.Id);
        }

        private static void Compare(TreeState tree, Dictionary<string, ulong> paths, int seed)
        {
            var random = new Random(seed);
            foreach (var (path, id) in paths)
            {
                Assert.True(tree.TryStat(path, out var found, out _), path);
                Assert.Equal(id, found.Value);
            }

            for (var i = 0; i < 10; i++)
            {
                var path = string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => "/" + s_names[random.Next(4)]));
                Assert.Equal(paths.ContainsKey(path), tree.TryStat(path, out _, out _));
            }
        }

        /// <summary>Follows a path name by name, with nothing remembered.</summary>
        private static Inode? Walk(TreeState tree, FilePath path)
        {
            Inode? at = tree.Root;
            foreach (var name in path.Names)
            {
                if (!tree.TryGetChild(at, name, out at)) return null;
            }

            return at;
        }

        private static Dictionary<string, ulong> Paths(TreeState tree)
        {
            Dictionary<string, ulong> paths = [];
            Add("", tree.Root);
            return paths;

            void Add(string path, Inode inode)
            {
                paths.Add(path.Length == 0 ? "/" : path, inode.Id.Value);
                foreach (var (name, id) in inode.Entries)
                {
                    Assert.True(tree.TryGetInode(id, out var child));
                    Add($"{path}/{name}", child);
                }
            }
        }
    }
}
