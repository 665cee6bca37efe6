using Microsoft.Extensions.Time.Testing;
using Panthera.Permissions.Caveats;
using Panthera.Permissions.Graph;
using Panthera.Permissions.Leopard;
using Panthera.Permissions.Relationships;
using Panthera.Permissions.Schema;
using Panthera.Storage;
using Panthera.Storage.Engines;
using Panthera.Storage.Log;

namespace Panthera.Permissions.Tests;

/// <summary>A tenant on the memory engine, with a clock that stands still until told.</summary>
internal sealed class TestTenant : IAsyncDisposable
{
    private static readonly CommitOrigin s_origin = new("operator");
    private readonly MemoryEngine _engine = new();
    private readonly List<TenantLogs> _opened = [];
    private TenantLog _log = null!;

    private TestTenant(FakeTree? tree) => Tree = tree;

    internal static DateTimeOffset Start { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    internal FakeTimeProvider Time { get; } = new(Start);

    internal FakeTree? Tree { get; }

    internal PermissionsState State => _log.Published.Of(PermissionsRoom.Instance);

    internal PermissionGraph<FakeStructure> Graph => new(_log.Published, new(Tree, State), Time.GetUtcNow());

    internal PermissionGraph<FakeStructure> GraphIn(CaveatContext? context, EvaluationSwitches switches = default) =>
        new(_log.Published, new(Tree, State), Time.GetUtcNow(), context, switches);

    internal static async Task<TestTenant> CreateAsync(string schema, FakeTree? tree = null)
    {
        var tenant = new TestTenant(tree);
        await tenant.ReloadAsync();
        (await tenant.WriteSchemaAsync(schema)).ThrowIfRefused();
        foreach (var owner in tree?.Owners.Values.Distinct() ?? []) (await tenant.CommitAsync(new InternProposal(owner))).ThrowIfRefused();
        return tenant;
    }

    /// <summary>Reads everything back from the engine.</summary>
    internal async Task ReloadAsync()
    {
        var logs = new TenantLogs(_engine, [PermissionsRoom.Instance], new(), Time);
        _opened.Add(logs);
        _log = await logs.OpenAsync(new(7));
        Leopard.Options = new() { RunsInBackground = false, SliceWork = SliceWork };
    }

    /// <summary>The closure of groups, whose work is done when a test says so.</summary>
    internal LeopardIndex Leopard => State.Indexes.Leopard;

    /// <summary>How much the closure does in a slice.</summary>
    internal int SliceWork { get; set; } = LeopardOptions.Default.SliceWork;

    internal TenantState Published => _log.Published;

    /// <summary>Works the closure of groups out for the published state.</summary>
    internal void CatchUp()
    {
        while (Leopard.Find(Published) is null or { Behind: not null })
        {
            Assert.True(Leopard.IsBusy, "the index has nothing to do, and does not serve the published state");
            while (Leopard.Work())
            {
            }
        }
    }

    internal async Task<Outcome<T>> CommitAsync<T>(Proposal<T> proposal) =>
        (await _log.CommitAsync(proposal, s_origin, CancellationToken.None)).Outcome;

    /// <summary>Marks every place of the tree as changed, as a commit does that changes them. To be called after one that nobody has asked about yet.</summary>
    internal void MarkTree()
    {
        State.Indexes.Clock.Begin();
        foreach (var file in Tree!.Owners.Keys) State.Indexes.MarkPlace(file, bearsOthers: true, _log.Published.Revision);
    }

    internal Task<Outcome<CompiledSchema>> WriteSchemaAsync(string schema) =>
        CommitAsync(new WriteSchemaProposal(SchemaCompiler.Compile(schema), _ => Tree is not null));

    internal Task<Outcome<int>> WriteAsync(IReadOnlyList<RelationshipUpdate> updates, params RelationshipPrecondition[] preconditions) =>
        CommitAsync(new WriteRelationshipsProposal<FakeStructure>(updates, preconditions, state => new(Tree, state.Of(PermissionsRoom.Instance))));

    internal Task<Outcome<int>> WriteAsync(RelationshipOperation operation, params string[] relationships) =>
        WriteAsync([.. relationships.Select(text => new RelationshipUpdate(operation, Relationship.Parse(text)))]);

    internal async Task TouchAsync(params string[] relationships) =>
        (await WriteAsync(RelationshipOperation.Touch, relationships)).ThrowIfRefused();

    internal async Task DeleteAsync(params string[] relationships) =>
        (await WriteAsync(RelationshipOperation.Delete, relationships)).ThrowIfRefused();

    internal Outcome<CheckResult> TryCheck(string question)
    {
        var parts = question.Split(" with ");
        var asked = Relationship.Parse(parts[0]);
        return GraphIn(parts.Length == 1 ? null : Context(parts[1])).Check(asked.Resource, asked.Relation, asked.Subject);
    }

    internal static CaveatContext Context(string json)
    {
        Assert.True(CaveatContext.TryParse(json, out var context, out var error), error);
        return context;
    }

    internal CheckResult Check(string question) => TryCheck(question).Value;

    internal bool Allows(string question) => Check(question).IsAllowed;

    public async ValueTask DisposeAsync()
    {
        foreach (var logs in _opened) await logs.DisposeAsync();
    }

    private sealed class InternProposal(string reference) : Proposal<ObjectKey>
    {
        public override Outcome<ObjectKey> Run(Draft draft) =>
            RelationshipWriter.Intern(draft, default(Structure.EmptyStructure), ObjectReference.Parse(reference));
    }
}
