namespace Panthera.Permissions.Caveats;

/// <summary>What a <see cref="ContextValue"/> is: the kinds of value JSON has.</summary>
public enum ContextValueKind
{
    /// <summary>JSON's <c>null</c>.</summary>
    Null,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Bool,

    /// <summary>A finite number, held as a double.</summary>
    Number,

    /// <summary>A text without unpaired surrogates.</summary>
    String,

    /// <summary>A list of values.</summary>
    List,

    /// <summary>An object: names with values.</summary>
    Object,
}
