using Panthera.Files.Tree;
using Panthera.Permissions.Caveats;
using Panthera.Permissions.Graph;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files.Permissions;

/// <summary>The calls that enumerate: resources of a subject, subjects of a resource.</summary>
internal sealed class Lookups(TenantLog log, PermissionStoreOptions options, TimeProvider time)
{
    internal async ValueTask<Outcome<LookupStream<LookedUpResource>>> ResourcesAsync(Consistency consistency, ResourceQuestion question, int limit, string? cursor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(question);
        var request = new RequestHash("resources").Add(question.ResourceType).Add(question.Permission).Add(question.Subject.ToString()).Add(question.Context?.ToString()).Value;
        var begun = await BeginAsync(consistency, question.Context, limit, cursor, request, cancellationToken).ConfigureAwait(false);
        if (!begun.IsAccepted) return begun.Refusal;
        var (snapshot, after) = begun.Value;
        var found = GraphOf(snapshot, question.Context).LookupResources(question.ResourceType, question.Permission, question.Subject, after, limit, cancellationToken);
        return found.IsAccepted ? new LookupStream<LookedUpResource>(PermissionStore.TokenOf(snapshot), Resources(snapshot, request, found.Value)) : found.Refusal;
    }

    internal async ValueTask<Outcome<LookupStream<LookedUpSubject>>> SubjectsAsync(Consistency consistency, SubjectQuestion question, int limit, string? cursor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(question);
        var relation = string.IsNullOrEmpty(question.SubjectRelation) ? null : question.SubjectRelation;
        var request = new RequestHash("subjects").Add(question.Resource.ToString()).Add(question.Permission).Add(question.SubjectType).Add(relation)
            .Add(question.Context?.ToString()).Add(question.WithWildcard ? "*" : null).Value;
        var begun = await BeginAsync(consistency, question.Context, limit, cursor, request, cancellationToken).ConfigureAwait(false);
        if (!begun.IsAccepted) return begun.Refusal;
        var (snapshot, after) = begun.Value;
        var found = GraphOf(snapshot, question.Context).LookupSubjects(question.Resource, question.Permission, question.SubjectType, relation, after, question.WithWildcard, cancellationToken);
        return found.IsAccepted ? new LookupStream<LookedUpSubject>(PermissionStore.TokenOf(snapshot), Subjects(snapshot, request, found.Value, limit)) : found.Refusal;
    }

    private static IEnumerable<LookedUpResource> Resources(TenantState snapshot, ulong request, IEnumerable<FoundResource> found)
    {
        foreach (var resource in found)
        {
            EvaluationRefusals.ThrowIfUndecided(resource.Result);
            yield return new(resource, snapshot, request);
        }
    }

    private static IEnumerable<LookedUpSubject> Subjects(TenantState snapshot, ulong request, IEnumerable<FoundSubject> found, int limit)
    {
        foreach (var subject in limit == 0 ? found : found.Take(limit))
        {
            EvaluationRefusals.ThrowIfUndecided(subject.Result);
            foreach (var excluded in subject.Excluded) EvaluationRefusals.ThrowIfUndecided(excluded.Result);
            yield return new(subject, PageCursor.Format(snapshot, request, [subject.Number]));
        }
    }

    private async ValueTask<Outcome<(TenantState Snapshot, ulong After)>> BeginAsync(
        Consistency consistency,
        CaveatContext? context,
        int limit,
        string? cursor,
        ulong request,
        CancellationToken cancellationToken)
    {
        if (RequestLimits.CheckLimit(limit, options.MaxLimit) is { } limitTooLarge) return limitTooLarge;
        if (RequestLimits.CheckContext(context, options.MaxRequestContextBytes) is { } contextTooLarge) return contextTooLarge;
        var pinned = await log.PinAsync(consistency, cursor, request, cancellationToken).ConfigureAwait(false);
        if (!pinned.IsAccepted) return pinned.Refusal;
        var (snapshot, place) = pinned.Value;
        if (place is null) return (snapshot, 0);
        return place is [var after] ? (snapshot, after) : PageCursor.Refuse("the cursor is damaged; begin anew without one");
    }

    private PermissionGraph<TreeStructure> GraphOf(TenantState snapshot, CaveatContext? context) =>
        Graphs.Of(snapshot, snapshot.Of(TreeRoom.Instance), time.GetUtcNow(), context, options.MaxDepth, options);
}
