namespace Panthera.Permissions.Graph;

/// <summary>What an <see cref="ExpansionNode"/> is.</summary>
public enum ExpansionKind
{
    /// <summary>Subjects, as they are stored.</summary>
    Leaf,

    /// <summary>Whoever is in one of the children.</summary>
    Union,

    /// <summary>Whoever is in all of the children.</summary>
    Intersection,

    /// <summary>Whoever is in the first child and in none of the others.</summary>
    Exclusion,
}
