using Panthera.Storage;

namespace Panthera.Files;

/// <summary>What a change other than a write made: a move, a delete, a grant.</summary>
/// <param name="Changed">Whether anything was different afterwards; a grant that was there already, or a revoke of none, changes nothing.</param>
/// <param name="Token">Names the commit, or the moment at which there was nothing to change.</param>
public sealed record ChangeResult(bool Changed, ZedToken Token);
