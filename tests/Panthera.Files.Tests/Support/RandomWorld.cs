using Panthera.Permissions;

namespace Panthera.Files.Tests.Support;

/// <summary>A random tree with random owners, groups and grants; the same seed makes the same one again.</summary>
internal sealed class RandomWorld
{
    private static readonly string[] Users = ["user:bob", "user:carol", "user:dave"];
    private readonly Random _random;
    private readonly TestStore _test;

    private RandomWorld(TestStore test, int seed)
    {
        _test = test;
        _random = new Random(seed);
    }

    internal List<string> Directories { get; } = ["/"];

    internal List<string> Files { get; } = [];

    internal IEnumerable<string> Paths => Directories.Concat(Files);

    internal static async Task<RandomWorld> BuildAsync(TestStore test, int seed, int entries = 14)
    {
        var world = new RandomWorld(test, seed);
        await world.AddGroupsAsync();
        for (var i = 0; i < entries; i++) await world.AddEntryAsync();
        var grants = world._random.Next(1, 7);
        for (var i = 0; i < grants; i++) await world.GrantAsync();

        // Some of what was given has ended by now, and some ends soon.
        test.Time.Advance(TimeSpan.FromMinutes(2));
        return world;
    }

    internal static string Join(string directory, string name) => directory == "/" ? "/" + name : $"{directory}/{name}";

    private T Any<T>(IReadOnlyList<T> list) => list[_random.Next(list.Count)];

    private async Task AddGroupsAsync()
    {
        foreach (var group in (string[])["eng", "core", "all"])
            _ = (await _test.Files.CreateGroupAsync(Caller.Operator, group, null, CancellationToken.None)).Value;
        string[] members = ["user:bob", "user:carol", "group:core#member", "group:all#member", "group:eng#member"];
        for (var i = _random.Next(5); i > 0; i--)
        {
            var member = SubjectReference.Parse(Any(members));
            DateTimeOffset? expiresAt = member.Relation is null && _random.Next(4) == 0 ? Expiry() : null;
            _ = (await _test.Files.AddGroupMemberAsync(Caller.Operator, Any(["eng", "core", "all"]), member, expiresAt, CancellationToken.None)).Value;
        }
    }

    private async Task AddEntryAsync()
    {
        var path = Join(Any(Directories), Any(["a", "b", "c", "a_b", "aXb"]));
        if (Paths.Contains(path)) return;
        if (_random.Next(3) > 0)
        {
            _ = (await _test.Files.MakeDirectoryAsync(Caller.Operator, path, false, CancellationToken.None)).Value;
            Directories.Add(path);
        }
        else
        {
            await _test.WriteAsync(Caller.Operator, path, "content of " + path);
            Files.Add(path);
        }

        if (_random.Next(6) == 0)
            _ = (await _test.Files.ChangeOwnerAsync(Caller.Operator, path, SubjectReference.Parse(Any(Users)), CancellationToken.None)).Value;
    }

    private async Task GrantAsync()
    {
        var relation = Any(TenantSchemas.Relations);
        string[] subjects = [.. Users, "user:bob", "user:bob", "group:eng#member", "group:core#member", "group:all#member"];
        var subject = relation == "viewer" && _random.Next(6) == 0 ? "user:*" : Any(subjects);
        DateTimeOffset? expiresAt = subject != "user:*" && _random.Next(4) == 0 ? Expiry() : null;
        await _test.GrantAsync(Any([.. Paths]), relation, subject, expiresAt);
    }

    private DateTimeOffset Expiry() => _test.Time.GetUtcNow() + TimeSpan.FromMinutes(_random.Next(1, 5));
}
