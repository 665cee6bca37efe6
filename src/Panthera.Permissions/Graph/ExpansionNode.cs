namespace Panthera.Permissions.Graph;

/// <summary>A node of an expansion: who has a permission, as the expression that computes it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Resource">The resource that is expanded here.</param>
/// <param name="Relation">Its relation or permission.</param>
/// <param name="Children">The operands; none of a leaf.</param>
/// <param name="Subjects">A leaf's subjects, usersets unexpanded; none of an operation.</param>
public sealed record ExpansionNode(
    ExpansionKind Kind,
    ObjectReference Resource,
    string Relation,
    IReadOnlyList<ExpansionNode> Children,
    IReadOnlyList<SubjectReference> Subjects);
