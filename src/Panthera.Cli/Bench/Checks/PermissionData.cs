using System.Globalization;
using Panthera.Files;
using Panthera.Files.Measurement;
using Panthera.Permissions;

namespace Panthera.Cli.Bench.Checks;

/// <summary>A tenant of files, users, nested groups and grants, the same for the same seed and sizes; in memory, as a resident tenant is.</summary>
/// <remarks>
/// <para>Directories are a tree that is eight wide, so that half a million of them lie six or seven deep, each with the same number of files. Groups are a tree that
/// is ten wide: ten thousand are five deep. A user stands in five groups, and so is a member of some twenty. On every tenth directory lie two grants: one to a
/// group, one to a user.</para>
/// <para>Paths are worked out when they are asked for: ten million of them would take more memory than the tree.</para>
/// </remarks>
internal sealed class PermissionData : IAsyncDisposable
{
    internal const int DirectoryWidth = 8;
    internal const int GrantStep = 10;
    private const int GroupWidth = 10;
    private const int GroupsOfUser = 5;

    private readonly TemporaryStore _store;
    private readonly int _filesPerDirectory;

    private PermissionData(TemporaryStore store, BenchContext context)
    {
        _store = store;
        Seed = context.Seed;
        FileCount = context.Size("files");
        _filesPerDirectory = context.Size("files_per_directory");
        UserCount = context.Size("users");
        GroupCount = context.Size("groups");
        DirectoryCount = (FileCount + _filesPerDirectory - 1) / _filesPerDirectory;
        Users = [.. Enumerable.Range(0, UserCount).Select(User)];
    }

    /// <summary>The sizes of the data, for benchmarks that use it.</summary>
    internal static Dictionary<string, long> Sizes => new()
    {
        ["files"] = 10_000_000,
        ["files_per_directory"] = 25,
        ["users"] = 100_000,
        ["groups"] = 10_000,
    };

    private int Seed { get; }

    internal int FileCount { get; }

    internal int DirectoryCount { get; }

    internal int UserCount { get; }

    internal int GroupCount { get; }

    internal SubjectReference[] Users { get; }

    internal FileStore Files => _store.Files;

    internal Tenant Tenant => _store.Tenant;

    internal static async Task<PermissionData> MakeAsync(BenchContext context, CancellationToken cancellationToken, PermissionStoreOptions? permissions = null)
    {
        var store = await TemporaryStore.CreateAsync(durable: false, cancellationToken, permissions);
        var data = new PermissionData(store, context);
        context.SetSize("directories", data.DirectoryCount);
        context.Progress($"making {data.FileCount} files in {data.DirectoryCount} directories");
        await TenantTrial.ImportAsync(store.Tenant, data.Lines(), hasOwners: true, cancellationToken);
        context.Progress($"making {data.GroupCount} groups of {data.UserCount} users");
        await data.ImportAsync(data.Memberships(), cancellationToken);
        context.Progress("granting");
        await data.ImportAsync(data.Grants(), cancellationToken);
        return data;
    }

    /// <summary>The path of a directory by number; 0 is `/d0`.</summary>
    internal static string DirectoryPath(int directory)
    {
        var parts = new Stack<int>();
        for (var at = directory; ; at = (at - 1) / DirectoryWidth)
        {
            parts.Push(at);
            if (at == 0) break;
        }

        return string.Concat(parts.Select(static part => string.Create(CultureInfo.InvariantCulture, $"/d{part}")));
    }

    /// <summary>The path of a file by number.</summary>
    internal string FilePathOf(int file) => string.Create(CultureInfo.InvariantCulture, $"{DirectoryPath(file / _filesPerDirectory)}/file-{file:d7}.txt");

    /// <summary>The id of a path.</summary>
    internal string IdOf(string path) => Files.Stat(Caller.Operator, path).Value.Id.ToString();

    /// <summary>Makes files that belong to the first user.</summary>
    internal Task ImportFilesAsync(IEnumerable<string> paths, CancellationToken cancellationToken) =>
        TenantTrial.ImportAsync(Tenant, paths.Select(path => $"{path}\t{Users[0].Id}"), hasOwners: true, cancellationToken);

    /// <summary>Writes relationships in commits of a bounded size.</summary>
    internal async Task ImportAsync(IEnumerable<string> relationships, CancellationToken cancellationToken)
    {
        foreach (var part in relationships.Chunk(100_000))
            _ = (await Tenant.Permissions.ImportBulkAsync(part.Select(static text => Relationship.Parse(text)).ToAsyncEnumerable(), cancellationToken)).Value;
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private static SubjectReference User(int user) => new("user", string.Create(CultureInfo.InvariantCulture, $"u{user}"));

    private IEnumerable<string> Lines()
    {
        var random = new Random(Seed);
        for (var directory = 0; directory < DirectoryCount; directory++)
        {
            var path = DirectoryPath(directory);
            var owner = Users[random.Next(UserCount)].Id;
            var end = Math.Min(FileCount, (directory + 1) * _filesPerDirectory);
            for (var file = directory * _filesPerDirectory; file < end; file++) yield return string.Create(CultureInfo.InvariantCulture, $"{path}/file-{file:d7}.txt\t{owner}");
        }
    }

    private IEnumerable<string> Memberships()
    {
        var random = new Random(Seed + 1);
        for (var group = 1; group < GroupCount; group++) yield return $"group:g{(group - 1) / GroupWidth}#direct_member@group:g{group}#member";
        var chosen = new HashSet<int>();
        foreach (var user in Users)
        {
            chosen.Clear();
            while (chosen.Count < Math.Min(GroupsOfUser, GroupCount)) chosen.Add(random.Next(GroupCount));
            foreach (var group in chosen) yield return $"group:g{group}#direct_member@{user}";
        }
    }

    private IEnumerable<string> Grants()
    {
        var random = new Random(Seed + 2);
        for (var directory = GrantStep - 1; directory < DirectoryCount; directory += GrantStep)
        {
            var id = IdOf(DirectoryPath(directory));
            yield return $"file:{id}#{Relation(random)}@group:g{random.Next(GroupCount)}#member";
            yield return $"file:{id}#{Relation(random)}@{Users[random.Next(UserCount)]}";
        }
    }

    private static string Relation(Random random) => random.Next(3) == 0 ? "editor" : "viewer";
}
