using System.Globalization;
using System.Text;
using CsCheck;
using Panthera.Files.Checking;
using Panthera.Files.Content;
using Panthera.Files.Tests.Support;
using Panthera.Files.Tree;
using Panthera.Files.Writes;
using Panthera.Permissions.Relationships;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files.Tests.Tree;

/// <summary>The tree against one of plain objects: commits of several changes, refused ones among them, with snapshots held across them.</summary>
public sealed class TreeModelTests
{
    // Any character; all in common but the end; the longest; case pairs; around the separator and the ends of what a byte can be.
    private static readonly Gen<string>[] s_names =
    [
        Gen.Char.Array[1, 6].Select(static letters => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(letters))),
        Gen.Int[0, 40].Select(static i => "a-rather-long-name-that-many-entries-share-" + i.ToString("d4", CultureInfo.InvariantCulture)),
        Gen.Int[0, 30].Select(static i => new string('n', 253) + i.ToString("d2", CultureInfo.InvariantCulture)),
        AnyOf("readme", "README", "Readme", "ReadMe", "readMe"),
        AnyOf("a", "a.", "a-", "a!", "a0", "a b", "a\u0001", "a~", "a\u007f", "a\u0080", "a\uffff", "ab"),
    ];

    private static readonly Gen<Step[]> s_steps =
        Gen.Select(Gen.Int[0, 11], Gen.Int[0, 1 << 20], Gen.Int[0, 1 << 20], Gen.OneOf(s_names), static (kind, at, to, name) => new Step(kind, at, to, name)).Array[20, 260];

    [Fact]
    [Trait("Hazard", "H17")]
    public void The_tree_is_what_a_tree_of_objects_is_through_every_change_and_in_held_snapshots() =>
        s_steps.Sample(
            static steps =>
            {
                using var run = new Run();
                run.Go(steps);
            },
            iter: 30,
            threads: 1);

    private static Gen<string> AnyOf(params string[] names) => Gen.Int[0, names.Length - 1].Select(i => names[i]);

    /// <summary>One change.</summary>
    /// <param name="Kind">Which.</param>
    /// <param name="At">Chooses what is changed.</param>
    /// <param name="To">Chooses where it goes.</param>
    /// <param name="Name">A name.</param>
    internal sealed record Step(int Kind, int At, int To, string Name);

    private sealed class Node(ulong id, bool isDirectory)
    {
        internal ulong Id { get; } = id;

        internal bool IsDirectory { get; } = isDirectory;

        internal SortedDictionary<string, Node> Children { get; } = new(Comparer<string>.Create(static (x, y) => Encoding.UTF8.GetBytes(x).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y))));

        internal Node? Parent { get; set; }

        internal string Name { get; set; } = "";

        internal ulong Version { get; set; } = 1;

        internal ulong Owner { get; set; } = 1;

        internal IEnumerable<Node> All => Children.Values.SelectMany(static child => child.All).Prepend(this);

        internal string Path => Parent is null ? "" : $"{Parent.Path}/{Name}";

        internal bool IsWithin(Node other) => this == other || (Parent is not null && Parent.IsWithin(other));
    }

    private sealed class Change(FileRoomContext room, Func<TreeEditor, bool> change) : Proposal<bool>
    {
        public override Outcome<bool> Run(Draft draft) =>
            change(new TreeEditor(draft, room.Ids)) ? true : new Refusal(RefusalCode.FailedPrecondition, "refused");
    }

    private sealed class Run : IDisposable
    {
        private readonly TestStore _test = TestStore.CreateAsync().GetAwaiter().GetResult();
        private readonly List<(TreeState Tree, string Text)> _held = [];
        private readonly HashSet<ulong> _ids = [1];
        private readonly TypeId _type;
        private Node _root;

        internal Run()
        {
            _type = Tree.Root.Owner.Type;
            _root = new(1, isDirectory: true) { Owner = Tree.Root.Owner.Id };
        }

        private TreeState Tree => _test.Tenant.Log.Published.Of(TreeRoom.Instance);

        public void Dispose() => _test.DisposeAsync().AsTask().GetAwaiter().GetResult();

        internal void Go(Step[] steps)
        {
            for (var i = 0; i < steps.Length; i += 1 + (steps[i].To % 5))
            {
                var commit = steps.AsSpan(i, Math.Min(1 + (steps[i].To % 5), steps.Length - i)).ToArray();
                if (steps[i].Kind == 11) Refuse(commit);
                else Commit(commit);
                if (steps[i].At % 9 == 0) _held.Add((Tree, Text(Tree)));
                if (_held.Count > 4) _held.RemoveAt(steps[i].To % 3);
                if (steps[i].At % 13 == 0) Compare();
                if (steps[i].At % 17 == 0) GC.Collect();
                if (steps[i].At % 23 == 0) Purge();
                if (steps[i].At % 29 == 0) CompareStored();
            }

            Compare();
            foreach (var (tree, text) in _held) Assert.Equal(text, Text(tree));
            Purge();
            Compare();
            Assert.Equal(_root.All.LongCount(), Tree.InodeCount);
            CompareStored();
        }

        /// <summary>What the stored records make, read anew, is what the changes made.</summary>
        private void CompareStored()
        {
            var stored = _test.Tenant.Log.ReadStored().Of(TreeRoom.Instance);
            Assert.Null(TreeComparison.FirstDifference(Tree, stored, CancellationToken.None));
            Assert.Equal(Text(Tree), Text(stored));
            Assert.Equal(Tree.InodeCount, stored.CountMemory().Entries);
            Assert.Equal(Tree.Unreferenced.Select(static content => content.Id), stored.Unreferenced.Select(static content => content.Id));
            var (live, loaded) = (new TreeStructure(Tree), new TreeStructure(stored));
            for (ulong owner = 1; owner <= 3; owner++) Assert.Equal(live.FilesOwnedBy(new(_type, owner)), loaded.FilesOwnedBy(new(_type, owner)));
            foreach (var node in _root.All)
            {
                Assert.True(stored.TryGetPath(new(node.Id), out var path));
                Assert.Equal(node.Id, stored.Resolve(path).Target!.Id.Value);
            }
        }

        private void Commit(Step[] steps)
        {
            var outcome = _test.Tenant.Log.CommitAsync(
                new Change(_test.Files.Room, editor =>
                {
                    foreach (var step in steps) Apply(step, editor);
                    return true;
                }),
                new("test"),
                CancellationToken.None).GetAwaiter().GetResult();
            Assert.True(outcome.Outcome.IsAccepted);
        }

        /// <summary>Has the writer change the tree, and take it all back.</summary>
        private void Refuse(Step[] steps)
        {
            var before = _root;
            _root = Copy(_root, null);
            var ids = _ids.ToArray();
            var outcome = _test.Tenant.Log.CommitAsync(
                new Change(_test.Files.Room, editor =>
                {
                    foreach (var step in steps) Apply(step with { Kind = step.Kind % 11 }, editor);
                    return false;
                }),
                new("test"),
                CancellationToken.None).GetAwaiter().GetResult();
            Assert.False(outcome.Outcome.IsAccepted);
            _root = before;
            _ids.IntersectWith(ids);
        }

        private static Node Copy(Node node, Node? parent)
        {
            var copy = new Node(node.Id, node.IsDirectory) { Parent = parent, Name = node.Name, Version = node.Version, Owner = node.Owner };
            foreach (var (name, child) in node.Children) copy.Children.Add(name, Copy(child, copy));
            return copy;
        }

        private void Apply(Step step, TreeEditor editor)
        {
            var nodes = _root.All.ToArray();
            var node = nodes[step.At % nodes.Length];
            var directories = nodes.Where(static other => other.IsDirectory).ToArray();
            var directory = directories[step.To % directories.Length];
            if (FilePath.Parse("/" + step.Name) is not { IsAccepted: true, Value.Names.Length: 1 } path) return;
            var name = path.Value.Name;
            Assert.True(editor.Tree.TryGetInode(new(node.Id), out var inode));
            Assert.True(editor.Tree.TryGetInode(new(directory.Id), out var parent));
            switch (step.Kind)
            {
                case <= 3 when !directory.Children.ContainsKey(name.ToString()):
                    Add(directory, name, editor.CreateFile(parent, name, new(_type, (ulong)(1 + (step.At % 3))), "test", ContentId.Empty, 0, DateTimeOffset.UnixEpoch));
                    break;
                case 4 or 5 when !directory.Children.ContainsKey(name.ToString()):
                    Add(directory, name, editor.CreateDirectory(parent, name, new(_type, 1), "test"));
                    break;
                case 6 or 7 when node != _root && !directory.IsWithin(node) && !directory.Children.ContainsKey(name.ToString()):
                    editor.Move(inode, parent, name);
                    node.Parent!.Children.Remove(node.Name);
                    (node.Parent, node.Name) = (directory, name.ToString());
                    directory.Children.Add(node.Name, node);
                    break;
                case 8 when node != _root:
                    editor.Detach(inode);
                    node.Parent!.Children.Remove(node.Name);
                    break;
                case 9 when !node.IsDirectory:
                    // Past 255 versions an inode is a wide one.
                    for (var i = 0; i < 1 + (step.To % 90); i++) inode = editor.WriteContent(inode, ContentId.Empty, 0, DateTimeOffset.UnixEpoch.AddYears(-5));
                    node.Version += (ulong)(1 + (step.To % 90));
                    break;
                case 10:
                    node.Owner = (ulong)(1 + (step.To % 3));
                    editor.ChangeOwner(inode, new(_type, node.Owner));
                    break;
            }
        }

        private void Add(Node directory, EntryName name, Inode made)
        {
            Assert.True(_ids.Add(made.Id.Value), "a number was given out twice");
            directory.Children.Add(name.ToString(), new(made.Id.Value, made.IsDirectory) { Parent = directory, Name = name.ToString(), Owner = made.Owner.Id });
        }

        private void Purge()
        {
            while (Tree.DetachedCount > 0)
                _ = _test.Tenant.Log.CommitAsync(new PurgeProposal(_test.Files.Room), new("test"), CancellationToken.None).GetAwaiter().GetResult().Outcome.Value;
        }

        private void Compare()
        {
            var tree = Tree;
            Assert.Equal(string.Join('\n', _root.All.Select(static node => Line(node.Path, node.Id, node.Version, node.Owner))), Text(tree));
            foreach (var node in _root.All)
            {
                Assert.True(tree.Exists(new(node.Id)));
                Assert.True(tree.TryGetPath(new(node.Id), out var path));
                Assert.Equal(node.Parent is null ? "/" : node.Path, path.ToString());
                Assert.Equal(node.Id, tree.Resolve(path).Target!.Id.Value);
                Assert.Null(tree.Resolve(path.Child(Name("absent")).Value).Target);
            }

            Assert.Equal(_root.All.LongCount() + DetachedInodes(tree), tree.CountMemory().Entries);
            var structure = new TreeStructure(tree);
            Assert.Equal(_root.All.Select(static node => node.Id).Order(), structure.FilesFrom(0));
            for (ulong owner = 1; owner <= 3; owner++)
                Assert.Equal(_root.All.Where(node => node.Owner == owner).Select(static node => node.Id).Order(), structure.FilesOwnedBy(new(_type, owner)));
        }

        private static long DetachedInodes(TreeState tree) => tree.Inodes.LongCount(inode => !tree.Exists(new(inode.Id)));

        /// <summary>Everything in a tree, in order, by its entries.</summary>
        private static string Text(TreeState tree)
        {
            var lines = new List<string>();
            Add("", tree.Root);
            return string.Join('\n', lines);

            void Add(string path, Inode inode)
            {
                lines.Add(Line(path, inode.Id.Value, inode.Version, inode.Owner.Id));
                long count = 0;
                foreach (var (name, id) in inode.Entries)
                {
                    count++;
                    Assert.True(tree.TryGetInode(id, out var child));
                    Assert.Equal(inode.Id, child.Parent);
                    Assert.Equal(name, child.Name);
                    Add($"{path}/{name}", child);
                }

                Assert.Equal(count, inode.Entries.Count);
            }
        }

        private static string Line(string path, ulong id, ulong version, ulong owner) => $"{path} {id:x} {version} {owner}";

        private static EntryName Name(string text) => ((FilePath)("/" + text)).Name;
    }
}
