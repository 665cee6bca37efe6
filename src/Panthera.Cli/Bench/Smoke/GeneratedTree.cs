using System.Globalization;
using Panthera.Files;
using Panthera.Permissions;

namespace Panthera.Cli.Bench.Smoke;

/// <summary>A tree of files with users, nested groups and grants, the same for the same seed.</summary>
/// <remarks>About a hundred files a directory and up to six directories deep. Every user is in one group of a tree of groups; on every tenth
/// directory lie two grants, one to a user and one to a group, to large groups more often.</remarks>
internal sealed class GeneratedTree
{
    private const int FilesPerDirectory = 100;
    private const int MaxDepth = 6;
    private const int InFlight = 256;
    private const int SparseStep = 10;
    private const int DenseStep = 2;

    private readonly Random _random;
    private readonly List<string> _directories = [""];

    private GeneratedTree(int seed) => _random = new Random(seed);

    internal required FilePath[] Files { get; init; }

    internal required SubjectReference[] Users { get; init; }

    internal int Directories => _directories.Count;

    internal static async Task<GeneratedTree> MakeAsync(TemporaryStore store, BenchContext context, CancellationToken cancellationToken)
    {
        var tree = new GeneratedTree(context.Seed)
        {
            Files = new FilePath[context.Size("files")],
            Users = [.. Enumerable.Range(0, context.Size("users")).Select(static i => SubjectReference.Parse($"user:u{i}"))],
        };
        tree.Place();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = InFlight, CancellationToken = cancellationToken };
        var content = new byte[16];
        await Parallel.ForEachAsync(tree.Files, parallel, async (path, token) => await store.WriteAsync(path.ToString(), content, token));
        await tree.ShareAsync(store.Files, context.Size("groups"), cancellationToken);
        return tree;
    }

    private void Place()
    {
        for (var i = 0; i < Files.Length; i++)
        {
            if (i % FilesPerDirectory == 0)
            {
                var parent = _directories[_random.Next(_directories.Count)];
                if (parent.Count(static letter => letter == '/') >= MaxDepth) parent = "";
                _directories.Add(string.Create(CultureInfo.InvariantCulture, $"{parent}/dir{_directories.Count:d4}"));
            }

            Files[i] = string.Create(CultureInfo.InvariantCulture, $"{_directories[^1]}/file{i:d6}.txt");
        }
    }

    private async Task ShareAsync(FileStore files, int groups, CancellationToken cancellationToken)
    {
        for (var i = 0; i < groups; i++)
        {
            _ = (await files.CreateGroupAsync(Caller.Operator, $"g{i}", null, cancellationToken)).Value;
            // A tree of groups, three below each.
            if (i > 0) _ = (await files.AddGroupMemberAsync(Caller.Operator, $"g{(i - 1) / 3}", Members(i), null, cancellationToken)).Value;
        }

        foreach (var user in Users)
            _ = (await files.AddGroupMemberAsync(Caller.Operator, $"g{_random.Next(groups)}", user, null, cancellationToken)).Value;
        await GrantAsync(files, groups, SparseStep, cancellationToken);
    }

    /// <summary>Puts grants on every second directory as well: most paths then pass several, to large groups more often.</summary>
    internal Task DensifyAsync(FileStore files, int groups, CancellationToken cancellationToken) => GrantAsync(files, groups, DenseStep, cancellationToken);

    private async Task GrantAsync(FileStore files, int groups, int step, CancellationToken cancellationToken)
    {
        for (var i = 1; i < _directories.Count; i += step)
        {
            // The square leans to the low numbers, which are the groups with groups below them.
            var group = (int)(_random.NextDouble() * _random.NextDouble() * groups);
            foreach (var subject in new[] { Members(group), Users[_random.Next(Users.Length)] })
                _ = (await files.GrantAsync(Caller.Operator, _directories[i], _random.Next(3) == 0 ? "editor" : "viewer", subject, null, cancellationToken)).Value;
        }
    }

    private static SubjectReference Members(int group) => SubjectReference.Parse($"group:g{group}#member");
}
