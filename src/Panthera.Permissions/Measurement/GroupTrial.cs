using System.Diagnostics;
using Panthera.Permissions.Dispatch;
using Panthera.Permissions.Graph;
using Panthera.Permissions.Leopard;
using Panthera.Permissions.Relationships;
using Panthera.Permissions.Schema;
using Panthera.Permissions.Structure;
using Panthera.Storage.Engines;
using Panthera.Storage.Log;

namespace Panthera.Permissions.Measurement;

/// <summary>A bare tenant of groups in memory, to measure what the closure of groups takes and how fast it is.</summary>
/// <remarks>Only for measurements. The closure's work is done when <see cref="CatchUp"/> says so, on the caller's thread. Confined to one thread at a time.</remarks>
public sealed class GroupTrial : IAsyncDisposable
{
    private const int MaxUpdates = 10_000;
    private static readonly CommitOrigin s_origin = new("bench");

    private readonly TenantLogs _logs;
    private readonly TenantLog _log;

    private GroupTrial(TenantLogs logs, TenantLog log)
    {
        _logs = logs;
        _log = log;
    }

    /// <summary>What the closure takes in memory.</summary>
    public long Bytes => Index.Counters.Bytes;

    /// <summary>The usersets that the closure knows.</summary>
    public long Usersets => Index.Counters.Usersets;

    /// <summary>The usersets whose containers were worked out so far.</summary>
    public long Recomputed => Index.Counters.Recomputed;

    private LeopardIndex Index => _log.Published.Of(PermissionsRoom.Instance).Indexes.Leopard;

    /// <summary>Makes a tenant with the groups of the built-in schema.</summary>
    public static async Task<GroupTrial> CreateAsync()
    {
        var logs = new TenantLogs(new MemoryEngine(), [PermissionsRoom.Instance], new(), TimeProvider.System);
        var log = await logs.OpenAsync(new(1)).ConfigureAwait(false);
        var trial = new GroupTrial(logs, log);
        trial.Index.Options = new() { RunsInBackground = false };
        _ = (await log.CommitAsync(new WriteSchemaProposal(BuiltInSchema.Compiled, static _ => false), s_origin, CancellationToken.None).ConfigureAwait(false)).Outcome.Value;
        return trial;
    }

    /// <summary>Writes relationships, in text; or deletes them.</summary>
    public async Task WriteAsync(IEnumerable<string> relationships, bool isDeleted, CancellationToken cancellationToken)
    {
        var operation = isDeleted ? RelationshipOperation.Delete : RelationshipOperation.Touch;
        foreach (var chunk in relationships.Select(text => new RelationshipUpdate(operation, Relationship.Parse(text))).Chunk(MaxUpdates))
            _ = (await _log.CommitAsync(new WriteRelationshipsProposal<EmptyStructure>(chunk, [], static _ => default), s_origin, cancellationToken).ConfigureAwait(false)).Outcome.Value;
    }

    /// <summary>Brings the closure to the newest revision.</summary>
    /// <returns>How long that took, and the longest that one slice did.</returns>
    public (TimeSpan Whole, TimeSpan Longest) CatchUp()
    {
        var begun = Stopwatch.GetTimestamp();
        var longest = TimeSpan.Zero;
        while (Index.Find(_log.Published) is null or { Behind: not null })
        {
            for (var more = true; more;)
            {
                var slice = Stopwatch.GetTimestamp();
                more = Index.Work();
                var took = Stopwatch.GetElapsedTime(slice);
                if (took > longest) longest = took;
            }

            if (Index.Counters.HasGivenUp) throw new InvalidOperationException("the closure takes more than it may");
        }

        return (Stopwatch.GetElapsedTime(begun), longest);
    }

    /// <summary>Finds the numbers of a question in text.</summary>
    public (ObjectKey Resource, CompiledPermission Permission, SubjectKey Subject) Resolve(string question)
    {
        var asked = Relationship.Parse(question);
        if (Pin(withIndex: false).Resolve(new(asked.Resource, asked.Relation, asked.Subject), out var resource, out var permission, out var subject) is { } refusal)
            throw new ArgumentException(refusal.Message, nameof(question));
        return (resource, permission!, subject);
    }

    /// <summary>Pins the newest revision, to be asked with the closure or by the graph alone.</summary>
    public PermissionGraph<EmptyStructure> Pin(bool withIndex) =>
        new(_log.Published, default, TimeProvider.System.GetUtcNow(), null, new EvaluationSwitches(0, Off: withIndex ? PermissionPieces.All & ~PermissionPieces.Leopard : PermissionPieces.All));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _logs.DisposeAsync();
}
