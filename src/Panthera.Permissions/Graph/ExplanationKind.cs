namespace Panthera.Permissions.Graph;

/// <summary>What an <see cref="ExplanationStep"/> says.</summary>
public enum ExplanationKind
{
    /// <summary>A permission was computed from the steps below it.</summary>
    Permission,

    /// <summary>A relationship leads on: to the subject itself, or to the userset or resource of the step below it.</summary>
    Relationship,

    /// <summary>A file was left for one of its ancestors, which is the step's subject.</summary>
    Ancestor,

    /// <summary>A relation was looked at, and nothing in it led to the subject.</summary>
    Missing,

    /// <summary>All of the steps below had to grant.</summary>
    Intersection,

    /// <summary>The first step below had to grant, and the second had not to.</summary>
    Exclusion,

    /// <summary>The subject is this very userset.</summary>
    Identity,

    /// <summary>The resource does not exist.</summary>
    Gone,

    /// <summary>It was looked at in a step above, or before this one.</summary>
    Repeated,

    /// <summary>It could not be decided.</summary>
    Failed,

    /// <summary>More was looked at than an explanation holds.</summary>
    Cut,
}
