using Panthera.Files.Permissions;
using Panthera.Files.Tree;
using Panthera.Permissions;
using Panthera.Permissions.Graph;
using Panthera.Permissions.Relationships;
using Panthera.Permissions.Structure;
using Panthera.Storage;
using Panthera.Storage.Log;

namespace Panthera.Files.Access;

/// <summary>Checks and explanations of one subject's permission of one path, for callers who may ask.</summary>
internal static class FileChecks
{
    /// <summary>Decides without a gate, and so without making anything, what every admin may ask, and what a subject who can read the path asks about themselves.</summary>
    /// <remarks>INVARIANT (same-as-gate): whatever it answers, the gate would answer too; what it does not answer, refusals among it, is for the gate.</remarks>
    internal static bool TryCheck(TenantState state, DateTimeOffset now, PermissionStoreOptions options, Caller caller, SubjectReference subject, string permission, FilePath path, out CheckAnswer answer)
    {
        answer = default;
        var isAdmin = caller.Kind is CallerKind.Operator or CallerKind.TenantAdmin;
        if (!isAdmin && caller.Subject != subject) return false;
        var tree = state.Of(TreeRoom.Instance);
        if (!tree.TryFind(path, out var file, out var kind) || (path.MustBeDirectory && kind != EntryKind.Directory)) return false;
        var graph = Graphs.Of(state, tree, now, null, EvaluationLimits.MaxDepth, options);
        if (!graph.TryFindPermission(FileIdText.TypeName, permission, out var program)) return false;
        var found = graph.ResolveSubject(subject);
        if (!found.IsAccepted) return false;
        using var scope = EvaluationScope.Rent();
        if (!isAdmin && !CanRead(graph, file, found.Value, scope)) return false;
        var result = graph.CheckFile(file.Value, program, found.Value, scope);
        answer = new(result.Decision, state.Token, result.ExpiresAt);
        return result.Decision != Decision.Error;
    }

    internal static Outcome<CheckAnswer> Check(Gate gate, SubjectReference subject, string permission, FilePath path)
    {
        var question = Ask(gate, subject, permission, path, out var inode, out var program);
        if (!question.IsAccepted) return question.Refusal;
        var result = gate.Permissions.Decide(inode!.Id, program!, question.Value);
        return result.Decision == Decision.Error
            ? new Refusal(RefusalCode.LimitExceeded, FileExplanations.Undecided(result.Error, subject, permission, path))
            : new CheckAnswer(result.Decision, gate.Token, result.ExpiresAt);
    }

    internal static Outcome<FileExplanation> Explain(Gate gate, SubjectReference subject, string permission, FilePath path)
    {
        var question = Ask(gate, subject, permission, path, out var inode, out _);
        if (!question.IsAccepted) return question.Refusal;
        var resource = new ObjectReference(FileIdText.TypeName, FileIdText.Format(inode!.Id.Value));
        var found = gate.Permissions.Graph.Explain(resource, permission, subject);
        return found.IsAccepted ? new FileExplanations(gate, subject, permission, path).Of(found.Value) : found.Refusal;
    }

    private static bool CanRead(in PermissionGraph<TreeStructure> graph, InodeId file, in SubjectKey subject, EvaluationScope scope) =>
        graph.TryFindPermission(FileIdText.TypeName, OperationTable.Read, out var read) && graph.CheckFile(file.Value, read, subject, scope).IsAllowed;

    /// <summary>Finds what is asked about, and refuses callers who may not ask.</summary>
    internal static Outcome<SubjectKey> Ask(
        Gate gate,
        SubjectReference subject,
        string permission,
        FilePath path,
        out Inode? inode,
        out CompiledPermission? program)
    {
        program = null;
        inode = gate.Resolve(path).Target;
        var isAdmin = gate.Caller.Kind is CallerKind.Operator or CallerKind.TenantAdmin;
        if (inode is null) return gate.NotFound(path);
        if (!isAdmin && !gate.IsVisible(inode)) return gate.NotFound(path);
        if (!isAdmin && gate.Caller.Subject != subject && !gate.May(FileOperation.Share, inode))
            return new Refusal(RefusalCode.Denied, $"`{gate.Caller.Subject}` may not ask about `{subject}` on `{path}`: it takes `share` on it");
        if (Gate.RequireKind(inode, path) is { } misfit) return misfit;

        var found = gate.Permissions.Graph.FindPermission(FileIdText.TypeName, permission);
        if (!found.IsAccepted) return found.Refusal;
        program = found.Value;
        return gate.Permissions.Graph.ResolveSubject(subject);
    }
}
