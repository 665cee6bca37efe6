namespace Panthera.Permissions.Caveats;

/// <summary>Why a caveat could not be evaluated.</summary>
public enum CaveatFailureKind
{
    /// <summary>The expression ran into an error, such as a key that is not there or a division by zero.</summary>
    Evaluation,

    /// <summary>A context gives a parameter a value that is not of its type.</summary>
    ParameterType,

    /// <summary>The evaluation took more steps than it may.</summary>
    Cost,
}
