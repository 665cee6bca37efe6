namespace Panthera.Storage.Log;

/// <summary>A room that digests each commit of its tenants before anybody can see the state after it: what invalidates caches.</summary>
public interface ICommitObserver
{
    /// <summary>Told of a commit that is stored and about to be seen.</summary>
    /// <remarks>
    /// <para>INVARIANT (told-first): it returns before anybody can pin <paramref name="after"/> or a later state. So whoever holds a published state finds the
    /// marks of every commit up to it, and perhaps of later ones.</para>
    /// <para>Called by the tenant's writer alone, in the order of commits, for each in the order of rooms. It must be quick and must not throw. A load tells
    /// nothing: what it makes begins with empty states, which nobody else has.</para>
    /// </remarks>
    /// <param name="commit">What changed, records of other rooms included.</param>
    /// <param name="before">The state before the commit; it may never have been published.</param>
    /// <param name="after">The state after it.</param>
    void OnPublishing(Commit commit, TenantState before, TenantState after);
}
