using System.Globalization;
using Panthera.Files.Tests.Support;
using Panthera.Files.Tree;
using Panthera.Permissions;
using Panthera.Permissions.Graph;
using Panthera.Storage;
using Panthera.Storage.Engines;
using Panthera.Storage.Log;
using Panthera.Storage.RocksDb;
using static Panthera.Files.Tests.Support.TestStore;

namespace Panthera.Files.Tests;

/// <summary>Random operations of several callers against a plain model of files, owners and grants.</summary>
public sealed class FileStoreModelTests
{
    [Fact]
    [Trait("Hazard", "H38")]
    [Trait("Hazard", "H17")]
    [Trait("Hazard", "H18")]
    public async Task Every_operation_answers_and_changes_as_the_model_says()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            await using var test = await CreateAsync(new() { InlineContentBytes = 8, PurgeStepInodes = 3 });
            await new Run(test, seed).GoAsync(150, engine: null);
        }
    }

    [Fact]
    [Trait("Hazard", "H44")]
    public async Task What_is_reopened_from_disk_is_what_was_there()
    {
        for (var seed = 1000; seed < 1004; seed++)
        {
            using var directory = new TemporaryDirectory();
            IStorageEngine Open() => RocksDbEngine.Open(directory.Data, new());
            await using var test = await CreateAsync(new() { InlineContentBytes = 8, PurgeStepInodes = 3 }, Open());
            await new Run(test, seed).GoAsync(80, Open);
        }
    }

    /// <summary>What the model knows of an entry.</summary>
    private sealed class Node(string owner, string? text)
    {
        internal string Owner { get; set; } = owner;

        internal string? Text { get; set; } = text;

        internal ulong Version { get; set; } = 1;

        internal HashSet<(string Relation, string Subject)> Grants { get; } = [];

        internal bool IsDirectory => Text is null;
    }

    private sealed class Run(TestStore test, int seed)
    {
        private static readonly string[] Users = ["user:alice", "user:bob", "user:carol"];
        private readonly Random _random = new(seed);
        private readonly SortedDictionary<string, Node> _nodes = new(StringComparer.Ordinal) { ["/"] = new("user:alice", null) };
        private readonly List<(TenantState State, string Text)> _snapshots = [];
        private string _step = "";

        internal async Task GoAsync(int steps, Func<IStorageEngine>? engine)
        {
            for (var step = 0; step < steps; step++)
            {
                await StepAsync(step);
                if (_random.Next(10) == 0) _snapshots.Add((test.Tenant.Log.Published, Text(test.Tenant.Log.Published)));
                if (engine is not null && _random.Next(25) == 0)
                {
                    Compare();
                    CompareSnapshots();
                    await test.ReopenAsync(engine);
                    Compare();
                }
            }

            Compare();
            CompareSnapshots();
            Assert.Empty((await test.Store.FsckAsync(null, CancellationToken.None)).Problems);
        }

        private void CompareSnapshots()
        {
            foreach (var (state, text) in _snapshots) Assert.Equal(text, Text(state));
            _snapshots.Clear();
        }

        private async Task StepAsync(int step)
        {
            var user = Any(Users);
            var caller = _random.Next(8) == 0 ? Caller.Operator : Caller.As(SubjectReference.Parse(user));
            var (path, other) = (AnyPath(), AnyPath());
            var text = new string('x', _random.Next(16)) + step.ToString(CultureInfo.InvariantCulture);
            var kind = _random.Next(9);
            _step = $"seed {seed}, step {step}: {kind} by {caller.Actor} on {path}, {other}";
            switch (kind)
            {
                case 0 or 1: Expect(Write(caller, path, text), await test.TryWriteAsync(caller, path, text)); break;
                case 2: Expect(Append(caller, path, text), await test.Files.AppendAsync(caller, path, new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), WriteOptions.Default, CancellationToken.None)); break;
                case 3: Expect(MakeDirectory(caller, path), await test.Files.MakeDirectoryAsync(caller, path, false, CancellationToken.None)); break;
                case 4: Expect(Move(caller, path, other), await test.Files.MoveAsync(caller, path, other, MoveOptions.Default, CancellationToken.None)); break;
                case 5: Expect(Copy(caller, path, other), await test.Files.CopyAsync(caller, path, other, CancellationToken.None)); break;
                case 6 when _random.Next(3) == 0: Expect(Delete(caller, path), await test.Files.DeleteAsync(caller, path, new() { Recursive = true }, CancellationToken.None)); break;
                case 6 or 7: Expect(Grant(caller, path, Any(["viewer", "editor"]), Any(Users), out var grant), await test.Files.GrantAsync(caller, path, grant.Relation, SubjectReference.Parse(grant.Subject), null, CancellationToken.None)); break;
                default: Expect(ChangeOwner(caller, path, user), await test.Files.ChangeOwnerAsync(caller, path, SubjectReference.Parse(user), CancellationToken.None)); break;
            }
        }

        private void Expect<T>(bool expected, Outcome<T> outcome) =>
            Assert.True(expected == outcome.IsAccepted, $"{_step}: expected {(expected ? "success" : "a refusal")}, got {(outcome.IsAccepted ? "success" : outcome.Refusal!.ToString())}");

        private string Any(string[] list) => list[_random.Next(list.Length)];

        private string AnyPath()
        {
            var at = Any([.. _nodes.Keys]);
            return _random.Next(2) == 0 ? at : RandomWorld.Join(at, Any(["a", "b", "c", "d"]));
        }

        private static string Parent(string path) => ((FilePath)path).Parent.ToString();

        private static bool IsWithin(string path, string directory) => path == directory || path.StartsWith(RandomWorld.Join(directory, ""), StringComparison.Ordinal);

        // share, write, read: each contains the one before, and all reach downward.
        private bool May(Caller caller, char right, string path)
        {
            if (caller.Kind == CallerKind.Operator) return true;
            var subject = caller.Subject!.ToString();
            for (var at = path; ; at = Parent(at))
            {
                if (_nodes.TryGetValue(at, out var node))
                {
                    if (node.Owner == subject) return true;
                    if (right != 's' && node.Grants.Contains(("editor", subject))) return true;
                    if (right == 'r' && node.Grants.Contains(("viewer", subject))) return true;
                }

                if (at == "/") return false;
            }
        }

        private bool Sees(Caller caller, string path) => _nodes.Keys.Any(below => IsWithin(below, path) && May(caller, 'r', below));

        private bool MayCreate(Caller caller, string path) =>
            path != "/" && _nodes.TryGetValue(Parent(path), out var parent) && parent.IsDirectory && May(caller, 'w', Parent(path));

        private string OwnerOfNew(Caller caller, string path) => caller.Subject?.ToString() ?? _nodes[Parent(path)].Owner;

        private bool Write(Caller caller, string path, string text)
        {
            if (_nodes.TryGetValue(path, out var node))
            {
                if (node.IsDirectory || !May(caller, 'w', path)) return false;
                (node.Text, node.Version) = (text, node.Version + 1);
                return true;
            }

            if (!MayCreate(caller, path)) return false;
            _nodes[path] = new(OwnerOfNew(caller, path), text);
            return true;
        }

        private bool Append(Caller caller, string path, string text)
        {
            if (!_nodes.TryGetValue(path, out var node) || node.IsDirectory || !May(caller, 'w', path)) return false;
            (node.Text, node.Version) = (node.Text + text, node.Version + 1);
            return true;
        }

        private bool MakeDirectory(Caller caller, string path)
        {
            if (_nodes.ContainsKey(path) || !MayCreate(caller, path)) return false;
            _nodes[path] = new(OwnerOfNew(caller, path), null);
            return true;
        }

        private bool Move(Caller caller, string from, string to)
        {
            if (from == "/" || !_nodes.ContainsKey(from) || !(May(caller, 'w', Parent(from)) || May(caller, 's', from))) return false;
            if (from == to) return May(caller, 'w', Parent(from));
            if (_nodes.ContainsKey(to) || !MayCreate(caller, to) || IsWithin(to, from)) return false;
            foreach (var (path, node) in _nodes.Where(pair => IsWithin(pair.Key, from)).ToList())
            {
                _nodes.Remove(path);
                _nodes[to + path[from.Length..]] = node;
            }

            return true;
        }

        private bool Copy(Caller caller, string from, string to)
        {
            if (!_nodes.TryGetValue(from, out var source) || !Sees(caller, from) || _nodes.ContainsKey(to) || !MayCreate(caller, to)) return false;
            if (source.IsDirectory && IsWithin(to, from)) return false;
            var owner = OwnerOfNew(caller, to);
            var sources = _nodes.Where(pair => IsWithin(pair.Key, from) && Sees(caller, pair.Key)).ToList();
            foreach (var (path, node) in sources) _nodes[to + path[(from == "/" ? 0 : from.Length)..]] = new(owner, node.Text);
            return true;
        }

        private bool Delete(Caller caller, string path)
        {
            if (path == "/" || !_nodes.ContainsKey(path) || !(May(caller, 'w', Parent(path)) || May(caller, 's', path))) return false;
            foreach (var gone in _nodes.Keys.Where(at => IsWithin(at, path)).ToList()) _nodes.Remove(gone);
            return true;
        }

        private bool Grant(Caller caller, string path, string relation, string subject, out (string Relation, string Subject) grant)
        {
            grant = (relation, subject);
            if (!_nodes.TryGetValue(path, out var node) || !May(caller, 's', path)) return false;
            node.Grants.Add(grant);
            return true;
        }

        private bool ChangeOwner(Caller caller, string path, string owner)
        {
            if (!_nodes.TryGetValue(path, out var node) || (caller.Kind != CallerKind.Operator && node.Owner != caller.Subject!.ToString())) return false;
            node.Owner = owner;
            return true;
        }

        private void Compare()
        {
            var expected = _nodes.Select(pair => $"{pair.Key} {pair.Value.Owner} {pair.Value.Version} {pair.Value.Text}");
            Assert.Equal(string.Join('\n', expected), Text(test.Tenant.Log.Published));
            foreach (var user in Users)
            {
                var caller = Caller.As(SubjectReference.Parse(user));
                var seen = _nodes.Keys.Where(path => path != "/" && Sees(caller, path)).Order(StringComparer.Ordinal);
                var listed = test.Files.List(caller, "/", new() { Recursive = true });
                Assert.Equal(seen, listed.IsAccepted ? listed.Value.Entries.Select(entry => entry.Path.ToString()).Order(StringComparer.Ordinal) : []);
                foreach (var (path, _) in _nodes)
                {
                    foreach (var (permission, right) in ((string, char)[])[("read", 'r'), ("write", 'w'), ("share", 's')])
                        Assert.Equal(May(caller, right, path), test.Files.Check(Operator, caller.Subject!, permission, path).Value.Decision == Decision.Allowed);
                }
            }
        }

        /// <summary>Everything reachable in a state, contents included.</summary>
        private string Text(TenantState state)
        {
            var tree = state.Of(TreeRoom.Instance);
            SortedDictionary<string, string> lines = new(StringComparer.Ordinal);
            foreach (var (_, inode) in tree.Inodes)
            {
                if (!tree.TryGetPath(inode.Id, out var path)) continue;
                var text = "";
                if (tree.TryGetContent(inode.Content, out var content))
                {
                    using var opened = test.Files.Contents.Open(content);
                    var bytes = new byte[content.SizeBytes];
                    var read = opened.ReadAsync(0, bytes, CancellationToken.None).AsTask().GetAwaiter().GetResult();
                    text = System.Text.Encoding.UTF8.GetString(bytes, 0, read);
                }

                var owner = Panthera.Permissions.Relationships.References.Format(state.Of(Panthera.Permissions.Relationships.PermissionsRoom.Instance), new TreeStructure(tree), inode.Owner);
                lines[path.ToString()] = $"{path} {owner.Type}:{owner.Id} {inode.Version} {text}";
            }

            return string.Join('\n', lines.Values);
        }
    }
}
