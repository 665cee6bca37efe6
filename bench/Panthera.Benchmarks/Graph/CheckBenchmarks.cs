using BenchmarkDotNet.Attributes;
using Panthera.Permissions;
using Panthera.Permissions.Graph;
using Panthera.Permissions.Relationships;
using Panthera.Permissions.Schema;
using Panthera.Permissions.Structure;
using Panthera.Storage.Engines;
using Panthera.Storage.Log;

namespace Panthera.Benchmarks.Graph;

/// <summary>Random checks of <c>file#read</c> by id: 100,000 files seven levels deep, grants on a tenth of the directories, groups in groups.</summary>
[MemoryDiagnoser]
public class CheckBenchmarks
{
    private const int Files = 100_000;
    private const int Directories = 10_000;
    private const int Users = 1_000;
    private const int Groups = 200;
    private const int Questions = 4096;

    private readonly (ulong File, SubjectKey Subject)[] _questions = new (ulong, SubjectKey)[Questions];
    private PermissionGraph<BenchmarkTree> _graph;
    private CompiledPermission _read = null!;
    private ulong[] _listed = [];

    /// <summary>Makes the tenant.</summary>
    [GlobalSetup]
    public async Task SetUp()
    {
        var random = new Random(1);
        var places = new StructuralPlace[Files + 1];
        await using var logs = new TenantLogs(new MemoryEngine(), [PermissionsRoom.Instance], new(), TimeProvider.System);
        var log = await logs.OpenAsync(new(1));
        var origin = new CommitOrigin("operator");
        await log.CommitAsync(new WriteSchemaProposal(BuiltInSchema.Compiled, _ => true), origin, CancellationToken.None);

        // Directories first, each under one of the tenth before it: about seven levels; then the files.
        for (ulong file = 1; file <= Files; file++)
        {
            var parent = file == 1 ? 0 : file <= Directories ? 1 + (ulong)random.NextInt64((long)Math.Max(1, file / 4)) : 1 + (ulong)random.NextInt64(Directories);
            places[file] = new(file > 1, parent, default);
        }

        List<string> written = [];
        for (var user = 0; user < Users; user++) written.Add($"group:g{random.Next(Groups)}#direct_member@user:u{user}");
        for (var group = 0; group < Groups; group++) written.Add($"group:g{group}#direct_member@group:g{group / 3 + Groups}#member");
        for (var grant = 0; grant < Directories / 10; grant++)
        {
            var directory = FileIdText.Format((ulong)random.Next(2, Directories));
            written.Add(random.Next(2) == 0 ? $"file:{directory}#viewer@user:u{random.Next(Users)}" : $"file:{directory}#editor@group:g{random.Next(Groups)}#member");
        }

        RelationshipUpdate[] updates = [.. written.Distinct().Select(text => new RelationshipUpdate(RelationshipOperation.Touch, Relationship.Parse(text)))];
        var tree = new BenchmarkTree(places);
        (await log.CommitAsync(new WriteRelationshipsProposal<BenchmarkTree>(updates, [], _ => tree), origin, CancellationToken.None)).Outcome.Value.ToString();
        _graph = new(log.Published, tree, TimeProvider.System.GetUtcNow());
        _read = _graph.FindPermission("file", "read").Value;
        for (var i = 0; i < Questions; i++)
            _questions[i] = ((ulong)random.NextInt64(1, Files + 1), _graph.ResolveSubject(new("user", $"u{random.Next(Users)}")).Value);
        _listed = [.. Enumerable.Range(Directories + 1, 1000).Select(file => (ulong)file)];
        foreach (ref var file in _listed.AsSpan()) places[file] = places[file] with { Parent = Directories };
    }

    /// <summary>One check after another, each with its own scope.</summary>
    [Benchmark(OperationsPerInvoke = Questions)]
    public int RandomChecks()
    {
        var allowed = 0;
        foreach (var (file, subject) in _questions)
        {
            using var scope = EvaluationScope.Rent();
            if (_graph.CheckFile(file, _read, subject, scope).IsAllowed) allowed++;
        }

        return allowed;
    }

    /// <summary>A thousand files of one directory for one user, sharing a scope.</summary>
    [Benchmark(OperationsPerInvoke = 1000)]
    public int ListedChecks()
    {
        var allowed = 0;
        using var scope = EvaluationScope.Rent();
        foreach (var file in _listed)
        {
            if (_graph.CheckFile(file, _read, _questions[0].Subject, scope).IsAllowed) allowed++;
        }

        return allowed;
    }
}
