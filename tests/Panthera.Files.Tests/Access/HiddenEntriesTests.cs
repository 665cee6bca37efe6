using System.Text;
using System.Text.RegularExpressions;
using Panthera.Files.Tests.Support;
using Panthera.Files.Tree;
using Panthera.Permissions;
using Panthera.Storage;
using static Panthera.Files.Tests.Support.TestStore;

namespace Panthera.Files.Tests.Access;

/// <summary>Two worlds, equal but for entries that the caller cannot see, must be the same world to the caller.</summary>
public sealed partial class HiddenEntriesTests
{
    private static readonly SubjectReference Stranger = SubjectReference.Parse("user:stranger");

    public static TheoryData<string> Schemas => TenantSchemas.Names;

    [Theory]
    [MemberData(nameof(Schemas))]
    [Trait("Hazard", "H20")]
    [Trait("Hazard", "H21")]
    [Trait("Hazard", "H19")]
    public async Task No_operation_tells_a_hidden_entry_from_an_absent_one(string schema)
    {
        var compared = 0;
        for (var seed = 0; seed < 60; seed++) compared += await CompareAsync(schema, seed);
        Assert.True(compared > 400, $"only {compared} operations were compared");
    }

    private static async Task<int> CompareAsync(string schema, int seed)
    {
        await using var without = await CreateAsync();
        await using var with = await CreateAsync();
        await TenantSchemas.UseAsync(without, schema);
        await TenantSchemas.UseAsync(with, schema);
        var world = await RandomWorld.BuildAsync(without, seed);
        await RandomWorld.BuildAsync(with, seed);

        var random = new Random(seed);
        var place = world.Directories[random.Next(world.Directories.Count)];
        var hidden = await HideAsync(with, random, place);
        string[] paths = [.. world.Paths, .. Enumerable.Repeat(place, 5), .. Enumerable.Repeat(hidden.Paths, 2).SelectMany(path => path)];
        var done = 0;
        for (; done < 60 && IsHidden(with, hidden.Ids); done++)
        {
            var operation = Operation.Pick(random, paths);
            if (Empties(with, operation, hidden.Ids)) continue;
            var expected = await RunAsync(without, operation);
            var actual = await RunAsync(with, operation);

            // What the operation itself opened to the caller they may see.
            if (!IsHidden(with, hidden.Ids)) break;
            Assert.True(expected == actual, $"schema `{schema}`, seed {seed}, step {done}, hidden {string.Join(' ', hidden.Paths)}: {operation}\nwithout: {expected}\nwith:    {actual}");
        }

        return done;
    }

    private static async Task<(List<InodeId> Ids, string[] Paths)> HideAsync(TestStore test, Random random, string place)
    {
        var root = RandomWorld.Join(place, "h");
        List<string> made = random.Next(3) == 0 ? [root] : [root, root + "/d", root + "/d/f", root + "/f"];
        foreach (var path in made)
        {
            if (made.Count == 1 || path.EndsWith('f')) await test.WriteAsync(Caller.Operator, path, "secret");
            else _ = (await test.Files.MakeDirectoryAsync(Caller.Operator, path, false, CancellationToken.None)).Value;
            _ = (await test.Files.ChangeOwnerAsync(Caller.Operator, path, Stranger, CancellationToken.None)).Value;
        }

        // In schemas with bans the hidden entries may lie where the caller can read.
        if (random.Next(2) == 0)
        {
            foreach (var path in made) await test.GrantAsync(path, "banned", "user:bob");
        }

        await test.GrantAsync(root, "viewer", "user:stranger");
        var ids = made.Select(path => test.Files.Stat(Caller.Operator, path).Value.Id).ToList();
        return (ids, [.. made, root + "/absent", root + "/d/absent", RandomWorld.Join(place, "absent"), root + "/f/below", root + "/d/f/below"]);
    }

    /// <summary>Whether the caller still has nothing on the hidden entries, and cannot create beside them.</summary>
    private static bool IsHidden(TestStore test, List<InodeId> hidden)
    {
        var tree = test.Tenant.Log.Published.Of(TreeRoom.Instance);
        foreach (var id in hidden)
        {
            if (!tree.TryGetPath(id, out var path)) return false;
            if (TenantSchemas.Has(test, Bob, "read", path) || TenantSchemas.Has(test, Bob, "write", path) || TenantSchemas.Has(test, Bob, "share", path)) return false;
            if (TenantSchemas.Has(test, Bob, "write", path.Parent)) return false;
        }

        return true;
    }

    /// <summary>Whether the operation asks that a directory be empty which only the hidden entries fill: that much it may tell whoever may delete it.</summary>
    private static bool Empties(TestStore test, Operation operation, List<InodeId> hidden)
    {
        var tree = test.Tenant.Log.Published.Of(TreeRoom.Instance);
        var emptied = operation.Name is "delete" ? operation.Path : operation.Name is "move-replacing" ? operation.Other : null;
        return emptied is not null && tree.TryGetInode(hidden[0], out var root) && tree.Resolve(emptied).Target?.Id == root.Parent;
    }

    private static async Task<string> RunAsync(TestStore test, Operation operation)
    {
        var files = test.Files;
        var bytes = new MemoryStream("new"u8.ToArray());
        var (path, other) = ((FilePath)operation.Path, (FilePath)operation.Other);
        var self = Bob.Subject!;
        return Normalize(operation.Name switch
        {
            "read" => Show(files.OpenRead(Bob, path), content => { content.Dispose(); return Show(content.Entry); }),
            "stat" => Show(files.Stat(Bob, path), Show),
            "list" => ShowPages(files, path, operation.Number, recursive: false),
            "list-recursive" => ShowPages(files, path, operation.Number, recursive: true),
            "write" => Show(await files.WriteAsync(Bob, path, bytes, WriteOptions.Default, CancellationToken.None), Show),
            "write-parents" => Show(await files.WriteAsync(Bob, path, bytes, new() { CreateParents = true }, CancellationToken.None), Show),
            "create-only" => Show(await files.WriteAsync(Bob, path, bytes, new() { CreateOnly = true }, CancellationToken.None), Show),
            "if-match" => Show(await files.WriteAsync(Bob, path, bytes, new() { IfMatch = operation.Number == 1 ? "*" : "\"0000000000000007-1\"" }, CancellationToken.None), Show),
            "append" => Show(await files.AppendAsync(Bob, path, bytes, new() { IfMatch = operation.Number == 1 ? "\"0000000000000007-1\"" : null }, CancellationToken.None), Show),
            "mkdir" => Show(await files.MakeDirectoryAsync(Bob, path, false, CancellationToken.None), Show),
            "mkdir-parents" => Show(await files.MakeDirectoryAsync(Bob, path, true, CancellationToken.None), Show),
            "move" => Show(await files.MoveAsync(Bob, path, other, MoveOptions.Default, CancellationToken.None), Show),
            "move-replacing" => Show(await files.MoveAsync(Bob, path, other, new() { Replace = true }, CancellationToken.None), Show),
            "copy" => Show(await files.CopyAsync(Bob, path, other, CancellationToken.None), copy => $"{Show(copy.Entry)} {copy.CopiedEntries} {string.Join(' ', copy.LeftOut)}"),
            "delete" => Show(await files.DeleteAsync(Bob, path, DeleteOptions.Default, CancellationToken.None), Show),
            "delete-recursive" => Show(await files.DeleteAsync(Bob, path, new() { Recursive = true }, CancellationToken.None), Show),
            "delete-if-match" => Show(await files.DeleteAsync(Bob, path, new() { Recursive = true, IfMatch = "\"0000000000000007-1\"" }, CancellationToken.None), Show),
            "grant" => Show(await files.GrantAsync(Bob, path, operation.Number == 1 ? "viewer" : "nonsense", SubjectReference.Parse("user:dave"), null, CancellationToken.None), Show),
            "revoke" => Show(await files.RevokeAsync(Bob, path, "viewer", SubjectReference.Parse("user:dave"), CancellationToken.None), Show),
            "grants" => Show(files.Grants(Bob, path), grants => string.Join(' ', grants)),
            "change-owner" => Show(await files.ChangeOwnerAsync(Bob, path, SubjectReference.Parse("user:dave"), CancellationToken.None), Show),
            "check" => Show(files.Check(Bob, self, operation.Number == 1 ? "read" : "nonsense", path), answer => $"{answer.Decision} {answer.ExpiresAt}"),
            "check-other" => Show(files.Check(Bob, Stranger, "read", path), answer => $"{answer.Decision}"),
            "explain" => Show(files.Explain(Bob, self, operation.Number == 1 ? "read" : "write", path), Show),
            _ => Show(files.Explain(Bob, Stranger, "read", path), Show),
        });
    }

    private static string Show<T>(Outcome<T> outcome, Func<T, string> show) =>
        outcome.IsAccepted ? show(outcome.Value) : $"{outcome.Refusal!.Code}: {outcome.Refusal.Message}";

    private static string Show(FileEntry entry) => $"{entry.Path} {entry.Kind} {entry.IsPassage} {entry.Version} {entry.SizeBytes} {entry.Owner} {entry.CreatedBy} {entry.ModifiedAt:O}";

    private static string Show(WriteResult result) => $"{Show(result.Entry)} {result.Created}";

    private static string Show(ChangeResult result) => $"changed {result.Changed}";

    private static string Show(FileExplanation explanation) =>
        $"{explanation.Decision} {explanation.IsCut} {string.Join(" | ", explanation.Steps.Select(step => $"{step.Depth} {step.Resource} {step.Relation} {step.Subject} {step.Text}"))}";

    private static string ShowPages(FileStore files, FilePath path, int limit, bool recursive)
    {
        var text = new StringBuilder();
        string? cursor = null;
        do
        {
            var page = files.List(Bob, path, new() { Limit = limit, Recursive = recursive, Cursor = cursor });
            if (!page.IsAccepted) return Show(page, _ => "");
            foreach (var entry in page.Value.Entries) text.Append(Show(entry)).Append(';');
            text.Append("page;");
            cursor = page.Value.NextCursor;
        }
        while (cursor is not null);
        return text.ToString();
    }

    /// <summary>Numbers may differ: what was made before in the one world was not made in the other.</summary>
    private static string Normalize(string text) => Ids().Replace(text, "ID");

    [GeneratedRegex("[0-9a-f]{16}")]
    private static partial Regex Ids();

    private sealed record Operation(string Name, string Path, string Other, int Number)
    {
        private static readonly string[] Names =
        [
            "read", "stat", "list", "list-recursive", "write", "write-parents", "create-only", "if-match", "append", "mkdir", "mkdir-parents", "move",
            "move-replacing", "copy", "delete", "delete-recursive", "delete-if-match", "grant", "revoke", "grants", "change-owner", "check", "check-other",
            "explain", "explain-other",
        ];

        internal static Operation Pick(Random random, string[] paths) =>
            new(Names[random.Next(Names.Length)], AnyPath(random, paths), AnyPath(random, paths), random.Next(1, 4));

        private static string AnyPath(Random random, string[] paths)
        {
            var path = paths[random.Next(paths.Length)];
            return random.Next(8) switch
            {
                0 when path != "/" => path + "/",
                1 => RandomWorld.Join(path, "new"),
                _ => path,
            };
        }
    }
}
