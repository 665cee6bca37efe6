namespace Panthera.Storage.Log;

/// <summary>A change to a tenant that its writer decides: a re-runnable function from the state before it to a refusal or to records.</summary>
/// <remarks>
/// <para>INVARIANT (writer-validates): whatever the change depends on — permissions, conditions, names, quotas — is looked up in the draft when
/// it runs, never earlier. What was checked before is only an early refusal.</para>
/// <para>INVARIANT (re-runnable): it may run any number of times, each time against another state, and only the last counts. It has no effect but
/// on the draft, and reads no clock but the draft's.</para>
/// </remarks>
/// <typeparam name="TResult">What it gives the caller when it is accepted.</typeparam>
public abstract class Proposal<TResult>
{
    /// <summary>Decides, and yields records into the draft. Runs on the tenant's writer: it must not block or await.</summary>
    /// <param name="draft">The tenant's state after all commits before this one; it shows this proposal its own records.</param>
    /// <returns>The result; or a refusal, which takes back whatever it yielded.</returns>
    public abstract Outcome<TResult> Run(Draft draft);
}
